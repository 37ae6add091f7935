import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, connect, signerFromUri } from '@stake/chain'
import { Balance, Price } from '@stake/math'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  gather,
  memoryJournal,
  type Operation,
  parsePolicy,
  parseSchedule,
  plan,
  type RunningSchedule,
  type Schedule,
  type ScheduleOptions,
  type ScheduleProgress,
  schedule,
} from '../src/index.ts'
import { openFileJournal } from '../src/node/index.ts'
import { isWithin } from '../src/schedule-band.ts'
import { alice, bob, Stage } from './stage.ts'

vi.setConfig({ testTimeout: process.env.STAKE_NIGHTLY ? 600_000 : 60_000 })

let stage: Stage

beforeEach(async () => {
  stage = await Stage.open()
})
afterEach(() => stage.close())

const pieces = (...amounts: string[]): Operation[] =>
  amounts.map((amount, index) => stage.wanted({ id: `dca/${index + 1}`, amount }))

const options = (more: Partial<ScheduleOptions> = {}): ScheduleOptions => ({
  signer: alice,
  journal: stage.journal,
  policy: {},
  ...more,
})

const begin = (wanted: Schedule, more: Partial<ScheduleOptions> = {}): RunningSchedule =>
  schedule(stage.chain, wanted, options(more))

/** The first progress that is so. */
async function seen(
  running: RunningSchedule,
  is: (progress: ScheduleProgress) => boolean,
): Promise<ScheduleProgress> {
  for await (const progress of running.progress) if (is(progress)) return progress
  throw new Error('it ended before')
}

const status = (wanted: string, piece?: number) => (progress: ScheduleProgress) =>
  progress.state.status === wanted && (piece === undefined || progress.piece === piece)

/** Bob's trade, final. */
async function bobTrades(kind: 'stake' | 'unstake', amount: string): Promise<void> {
  const operation = stage.wanted({ kind, amount, coldkey: bob.address, mode: 'unsafe' })
  const made = await plan(stage.chain, [operation])
  await stage.report(await gather(stage.chain, made, { signer: bob, journal: memoryJournal(), policy: {} }))
}

