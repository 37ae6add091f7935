import { constantsOf, decodeCall, type Hex } from '@stake/chain'
import { Balance } from '@stake/math'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { batch, type Operation, type Plan, parseOperation, plan, run } from '../src/index.ts'
import { alice, bob, Stage } from './stage.ts'

let stage: Stage

beforeEach(async () => {
  stage = await Stage.open()
})
afterEach(() => stage.close())

const planned = (operations: readonly Operation[]): Promise<Plan> =>
  plan(stage.chain, operations, { batched: true })
const stakes = (...amounts: string[]) => amounts.map((amount) => stage.wanted({ amount, tolerance: '2%' }))
const atomic = async (made: Plan) =>
  stage.report(await batch(stage.chain, made, { ...stage.options(), atomic: true }))
const bestEffort = async (made: Plan) =>
  stage.report(await batch(stage.chain, made, { ...stage.options(), atomic: false }))

/** Bob buys on a subnet, between plan and batch. */
async function pushPrice(netuid: number, amount = '100'): Promise<void> {
  const made = await plan(stage.chain, [
    stage.wanted({ netuid, amount, mode: 'unsafe', coldkey: bob.address }),
  ])
  await stage.report(await run(stage.chain, made, stage.options({ signer: bob })))
}

/** Alice has stake on a subnet, with the hotkey of subnet 2. */
async function staked(netuid = 2, amount = '20'): Promise<void> {
  const into = stage.wanted({ netuid, amount, mode: 'unsafe' })
  const made = await plan(stage.chain, [{ ...into, hotkey: stage.hotkeyOf(2) }])
  await stage.report(await run(stage.chain, made, stage.options()))
  stage.node.asked.length = 0
}

const callOf = async (hash: Hex | undefined) => {
  const { all } = await stage.journal.read()
  const entry = all.find(({ signed }) => signed?.signed.hash === hash)
  return decodeCall(stage.chain, entry?.intent.call ?? '0x')
}

