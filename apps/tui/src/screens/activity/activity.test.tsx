import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { connect, developmentAccounts, readValidators, signerFromUri } from '@stake/chain'
import { type Devnet, startDevnet } from '@stake/devnet'
import { Balance } from '@stake/math'
import { type FinalReport, type Journal, parseOperation, plan, run } from '@stake/ops'
import { openFileJournal } from '@stake/ops/node'
import { renderToString } from 'ink'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { coldkey, hotkeys, live, ready, snapshot } from '../../../test/sample.ts'
import { displayWidth } from '../../safe-text.ts'
import { Frame } from '../shell/app.tsx'
import type { Surroundings } from '../shell/effects.ts'
import { newsFor } from '../shell/room.ts'
import type { Command, Message, Size, State } from '../shell/state.ts'
import { update } from '../shell/update.ts'
import type { Key } from '../widgets/key.ts'
import type { ActivityNews, ActivityRow } from './activity-state.ts'
import { chosenRow } from './activity-view.ts'
import { activityEffect } from './effects.ts'

const bob = developmentAccounts['//Bob'] ?? ''

const at = ready().now - 5_000

function row(changes: Partial<ActivityRow> & { readonly id?: string }): ActivityRow {
  const { id = 'one', ...rest } = changes
  return {
    key: `${id}:0`,
    operation: parseOperation({
      id,
      kind: 'stake',
      coldkey,
      hotkey: hotkeys[1],
      netuid: 1,
      amount: '5',
    }),
    at,
    status: 'signed',
    outcome: undefined,
    hash: `0x${'ab'.repeat(32)}`,
    block: undefined,
    lastBlock: 4_300,
    call: '0x00',
    report: undefined,
    own: true,
    interrupted: false,
    ...rest,
  }
}

function told(state: State, ...news: readonly ActivityNews[]): State {
  return news.reduce((now, each) => update(now, newsFor('activity', each))[0], state)
}

function press(state: State, ...keys: readonly Key[]): { state: State; commands: readonly Command[] } {
  const commands: Command[] = []
  const last = keys.reduce((now, key) => {
    const [next, ...wanted] = update(now, { type: 'key', key })
    commands.push(...wanted)
    return next
  }, state)
  return { state: last, commands }
}

function withRows(rows: readonly ActivityRow[], size?: Size): State {
  const opened: State = { ...ready({}, size), view: 'activity' }
  return told(opened, { kind: 'rows', rows, condition: { status: 'whole' } })
}

function frame(state: State): string[] {
  const { columns } = state.size
  return stripVTControlCharacters(renderToString(<Frame state={state} />, { columns }))
    .split('\n')
    .map((line) => line.trimEnd())
}

const wishes = (commands: readonly Command[]) =>
  commands.flatMap((command) =>
    command.type === 'wish' && command.room === 'activity' ? [command.wish] : [],
  )