describe('the pieces of a schedule', () => {
  test('come one after the other, at the distance in blocks', async () => {
    const [first] = pieces('1')
    const before = first && 'hotkey' in first && 'netuid' in first ? await stage.stake(first) : undefined
    const running = begin({ operations: pieces('1', '2', '3'), every: { blocks: 3 } })
    const { status, reason, legs, totals, remaining } = await stage.sealed(running.report)
    expect([status, reason, remaining]).toEqual(['done', undefined, []])
    expect(totals.executed).toEqual([Balance.parse('6')])
    const blocks = legs.map(({ block }) => block?.number ?? 0)
    expect((blocks[1] ?? 0) - (blocks[0] ?? 0)).toBeGreaterThanOrEqual(3)
    expect((blocks[2] ?? 0) - (blocks[1] ?? 0)).toBeGreaterThanOrEqual(3)
    const after = first && 'hotkey' in first && 'netuid' in first ? await stage.stake(first) : undefined
    const received = legs.reduce((sum, leg) => sum + leg.received.rao, 0n)
    // Shares round by a rao.
    expect(after && before && after.rao - before.rao - received).toBeLessThanOrEqual(1n)
  })

  test('or in time, by the clock that is given', async () => {
    const clock = new HandClock()
    const chain = await connect({ endpoints: stage.node.url, clock })
    try {
      const running = schedule(chain, { operations: pieces('1', '2'), every: { seconds: 60 } }, options())
      const waits = seen(running, status('waiting', 1))
      const { state } = await stage.sealed(waits)
      const until = state.status === 'waiting' && 'time' in state.until ? state.until.time : 0
      expect(until).toBeLessThanOrEqual(clock.now() + 60_000)
      clock.advance(until - clock.now() - 1)
      for (let block = 0; block < 5; block++) await stage.devnet.sealBlock()
      await chain.connection.send('system_chain', [])
      expect(stage.node.submitted.length).toBe(1)
      clock.advance(1)
      expect(await stage.sealed(running.report)).toMatchObject({ status: 'done', remaining: [] })
      expect(stage.node.submitted.length).toBe(2)
    } finally {
      await chain.close()
    }
  })

  test('tell where they stand', async () => {
    const told: ScheduleProgress[] = []
    const running = begin(
      { operations: pieces('1', '2'), every: { blocks: 8 } },
      { onProgress: (progress) => told.push(progress) },
    )
    await stage.sealed(running.report)
    const short = told.map(({ piece, done, state }) => `${piece} ${state.status} ${done}`)
    expect([...new Set(short)]).toEqual([
      '0 running 0',
      '0 executed 1',
      '1 waiting 1',
      '1 running 1',
      '1 executed 2',
      '1 ended 2',
    ])
    // Who comes late is told the end.
    const late: string[] = []
    for await (const { state } of running.progress) late.push(state.status)
    expect(late).toEqual(['ended'])
  })

  test('wait for finality, unless inclusion is enough', async () => {
    const slow = await Stage.open({ finalityDepth: 4 })
    try {
      const wanted = (id: string, amount: string) => slow.wanted({ id, amount })
      const both = [wanted('a', '1'), wanted('b', '1')]
      const common = { signer: alice, policy: {} }
      const final = await slow.sealed(
        schedule(
          slow.chain,
          { operations: both, every: { blocks: 1 } },
          { ...common, journal: memoryJournal() },
        ).report,
      )
      const distance = ({ legs }: typeof final) =>
        (legs[1]?.block?.number ?? 0) - (legs[0]?.block?.number ?? 0)
      expect(distance(final)).toBeGreaterThan(4)
      const included = await slow.sealed(
        schedule(
          slow.chain,
          { operations: [wanted('c', '1'), wanted('d', '1')], every: { blocks: 1 } },
          { ...common, journal: memoryJournal(), wait: 'inclusion' },
        ).report,
      )
      expect(distance(included)).toBeLessThan(4)
      expect(included.legs.every((leg) => leg.final)).toBe(true)
    } finally {
      await slow.close()
    }
  })
})

describe('a band', () => {
  test('holds the pieces back while the price is outside, and lets them go when it is back', async () => {
    // Subnet 2 stands at 0.25.
    await bobTrades('stake', '200')
    const running = begin({
      operations: pieces('1'),
      every: { blocks: 1 },
      band: { netuid: 2, highest: '0.26' },
    })
    const { state } = await seen(running, status('outsideBand'))
    expect(state.status === 'outsideBand' && state.price.compare(Price.fromBits((26n << 64n) / 100n))).toBe(1)
    for (let block = 0; block < 5; block++) await stage.devnet.sealBlock()
    expect(stage.node.submitted.length).toBe(1)
    await bobTrades('unstake', '700')
    const report = await stage.sealed(running.report)
    expect(report).toMatchObject({ status: 'done', totals: { counts: { executed: 1 } } })
    expect(stage.node.submitted.length).toBe(3)
  })

  test('is exact, its ends included', () => {
    const quarter = Price.fromBits(1n << 62n)
    const above = Price.fromBits((1n << 62n) + 1n)
    const below = Price.fromBits((1n << 62n) - 1n)
    const at = { netuid: 2, lowest: '0.25', highest: '0.25' }
    expect([below, quarter, above].map((price) => isWithin(price, at))).toEqual([false, true, false])
    expect(isWithin(below, { netuid: 2, highest: '0.25' })).toBe(true)
    expect(isWithin(above, { netuid: 2, lowest: '0.25' })).toBe(true)
  })

  test('of a subnet that is not there halts', async () => {
    const running = begin({
      operations: pieces('1'),
      every: { blocks: 1 },
      band: { netuid: 4711, lowest: '1' },
    })
    expect(await running.report).toMatchObject({ status: 'halted', reason: { code: 'SubnetNotExists' } })
  })
})