describe('an atomic batch', () => {
  test('is one extrinsic with one fee, each leg executed as planned to the rao', async () => {
    const before = await stage.free()
    const made = await planned(stakes('1', '2', '3'))
    const report = await atomic(made)
    expect(report).toMatchObject({ form: 'batch', final: true, alarms: [] })
    expect(new Set(report.legs.map(({ hash }) => hash)).size).toBe(1)
    for (const [index, leg] of report.legs.entries()) {
      expect(leg).toMatchObject({ status: 'executed', fill: 'filled' })
      expect(leg.received).toEqual(made.legs[index]?.received)
    }
    expect((await callOf(report.legs[0]?.hash)).name).toBe('batch_all')
    expect(before - (await stage.free())).toBe(Balance.parse('6').rao + report.totals.networkFees.rao)
    expect(stage.node.submitted).toHaveLength(1)
    // Three signatures would have cost more.
    expect(report.totals.networkFees.compare(made.networkFees)).toBe(-1)
    const shares = report.legs.map(({ networkFee }) => networkFee.rao).sort()
    expect((shares.at(-1) ?? 0n) - (shares[0] ?? 0n)).toBeLessThanOrEqual(1n)
  })

  test('that fails undoes every leg, and names the one it failed for', async () => {
    const operations = [
      stage.wanted({ amount: '1' }),
      stage.wanted({ amount: '1', netuid: 1, tolerance: '0.1%' }),
      stage.wanted({ amount: '1', netuid: 3 }),
    ]
    const made = await planned(operations)
    await pushPrice(1, '10')
    const before = await stage.free()
    const report = await atomic(made)
    expect(report.legs.map(({ status }) => status)).toEqual(['rolledBack', 'rolledBack', 'rolledBack'])
    expect(report.legs.every(({ executed }) => executed.isZero())).toBe(true)
    const failed = operations[1]?.id ?? ''
    expect(report.legs[1]?.error).toMatchObject({ code: 'PriceLimitExceeded' })
    for (const place of [0, 2]) {
      expect(report.legs[place]?.error).toMatchObject({
        code: 'RolledBack',
        details: { failed, code: 'PriceLimitExceeded' },
      })
    }
    expect(before - (await stage.free())).toBe(report.totals.networkFees.rao)
  })

  test('that fails for a trade before it in the same block still names the leg', async () => {
    const operations = [
      stage.wanted({ amount: '1' }),
      stage.wanted({ amount: '1', netuid: 1, tolerance: '0.1%' }),
    ]
    const made = await planned(operations)
    const other = await plan(stage.chain, [
      stage.wanted({ amount: '10', netuid: 1, mode: 'unsafe', coldkey: bob.address }),
    ])
    // In the pool before the batch, so before it in the block.
    const first = await run(stage.chain, other, stage.options({ signer: bob }))
    const running = await batch(stage.chain, made, { ...stage.options(), atomic: true })
    const [, report] = await stage.sealed(Promise.all([first.report, running.report]))
    expect(report.legs.map(({ status }) => status)).toEqual(['rolledBack', 'rolledBack'])
    expect(report.legs[1]?.error?.code).toBe('PriceLimitExceeded')
    expect(report.legs[0]?.error?.details.failed).toBe(operations[1]?.id)
  })

  test('that fails where the replay cannot follow says that nobody knows the leg', async () => {
    await staked()
    const common = { coldkey: alice.address, hotkey: stage.hotkeyOf(2) }
    const operations = [
      parseOperation({
        id: 'to',
        kind: 'move',
        ...common,
        netuid: 2,
        amount: '5',
        toHotkey: stage.hotkeyOf(1),
      }),
      stage.wanted({ amount: '1', netuid: 1, tolerance: '0.1%' }),
    ]
    const made = await planned(operations)
    await pushPrice(1, '10')
    const report = await atomic(made)
    expect(report.legs.map(({ status }) => status)).toEqual(['rolledBack', 'rolledBack'])
    expect(report.legs.map(({ error }) => error?.details.failed)).toEqual(['unknown', 'unknown'])
  })

  test('holds legs of several calls', async () => {
    await staked()
    const common = { coldkey: alice.address, hotkey: stage.hotkeyOf(2) }
    const moved = parseOperation({
      id: 'over',
      kind: 'swap',
      ...common,
      netuid: 2,
      toNetuid: 1,
      amount: '5',
      route: 'protected',
    })
    const made = await planned([...stakes('1'), moved, ...stakes('2')])
    expect(made.legs.map(({ parts }) => parts.calls.length)).toEqual([1, 2, 1])
    const report = await atomic(made)
    expect(report.legs.map(({ status }) => status)).toEqual(['executed', 'executed', 'executed'])
    for (const [index, leg] of report.legs.entries()) expect(leg.received).toEqual(made.legs[index]?.received)
    expect((await callOf(report.legs[0]?.hash)).args.calls).toHaveLength(4)
  })

  test('that was sent is attached to when it is asked for again', async () => {
    const made = await planned(stakes('1', '2'))
    const first = await atomic(made)
    const again = await batch(stage.chain, made, { ...stage.options(), atomic: true })
    expect((await again.report).legs).toEqual(first.legs)
    expect(stage.node.submitted).toHaveLength(1)
    // With a part of it another batch cannot be made.
    const mixed = await planned([...made.legs.slice(0, 1).map(({ operation }) => operation), ...stakes('1')])
    await expect(batch(stage.chain, mixed, { ...stage.options(), atomic: true })).rejects.toMatchObject({
      code: 'OperationKnown',
    })
  })
})