describe('the list', () => {
  test('has every status in words, and counts down what may still be included', () => {
    const rows = [
      row({ id: 'a' }),
      row({ id: 'b', block: { number: 4_241, hash: '0x05' } }),
      row({ id: 'c', own: false }),
      row({ id: 'd', status: 'notSent', hash: undefined, lastBlock: undefined, interrupted: true }),
      row({ id: 'e', status: 'settled', outcome: 'expired' }),
    ]
    const text = frame(withRows(rows)).join('\n')
    expect(text).toMatch(/◌ sent +58 blocks left/)
    expect(text).toMatch(/◐ in block 4241/)
    expect(text).toMatch(/! left open/)
    expect(text).toMatch(/! not sent/)
    expect(text).toContain('58 blocks left, about 12 min')
    expect(text).toContain('! 1 of an earlier session is open: r follows it to the end')
  })

  test.each([sized(60, 15), sized(80, 24), sized(120, 40), sized(200, 50)])('fits %o', (size) => {
    const states = [
      withRows([], size),
      withRows(
        Array.from({ length: 80 }, (_, index) => row({ id: String(index) })),
        size,
      ),
      told(
        { ...ready({}, size), view: 'activity' },
        {
          kind: 'unread',
          failure: {
            code: 'JournalUnusable',
            message: 'The journal cannot be read.',
            details: {},
            remedy: '',
          },
        },
      ),
      press(withRows([row({})], size), 'Enter').state,
    ]
    for (const state of states) {
      const lines = frame(state)
      expect(lines.length).toBeLessThan(size.rows)
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(size.columns)
      expect(lines.at(-1)).toMatch(/^ \S/)
    }
  })

  test('is narrowed, ordered and moved through', () => {
    const rows = [
      row({ id: 'a' }),
      row({ id: 'b', status: 'notSent', interrupted: true, hash: undefined }),
      row({ id: 'c' }),
    ]
    const state = withRows(rows)
    expect(chosenRow(press(state, 'j').state)?.key).toBe('b:0')
    expect(chosenRow(press(state, 'G').state)?.key).toBe('c:0')
    expect(chosenRow(press(state, 'O').state)?.key).toBe('c:0')
    expect(chosenRow(press(state, '/', ...'not sent').state)?.key).toBe('b:0')
    expect(press(state, 'x').commands).toMatchObject([{ wish: { kind: 'drop', ids: ['b'] } }])
    expect(press(withRows([row({})]), 'x').state.notice?.text).toContain('nothing here that was never sent')
  })

  test('shows details with events, and copies the hash', () => {
    const opened = press(withRows([row({ block: { number: 4_241, hash: '0x05' } })]), 'Enter')
    expect(wishes(opened.commands)).toMatchObject([{ kind: 'events' }])
    const lines = [{ name: 'SubtensorModule.StakeAdded', fields: 'tao 5000000000' }]
    const state = told(opened.state, { kind: 'events', events: { key: 'one:0', lines, failure: undefined } })
    const text = frame({ ...state, size: { columns: 80, rows: 40 } }).join('\n')
    expect(text).toContain(coldkey)
    expect(text).toContain(hotkeys[1])
    expect(text).toContain('SubtensorModule.StakeAdded')
    expect(text).toContain('tao 5000000000')
    expect(press(state, 'y').commands).toEqual([{ type: 'copy', text: `0x${'ab'.repeat(32)}` }])
    const closed = press(state, 'Escape').state
    expect(closed.activity.detail).toBeUndefined()
    // They are known by now.
    expect(wishes(press(closed, 'Enter').commands)).toEqual([])
  })
})

test('what was given away is in the token of its subnet, and nothing is said of a price it had not', () => {
  const operation = parseOperation({
    id: 'gift',
    kind: 'transferStake',
    coldkey,
    hotkey: hotkeys[2],
    netuid: 277,
    toNetuid: 277,
    toColdkey: bob,
    amount: '100',
  })
  const amount = Balance.parse('100', 277)
  const none = Balance.zero()
  const report: FinalReport = {
    operation,
    status: 'executed',
    final: true,
    fill: 'filled',
    asked: amount,
    executed: amount,
    rest: Balance.zero(277),
    received: amount,
    expected: amount,
    free: none,
    swapFee: Balance.zero(277),
    networkFee: Balance.fromRao(721_035n),
    feeInAlpha: undefined,
    averagePrice: undefined,
    plannedAveragePrice: undefined,
    endPrices: [],
    parts: [],
    block: { number: 4_241, hash: '0x05' },
    hash: undefined,
    error: undefined,
    alarms: [],
  }
  const state = withRows([row({ operation, status: 'settled', outcome: 'included', report })])
  expect(frame(state).join('\n')).toMatch(/✓ done +100\.0000इ/)
  const text = frame(press(state, 'Enter').state).join('\n')
  expect(text).toMatch(/They got +100\.000000000इ/)
  expect(text).toMatch(/Fees +network τ0\.000721035$/m)
  expect(text).not.toContain('Protection')
})