/** Journals wait for the disk; without this the blocks of a busy machine would not. */
async function flushed(folder: string): Promise<void> {
  const file = await open(join(folder, 'flushed'), 'w')
  await file.write('.')
  await file.datasync()
  await file.close()
}

describe('after a crash', () => {
  test('what was signed is followed and not signed again, and the rest goes on', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stake-schedule-'))
    const path = join(folder, 'journal')
    const pace = { before: () => flushed(folder) }
    const wanted = { operations: pieces('1', '2', '3'), every: { blocks: 2 } }
    try {
      const before = await stage.free()
      const [doomed, first] = [await connect(stage.node.url), await openFileJournal(path)]
      const killed = schedule(doomed, wanted, options({ journal: first }))
      // The second is sent and in no block yet.
      const sent = seen(killed, status('running', 1)).then(() => submitted(2))
      await stage.sealed(seen(killed, status('executed', 0)), pace)
      await stage.sealed(sent, pace)
      await doomed.close()
      await first.close()
      expect(await killed.report).toMatchObject({ status: 'halted', reason: { code: 'Disconnected' } })
      expect((await killed.report).remaining.length).toBeGreaterThanOrEqual(1)

      const again = await openFileJournal(path)
      const report = await stage.sealed(
        schedule(stage.chain, wanted, options({ journal: again })).report,
        pace,
      )
      expect(report).toMatchObject({ status: 'done', remaining: [], totals: { counts: { executed: 3 } } })
      expect(report.totals.executed).toEqual([Balance.parse('6')])
      // The same bytes may have been sent twice, but only three were ever signed.
      expect(new Set(stage.node.submitted).size).toBe(3)
      expect(before - (await stage.free())).toBe(Balance.parse('6').rao + report.totals.networkFees.rao)

      // All is done: nothing happens any more, and the report is the same.
      const third = await schedule(stage.chain, wanted, options({ journal: again })).report
      expect(third.status).toBe('done')
      expect(third.legs).toEqual(report.legs)
      expect(new Set(stage.node.submitted).size).toBe(3)
      await again.close()
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('wherever it was cut off, every piece was done once', async () => {
    const wanted = (run: number) => ({
      operations: pieces('1', '2').map((piece) => ({ ...piece, id: `${run}/${piece.id}` })),
      every: { blocks: 1 },
    })
    const folder = await mkdtemp(join(tmpdir(), 'stake-schedule-'))
    const pace = { before: () => flushed(folder) }
    const cuts = process.env.STAKE_NIGHTLY ? 80 : 12
    try {
      for (let cut = 0; cut < cuts; cut++) {
        const before = await stage.free()
        const [doomed, first] = [await connect(stage.node.url), await openFileJournal(join(folder, `${cut}`))]
        // The program is gone after so many more requests.
        let left = 1 + (cut * 67) / cuts
        const gone = new Promise<void>((resolve) => {
          stage.node.onAsked = () => {
            if (--left <= 0) resolve()
          }
        })
        const killed = schedule(doomed, wanted(cut), options({ journal: first }))
        await stage.sealed(Promise.race([gone, killed.report]), pace)
        await doomed.close()
        stage.node.onAsked = () => undefined
        await killed.report
        await first.close()

        const again = await openFileJournal(join(folder, `${cut}`))
        const report = await stage.sealed(
          schedule(stage.chain, wanted(cut), options({ journal: again })).report,
          pace,
        )
        expect(report).toMatchObject({ status: 'done', remaining: [] })
        expect(report.totals.executed).toEqual([Balance.parse('3')])
        expect(before - (await stage.free())).toBe(Balance.parse('3').rao + report.totals.networkFees.rao)
        await again.close()
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('it goes on in time where it was, not at once', async () => {
    const wanted = { operations: pieces('1', '2'), every: { blocks: 50 } }
    const first = begin(wanted)
    await stage.sealed(seen(first, status('waiting', 1)))
    first.stop()
    expect(await first.report).toMatchObject({ status: 'stopped', remaining: [{ id: 'dca/2' }] })
    const second = begin(wanted)
    const { state } = await seen(second, status('waiting', 1))
    const { legs } = await first.report
    const block = legs[0]?.block?.number ?? 0
    expect(state).toEqual({ status: 'waiting', until: { block: block + 49 } })
    second.stop()
    await second.report
  })

  test('another schedule under the same ids is refused', async () => {
    const first = begin({ operations: pieces('1'), every: { blocks: 1 } })
    await stage.sealed(first.report)
    const { status, reason } = await begin({ operations: pieces('1.5'), every: { blocks: 1 } }).report
    expect([status, reason?.code]).toEqual(['halted', 'ScheduleChanged'])
    expect(stage.node.submitted.length).toBe(1)
  })

  test('two programs at the same schedule do each piece once', async () => {
    const wanted = { operations: pieces('1', '2'), every: { blocks: 1 } }
    const both = [begin(wanted), begin(wanted)]
    const reports = await stage.sealed(Promise.all(both.map(({ report }) => report)))
    expect(reports.map(({ status }) => status)).toEqual(['done', 'done'])
    expect(new Set(stage.node.submitted).size).toBe(2)
  })
})

describe('what goes wrong', () => {
  test('a piece that fails on the chain is tried again under an id of its own, an interval later', async () => {
    // Bob's trade is before Alice's in the block, and takes the price beyond her limit.
    const operation = stage.wanted({ amount: '200', coldkey: bob.address, mode: 'unsafe' })
    const made = await plan(stage.chain, [operation])
    await gather(stage.chain, made, { signer: bob, journal: memoryJournal(), policy: {} })
    const before = await stage.free()
    const running = begin({ operations: pieces('1', '1'), every: { blocks: 2 } })
    await submitted(2)
    const report = await stage.sealed(running.report)
    expect(report.legs.map(({ operation: { id }, status }) => `${id} ${status}`)).toEqual([
      'dca/1 failed',
      'dca/1~2 executed',
      'dca/2 executed',
    ])
    expect(report.legs[0]?.error?.code).toBe('PriceLimitExceeded')
    expect(report).toMatchObject({ status: 'done', remaining: [] })
    // The fee of the failure counts.
    expect(before - (await stage.free())).toBe(Balance.parse('2').rao + report.totals.networkFees.rao)
  })

  test('a piece that would be refused is never signed, and halts the schedule after its tries', async () => {
    const told: string[] = []
    const running = begin(
      { operations: pieces('1', '500', '1'), every: { blocks: 1 }, tries: 2 },
      { onProgress: ({ piece, state }) => told.push(`${piece} ${state.status}`) },
    )
    const report = await stage.sealed(running.report)
    expect(report).toMatchObject({ status: 'halted', reason: { code: 'SlippageTooHigh' } })
    expect(report.remaining.map(({ id }) => id)).toEqual(['dca/2', 'dca/3'])
    expect(told.filter((each) => each === '1 failed').length).toBe(2)
    expect(stage.node.submitted.length).toBe(1)
  })

  test('the policy judges every piece, and its no is final', async () => {
    const policy = parsePolicy({ version: 1, perOperation: '1.5 TAO' })
    const running = begin({ operations: pieces('1', '2', '1'), every: { blocks: 1 } }, { policy })
    const report = await stage.sealed(running.report)
    expect(report).toMatchObject({ status: 'halted', reason: { code: 'PolicyRefusal' } })
    expect(report.remaining.map(({ id }) => id)).toEqual(['dca/2', 'dca/3'])
    expect(stage.node.submitted.length).toBe(1)
  })

  test('so is the no of a key that is not the coldkey’s', async () => {
    const running = begin(
      { operations: pieces('1'), every: { blocks: 1 } },
      { signer: signerFromUri('//Bob') },
    )
    expect(await running.report).toMatchObject({ status: 'halted', reason: { code: 'WrongSigner' } })
  })

  test('a lost connection is waited for', async () => {
    const running = begin({ operations: pieces('1', '2', '3'), every: { blocks: 2 } })
    await stage.sealed(seen(running, status('executed', 0)))
    stage.node.dropClients()
    const report = await stage.sealed(running.report)
    expect(report).toMatchObject({ status: 'done', totals: { counts: { executed: 3 } } })
    expect(new Set(stage.node.submitted).size).toBe(3)
  })

  test('paused it begins nothing, and goes on when told; stopped it ends', async () => {
    const running = begin({ operations: pieces('1', '2', '3'), every: { blocks: 1 } })
    await stage.sealed(seen(running, status('executed', 0)))
    running.pause()
    await stage.sealed(seen(running, status('paused')))
    const sent = stage.node.submitted.length
    for (let block = 0; block < 4; block++) await stage.devnet.sealBlock()
    await stage.chain.connection.send('system_chain', [])
    expect(stage.node.submitted.length).toBe(sent)
    running.resume()
    await stage.sealed(seen(running, ({ done }) => done === 2))
    running.stop()
    const report = await stage.sealed(running.report)
    expect(['stopped', 'done']).toContain(report.status)
    expect(report.remaining.length + report.legs.length).toBe(3)
  })
})

test('JSON that is no schedule is refused by name', () => {
  const [operation] = pieces('1')
  const good = { operations: [operation], every: { blocks: 1 } }
  expect(parseSchedule(JSON.parse(JSON.stringify(good)))).toEqual(good)
  const bad: [unknown, string][] = [
    [null, 'object'],
    [{ ...good, extra: 1 }, 'extra'],
    [{ ...good, operations: [] }, '1 to 10000'],
    [{ ...good, operations: [operation, operation] }, 'twice'],
    [{ ...good, operations: [operation, { ...operation, id: 'dca/1~2' }] }, 'another try'],
    [{ ...good, every: {} }, 'blocks and seconds'],
    [{ ...good, every: { blocks: 1, seconds: 1 } }, 'blocks and seconds'],
    [{ ...good, every: { minutes: 1 } }, 'blocks and seconds'],
    [{ ...good, every: { blocks: 0 } }, 'whole number'],
    [{ ...good, every: { seconds: '5' } }, 'whole number'],
    [{ ...good, tries: 0 }, 'tries'],
    [{ ...good, band: null }, 'band'],
    [{ ...good, band: { netuid: 1 } }, 'neither'],
    [{ ...good, band: { lowest: '1' } }, 'netuid'],
    [{ ...good, band: { netuid: 1, lowest: 1 } }, 'decimal text'],
    [{ ...good, band: { netuid: 1, lowest: '2', highest: '1' } }, 'above'],
    [{ ...good, band: { netuid: 1, lowest: '2', middle: '1' } }, 'middle'],
  ]
  for (const [json, message] of bad) {
    expect(() => parseSchedule(json)).toThrow(
      expect.objectContaining({ code: 'InvalidOperation', message: expect.stringContaining(message) }),
    )
  }
})

/** Waits until the node was sent so many. */
function submitted(count: number): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (stage.node.submitted.length < count) return
      stage.node.onAsked = () => undefined
      resolve()
    }
    stage.node.onAsked = () => queueMicrotask(look)
    look()
  })
}

/** A clock that goes by hand. */
class HandClock implements Clock {
  #now = 1_800_000_000_000
  #timers = new Set<{ readonly at: number; readonly callback: () => void }>()

  now(): number {
    return this.#now
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + ms, callback }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  advance(ms: number): void {
    this.#now += ms
    for (const timer of this.#timers) {
      if (timer.at > this.#now) continue
      this.#timers.delete(timer)
      timer.callback()
    }
  }
}