describe('a best-effort batch', () => {
  test('has one outcome a leg', async () => {
    const operations = [
      stage.wanted({ amount: '1' }),
      stage.wanted({ amount: '1', netuid: 1, tolerance: '0.1%' }),
      stage.wanted({ amount: '1', netuid: 3 }),
    ]
    const made = await planned(operations)
    await pushPrice(1, '10')
    const before = await stage.free()
    const report = await bestEffort(made)
    expect(report.legs.map(({ status }) => status)).toEqual(['executed', 'failed', 'executed'])
    expect(report.legs[1]?.error).toMatchObject({
      code: 'PriceLimitExceeded',
      remedy: expect.stringMatching(/./),
    })
    expect((await callOf(report.legs[0]?.hash)).name).toBe('force_batch')
    expect(report.legs[2]?.received).toEqual(made.legs[2]?.received)
    expect(before - (await stage.free())).toBe(Balance.parse('2').rao + report.totals.networkFees.rao)
  })

  test('tells legs of several calls apart, and of an exit which positions were sold', async () => {
    const hotkey = stage.hotkeyOf(2)
    await staked(1, '50')
    const into = [2, 1, 3].map((netuid) =>
      parseOperation({
        id: `in ${netuid}`,
        kind: 'stake',
        coldkey: bob.address,
        hotkey,
        netuid,
        amount: '1',
        tolerance: '3%',
      }),
    )
    await stage.report(await run(stage.chain, await plan(stage.chain, into), stage.options({ signer: bob })))
    const out = parseOperation({
      id: 'out',
      kind: 'unstakeAll',
      coldkey: bob.address,
      hotkey,
      tolerance: '1%',
    })
    const after = stage.wanted({ amount: '1', netuid: 4, mode: 'unsafe', coldkey: bob.address })
    const made = await planned([out, after])
    // Alice sells, so the position on subnet 1 cannot leave within its limit.
    const sale = await plan(stage.chain, [
      { ...stage.wanted({ kind: 'unstake', netuid: 1, amount: 'all', mode: 'unsafe' }), hotkey },
    ])
    await stage.report(await run(stage.chain, sale, stage.options()))
    const running = await batch(stage.chain, made, { ...stage.options({ signer: bob }), atomic: false })
    const { legs } = await stage.report(running)
    expect(legs[0]).toMatchObject({ status: 'executed', fill: 'partly' })
    expect(legs[0]?.parts.map(({ executed }) => executed.netuid).sort()).toEqual([2, 3])
    expect(legs[0]?.error?.code).toBe('PriceLimitExceeded')
    expect(legs[1]).toMatchObject({ status: 'executed', fill: 'filled' })
    expect(legs[1]?.received).toEqual(made.legs[1]?.received)
  })

  test('of nothing but failures has no success in it', async () => {
    const made = await planned([
      stage.wanted({ amount: '1', netuid: 1, tolerance: '0.1%' }),
      stage.wanted({ amount: '1', netuid: 1, mode: 'partial', tolerance: '0.1%' }),
    ])
    await pushPrice(1, '10')
    const report = await bestEffort(made)
    expect(report.totals.counts).toEqual({ failed: 2 })
    expect(report.legs.map(({ fill }) => fill)).toEqual(['nothing', 'nothing'])
    expect(report.legs.map(({ error }) => error?.code)).toEqual(['PriceLimitExceeded', 'PriceLimitExceeded'])
  })

  test('refuses by name what must happen whole', async () => {
    await staked()
    const over = parseOperation({
      id: 'over',
      kind: 'swap',
      coldkey: alice.address,
      hotkey: stage.hotkeyOf(2),
      netuid: 2,
      toNetuid: 1,
      amount: '5',
      route: 'protected',
    })
    const made = await planned([...stakes('1'), over])
    await expect(batch(stage.chain, made, { ...stage.options(), atomic: false })).rejects.toMatchObject({
      code: 'NotInBestEffort',
      details: { id: 'over', kind: 'swap' },
    })
    expect(stage.node.submitted).toEqual([])
  })

  test('goes on with what was not sent before', async () => {
    const operations = stakes('1', '2', '3')
    const second = operations.slice(1, 2)
    const alone = await stage.report(await run(stage.chain, await plan(stage.chain, second), stage.options()))
    const report = await bestEffort(await planned(operations))
    expect(report.legs.map(({ operation }) => operation.id)).toEqual(operations.map(({ id }) => id))
    expect(report.legs[1]).toEqual(alone.legs[0])
    expect(report.totals.counts).toEqual({ executed: 3 })
    expect(stage.node.submitted).toHaveLength(3)
  })
})