describe('what an earlier session left', () => {
  test('is told at the start, and followed by r once', () => {
    const state = told(ready(), { kind: 'left', open: 2, notSent: 0 })
    expect(state.notice?.text).toBe('2 trades of the last session are not settled: 6 shows them, r resumes.')
    const left = withRows([row({ own: false })])
    const resumed = press(left, 'r', 'r')
    expect(wishes(resumed.commands)).toEqual([{ kind: 'resume' }])
    expect(resumed.state.notice?.text).toBe('It is being followed already.')
    expect(press(withRows([row({})]), 'r').state.notice?.text).toBe('Nothing of an earlier session is open.')
  })

  test('counts as pending while it is followed', () => {
    const following = {
      kind: 'resumed',
      following: ['one'],
      notSent: 0,
      elsewhere: 0,
      otherChains: 0,
    } as const
    const state = told(withRows([row({ own: false })]), following)
    expect(frame({ ...state, notice: undefined })[0]).toContain('1 pending')
    expect(frame({ ...state, notice: undefined }).join('\n')).not.toContain('left open')
    const settled = { status: 'settled' } as ReturnType<State['activity']['following']['get']> & object
    const over = told(state, { kind: 'state', ids: ['one'], state: settled })
    expect(frame({ ...over, notice: undefined })[0]).toContain('0 pending')
  })

  test('is at a loss in words where there is no connection', () => {
    const connection = { status: 'offline', endpoint: 'x', reason: 'y', retryAt: 0 } as const
    const state = { ...withRows([row({ own: false })]), live: live({ connection, snapshot: snapshot() }) }
    expect(press(state, 'r').state.notice?.text).toBe('There is no connection.')
  })
})

describe('with a journal and a chain', () => {
  const alice = developmentAccounts['//Alice'] ?? ''
  let folder: string
  let devnet: Devnet

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stake-activity-'))
    devnet = await startDevnet({ blockTime: 'manual' })
  })

  afterEach(async () => {
    await devnet.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** What the room needs of a session, and everything it was told. */
  async function opened() {
    const journal: Journal & { close(): Promise<void> } = await openFileJournal(join(folder, 'journal.jsonl'))
    const chain = await connect({ endpoints: devnet.url })
    const news: ActivityNews[] = []
    const session = { chain, journal: async () => journal } as unknown as Surroundings['session']
    const surroundings = {
      session,
      send: (message: Message) => {
        if (message.type === 'news' && message.room === 'activity') news.push(message.news)
      },
    } as unknown as Surroundings
    const close = async () => {
      await chain.close()
      await journal.close()
    }
    return { journal, chain, news, surroundings, close }
  }

  test('a trade that was sent before a crash is found, followed to its end, and never signed again', async () => {
    const before = await opened()
    const [validator] = await readValidators(await before.chain.at('best'), 1)
    const operation = parseOperation({
      id: 'crashed',
      kind: 'stake',
      coldkey: alice,
      hotkey: validator?.hotkey,
      netuid: 1,
      amount: '2',
    })
    const running = await run(before.chain, await plan(before.chain, [operation]), {
      signer: signerFromUri('//Alice'),
      journal: before.journal,
      policy: {},
    })
    const hash = running.legs[0]?.submission?.signed.hash
    await before.close()
    running.report.catch(() => undefined)

    const after = await opened()
    await activityEffect({ kind: 'look' }, after.surroundings)
    expect(after.news).toEqual([{ kind: 'left', open: 1, notSent: 0 }])
    await activityEffect({ kind: 'read' }, after.surroundings)
    expect(after.news.at(-1)).toMatchObject({
      kind: 'rows',
      rows: [{ status: 'signed', own: false, hash, report: undefined }],
    })

    const resumed = activityEffect({ kind: 'resume' }, after.surroundings)
    await vi.waitUntil(() => after.news.some(({ kind }) => kind === 'resumed'), { timeout: 10_000 })
    await vi.waitUntil(
      async () => {
        await devnet.sealBlock()
        return after.news.some(({ kind }) => kind === 'settled')
      },
      { timeout: 20_000, interval: 200 },
    )
    await resumed
    const settled = after.news.find((each) => each.kind === 'settled')
    expect(settled).toMatchObject({ reports: [{ status: 'executed', hash }] })
    const read = after.news.findLast((each) => each.kind === 'rows')
    expect(read).toMatchObject({ rows: [{ status: 'settled', report: { status: 'executed' } }] })
    // One signature was made, by the program that is gone.
    expect(await after.chain.connection.send('system_accountNextIndex', [alice])).toBe(1)

    const [row] = read?.kind === 'rows' ? read.rows : []
    if (!row) throw new Error('no row')
    await activityEffect({ kind: 'events', row }, after.surroundings)
    const events = after.news.findLast((each) => each.kind === 'events')
    const names = events?.kind === 'events' ? events.events.lines?.map(({ name }) => name) : []
    expect(names).toContain('SubtensorModule.StakeAdded')
    expect(names).toContain('System.ExtrinsicSuccess')
    await after.close()
  })
})

function sized(columns: number, rows: number): Size {
  return { columns, rows }
}
