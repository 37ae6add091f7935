import { Balance } from '@stake/math'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  memoryJournal,
  type Operation,
  type Progress,
  plan,
  run,
  type SequenceOptions,
  sequence,
} from '../src/index.ts'
import { bob, Stage } from './stage.ts'

let stage: Stage

beforeEach(async () => {
  stage = await Stage.open()
})
afterEach(() => stage.close())

const begin = (operations: readonly Operation[], extra: Partial<SequenceOptions> = {}) =>
  sequence(stage.chain, operations, { ...stage.options(), ...extra })

test('each is planned on what the one before it has left, and sent when that is final', async () => {
  const [into, out] = [
    stage.wanted({ amount: '5' }),
    // More than there is now: only what the first one brings makes it possible.
    stage.wanted({ kind: 'unstake', amount: '50%', mode: 'unsafe' }),
  ]
  await expect(plan(stage.chain, [out])).rejects.toMatchObject({ code: 'InsufficientStake' })
  const running = begin([into, out])
  expect(running.legs.map(({ submission }) => submission)).toEqual([undefined, undefined])
  const { legs, totals, form } = await stage.report(running)
  expect(form).toBe('sequence')
  expect(legs.map(({ status }) => status)).toEqual(['executed', 'executed'])
  expect(legs[1]?.executed.rao).toBe((legs[0]?.received.rao ?? 0n) / 2n)
  expect(legs[1]?.block?.number ?? 0).toBeGreaterThan(legs[0]?.block?.number ?? 0)
  expect(totals.executed.map(({ netuid }) => netuid)).toEqual([0, 2])
})

test('each has its own tolerance, from the price that it finds', async () => {
  const operations = ['9', '9', '9'].map((amount) => stage.wanted({ amount, tolerance: '0.5%' }))
  await expect(plan(stage.chain, operations)).rejects.toMatchObject({ code: 'SlippageTooHigh' })
  expect((await stage.report(begin(operations))).totals.counts).toEqual({ executed: 3 })
})

describe('after one that was not executed', () => {
  const operations = () => [
    stage.wanted({ amount: '1' }),
    // No plan: more than there is.
    stage.wanted({ amount: '100000000' }),
    stage.wanted({ amount: '2' }),
  ]

  test('nothing more is sent, and each says why', async () => {
    const wishes = operations()
    const { legs } = await stage.report(begin(wishes))
    expect(legs.map(({ status }) => status)).toEqual(['executed', 'notSent', 'notSent'])
    expect(legs[1]?.error?.code).toBe('InsufficientBalance')
    expect(legs[2]?.error?.code).toBe('NotSent')
    expect(legs[2]?.error?.message).toContain(wishes[1]?.id)
    expect(stage.node.submitted).toHaveLength(1)
  })

  test('the rest goes on where that is wanted', async () => {
    const { legs } = await stage.report(begin(operations(), { onFailure: 'continue' }))
    expect(legs.map(({ status }) => status)).toEqual(['executed', 'notSent', 'executed'])
  })

  test('so too when the chain refused it', async () => {
    const operation = stage.wanted({ amount: '1', tolerance: '0.1%' })
    const signer = {
      ...stage.options().signer,
      // While it is being signed Bob is quicker.
      sign: async (request: Parameters<typeof bob.sign>[0]) => {
        const made = await plan(stage.chain, [
          stage.wanted({ amount: '50', mode: 'unsafe', coldkey: bob.address }),
        ])
        await run(stage.chain, made, stage.options({ signer: bob, journal: memoryJournal() }))
        return stage.options().signer.sign(request)
      },
    }
    const { legs } = await stage.report(begin([operation, stage.wanted({ amount: '1' })], { signer }))
    expect(legs.map(({ status }) => status)).toEqual(['failed', 'notSent'])
  })
})

describe('with inclusion', () => {
  test('the next one goes on before the first is final', async () => {
    await stage.close()
    stage = await Stage.open({ finalityDepth: 5 })
    const operations = ['1', '2', '3'].map((amount) => stage.wanted({ amount }))
    const running = begin(operations, { wait: 'inclusion' })
    const first = await stage.sealed(running.provisional)
    expect(first.final).toBe(false)
    const { legs } = await stage.report(running)
    const blocks = legs.map(({ block }) => block?.number ?? 0)
    expect((blocks[2] ?? 0) - (blocks[0] ?? 0)).toBeLessThan(5)
    expect(legs.map(({ final }) => final)).toEqual([true, true, true])
  })

  test('what was undone meanwhile is an alarm', async () => {
    await stage.close()
    stage = await Stage.open({ finalityDepth: 5 })
    const operation = stage.wanted({ amount: '1', tolerance: '0.1%' })
    const running = begin([operation], { wait: 'inclusion' })
    await stage.sealed(running.provisional)
    // On the new branch Bob is there first, and the price is beyond the limit.
    const made = await plan(stage.chain, [
      stage.wanted({ amount: '50', mode: 'unsafe', coldkey: bob.address }),
    ])
    const other = await run(stage.chain, made, stage.options({ signer: bob }))
    const bytes = other.legs[0]?.submission?.signed.bytes
    await stage.chain.connection.send('system_chain', [])
    stage.devnet.faults.reorg({ depth: 1, transactions: 'pool', include: bytes ? [bytes] : [] })
    const report = await stage.report(running)
    expect(report.legs.map(({ status }) => status)).toEqual(['failed'])
    expect(report.alarms.map(({ code }) => code)).toEqual(['EndedOtherwise'])
  })
})

test('progress waits with those that are not sent yet, and ends', async () => {
  const running = begin([stage.wanted({ amount: '1' }), stage.wanted({ amount: '2' })])
  const seen: Progress[] = []
  const reading = (async () => {
    for await (const progress of running.progress) seen.push(progress)
  })()
  await stage.report(running)
  await reading
  const states = (leg: number) => seen.filter((each) => each.leg === leg).map(({ state }) => state.status)
  expect(states(1)[0]).toBe('waiting')
  expect(states(0).at(-1)).toBe('reported')
  expect(states(1).at(-1)).toBe('reported')
  const firstDone = seen.findIndex(({ leg, state }) => leg === 0 && state.status === 'reported')
  const secondSent = seen.findIndex(({ leg, state }) => leg === 1 && state.status !== 'waiting')
  expect(firstDone).toBeLessThan(secondSent)
})

test('that is run again does what is left of it', async () => {
  const operations = [stage.wanted({ amount: '1' }), stage.wanted({ amount: '2' })]
  const first = await stage.report(begin(operations.slice(0, 1)))
  const before = await stage.free()
  const again = await stage.report(begin(operations))
  expect(again.legs[0]).toEqual(first.legs[0])
  const fee = again.legs[1]?.networkFee.rao ?? 0n
  expect(before - (await stage.free())).toBe(Balance.parse('2').rao + fee)
  expect(stage.node.submitted).toHaveLength(2)
})

test('of nothing, or with one id twice, is none', () => {
  const one = stage.wanted({ amount: '1' })
  expect(() => begin([])).toThrow(expect.objectContaining({ code: 'InvalidOperation' }))
  expect(() => begin([one, one])).toThrow(expect.objectContaining({ code: 'InvalidOperation' }))
})