describe('what one batch may take', () => {
  const many = (count: number) =>
    Array.from({ length: count }, () => stage.wanted({ amount: '0.01', tolerance: '3%' }))

  test('is half of an extrinsic by the constants of the runtime: more is refused, or split', async () => {
    const { maxExtrinsicWeight } = constantsOf(stage.chain.runtime)
    // What add_stake_limit weighs at least (chain-rules 3.1: 853.005e6 + 32 reads + 16 writes).
    const weight = 853_005_000n + 32n * 25_000_000n + 16n * 100_000_000n
    const most = Number(maxExtrinsicWeight / 2n / weight)
    const made = await planned(many(most + 1))
    const error = await batch(stage.chain, made, { ...stage.options(), atomic: true }).catch(
      (thrown) => thrown,
    )
    expect(error).toMatchObject({ code: 'BatchTooLarge' })
    expect(Number(error.details.mostCalls)).toBeLessThanOrEqual(most)
    expect(stage.node.submitted).toEqual([])

    const fits = { ...made, legs: made.legs.slice(0, Number(error.details.mostCalls)) }
    expect((await atomic(fits)).totals.counts).toEqual({ executed: fits.legs.length })

    const rest = await planned(many(most + 1))
    const report = await bestEffort(rest)
    expect(report.totals.counts).toEqual({ executed: most + 1 })
    expect(new Set(report.legs.map(({ hash }) => hash)).size).toBe(2)
  })
})

describe('all that is free', () => {
  const everything = () => [
    stage.wanted({ amount: '1', netuid: 1, tolerance: '2%' }),
    { ...stage.wanted({ amount: 'all' }), netuid: 0 },
  ]

  test.each([1, 2])(
    'leaves the fee of a batch of %d, which is more than that of its calls alone',
    async (count) => {
      const made = await planned(everything().slice(-count))
      const { legs, alarms } = await atomic(made)
      expect(legs.map(({ error }) => error)).toEqual(legs.map(() => undefined))
      expect(legs.at(-1)?.executed).toEqual(made.legs.at(-1)?.amount)
      expect(alarms).toEqual([])
      expect(await stage.free()).toBeGreaterThanOrEqual(500n)
    },
  )

  test('is refused where the plan has not reckoned with a batch', async () => {
    const made = await plan(stage.chain, everything().slice(-1))
    await expect(atomic(made)).rejects.toMatchObject({ code: 'InsufficientBalance' })
    expect((await stage.journal.read()).all).toEqual([])
  })
})

test('a fee that alpha would pay is refused for a batch, with the TAO that it needs', async () => {
  const hotkey = stage.hotkeyOf(2)
  const into = parseOperation({
    id: 'all in',
    kind: 'stake',
    coldkey: bob.address,
    hotkey,
    netuid: 2,
    amount: 'all',
    mode: 'unsafe',
  })
  await stage.report(await run(stage.chain, await plan(stage.chain, [into]), stage.options({ signer: bob })))
  const out = ['a', 'b'].map((id) =>
    parseOperation({
      id,
      kind: 'unstake',
      coldkey: bob.address,
      hotkey,
      netuid: 2,
      amount: '1',
      mode: 'unsafe',
    }),
  )
  await expect(planned(out)).rejects.toMatchObject({ code: 'InsufficientBalance' })
  const made = await plan(stage.chain, out)
  expect(made.legs.every(({ feeInAlpha }) => feeInAlpha !== undefined)).toBe(true)
  const refused = batch(stage.chain, made, { ...stage.options({ signer: bob }), atomic: true })
  await expect(refused).rejects.toMatchObject({ code: 'InsufficientBalance' })
  await expect(refused.catch(({ details }) => Number(details.fee))).resolves.toBeGreaterThan(0)
  // One by one alpha pays, and that is what the reports say.
  const before = await stage.free(bob.address)
  const report = await stage.report(await run(stage.chain, made, stage.options({ signer: bob })))
  expect(report.totals.counts).toEqual({ executed: 2 })
  expect(report.legs.some(({ feeInAlpha }) => feeInAlpha !== undefined)).toBe(true)
  const gained = report.legs.reduce(
    (sum, { received, networkFee }) => sum + received.rao - networkFee.rao,
    0n,
  )
  expect((await stage.free(bob.address)) - before).toBe(gained)
})
