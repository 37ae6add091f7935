import { type Chain, connect, readSnapshot, readValidators, type Signer, signerFromUri } from '@stake/chain'
import { type Devnet, demoGenesis, startDevnet } from '@stake/devnet'
import { Balance, largestBuyWithin, minimumStake, type SafetyMode } from '@stake/math'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type Journal,
  memoryJournal,
  parseOperation,
  plan,
  type Report,
  type Running,
  type RunOptions,
  run,
  type TradeOperation,
} from '../src/index.ts'

const alice = signerFromUri('//Alice')
const bob = signerFromUri('//Bob')
const NETUID = 2

let devnet: Devnet
let chain: Chain
let hotkey: string
let journal: Journal
let ids = 0

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual', emission: false })
  chain = await connect({ endpoints: devnet.url })
  hotkey = (await readValidators(await chain.at('best'), NETUID))[0]?.hotkey ?? ''
})
beforeEach(() => {
  journal = memoryJournal()
})
afterAll(async () => {
  await chain.close()
  await devnet.close()
})

interface Wish {
  kind?: 'stake' | 'unstake'
  amount: string
  mode?: SafetyMode
  tolerance?: string
  netuid?: number
  hotkey?: string
  coldkey?: string
}

const wanted = (wish: Wish): TradeOperation =>
  parseOperation({
    id: `wish-${++ids}`,
    kind: 'stake',
    coldkey: alice.address,
    hotkey,
    netuid: NETUID,
    ...wish,
  })

const planned = (...wishes: Wish[]) => plan(chain, wishes.map(wanted))

const options = (extra: Partial<RunOptions> = {}): RunOptions => ({
  signer: alice,
  journal,
  policy: {},
  ...extra,
})

/** Seals blocks until all legs have their final reports. */
async function reports({ report }: Running): Promise<readonly Report[]> {
  let done = false
  const all = report.finally(() => {
    done = true
  })
  while (!done) {
    await devnet.sealBlock()
    for (let trip = 0; trip < 12 && !done; trip++) await chain.connection.send('system_chain', [])
  }
  return (await all).legs
}

async function executed(wish: Wish, signer: Signer = alice): Promise<Report> {
  const made = await planned({ coldkey: signer.address, ...wish })
  const [report] = await reports(await run(chain, made, options({ signer })))
  if (!report) throw new Error('one leg, one report')
  return report
}

const snapshotOf = async (coldkey: string) =>
  readSnapshot(await chain.at('best'), { coldkeys: [coldkey], netuids: [NETUID] })

async function positionOf(coldkey: string): Promise<Balance> {
  const { positions } = await snapshotOf(coldkey)
  return (
    positions.find((position) => position.hotkey === hotkey && position.netuid === NETUID)?.stake ??
    Balance.zero(NETUID)
  )
}

describe('strict', () => {
  test('a stake is executed as planned, to the rao', async () => {
    const made = await planned({ amount: '5' })
    const [leg] = made.legs
    expect(leg?.call).toMatchObject({
      name: 'add_stake_limit',
      args: { allow_partial: false, netuid: NETUID, hotkey },
    })
    const before = await positionOf(alice.address)
    const [report] = await reports(await run(chain, made, options()))
    expect(report).toMatchObject({ status: 'executed', fill: 'filled', final: true, error: undefined })
    expect(report?.executed.format()).toBe('τ5.000000000')
    expect(report?.received).toEqual(leg?.quote.received)
    expect(report?.swapFee).toEqual(leg?.quote.fee)
    expect(report?.averagePrice).toEqual(leg?.quote.averagePrice)
    expect(report?.rest.isZero()).toBe(true)
    expect((await positionOf(alice.address)).subtract(before)).toEqual(report?.received)
    expect(report?.received.compare(leg?.leastReceived as Balance)).toBe(1)
  })

  test('an unstake is executed as planned, to the rao', async () => {
    const made = await planned({ kind: 'unstake', amount: '1.5' })
    const [leg] = made.legs
    expect(leg?.call).toMatchObject({ name: 'remove_stake_limit', args: { allow_partial: false } })
    const before = await snapshotOf(alice.address)
    const [report] = await reports(await run(chain, made, options()))
    expect(report).toMatchObject({ status: 'executed', fill: 'filled' })
    expect(report?.executed).toEqual(Balance.parse('1.5', NETUID))
    expect(report?.received).toEqual(leg?.quote.received)
    const after = await snapshotOf(alice.address)
    const gained =
      (after.accounts.get(alice.address)?.free.rao ?? 0n) -
      (before.accounts.get(alice.address)?.free.rao ?? 0n)
    expect(gained).toBe((report?.received.rao ?? 0n) - (report?.networkFee.rao ?? 0n))
  })

  test('more than fits is refused before anything is sent, with the largest that fits', async () => {
    await expect(planned({ amount: '500', tolerance: '0.1%' })).rejects.toMatchObject({
      code: 'SlippageTooHigh',
    })
    expect((await journal.read()).all).toEqual([])
  })

  test('the largest that fits passes, a rao more does not', async () => {
    const made = await planned({ amount: '1' })
    const pool = made.legs[0]?.pool
    const limit = made.legs[0]?.chosen.limitPrice
    if (!pool || !limit) throw new Error('a strict leg has a limit')
    const largest = largestBuyWithin(pool, limit)
    await expect(planned({ amount: largest.add(Balance.fromRao(1n)).toString() })).rejects.toMatchObject({
      code: 'SlippageTooHigh',
    })
    expect(await executed({ amount: largest.toString() })).toMatchObject({
      status: 'executed',
      fill: 'filled',
    })
  })

  test('a price that moved while the transaction waited: nothing is traded, only the fee is lost', async () => {
    const made = await planned({ amount: '2', tolerance: '0.2%' })
    // Bob is quicker, and pushes the price beyond the limit.
    await executed({ amount: '200', mode: 'unsafe', coldkey: bob.address }, bob)
    const before = await positionOf(alice.address)
    const [report] = await reports(await run(chain, made, options()))
    expect(report).toMatchObject({ status: 'failed', fill: 'nothing', final: true })
    expect(report?.error?.code).toBe('PriceLimitExceeded')
    expect(report?.error?.remedy).not.toBe('')
    expect(report?.networkFee.rao).toBeGreaterThan(0n)
    expect(await positionOf(alice.address)).toEqual(before)
  })
})

describe('partial', () => {
  test('what fits is traded, the rest stays, and the report says how much', async () => {
    const made = await planned({ amount: '500', mode: 'partial', tolerance: '0.5%' })
    const [leg] = made.legs
    expect(leg?.chosen.result).toBe('partial')
    expect(leg?.warnings.map(({ code }) => code)).toEqual(['PartialFill'])
    // Somebody may be quicker, and nothing at all is filled then.
    expect(leg?.leastReceived).toBeUndefined()
    const before = (await snapshotOf(alice.address)).accounts.get(alice.address)?.free.rao ?? 0n
    const [report] = await reports(await run(chain, made, options()))
    const after = (await snapshotOf(alice.address)).accounts.get(alice.address)?.free.rao ?? 0n
    expect(report).toMatchObject({ status: 'executed', fill: 'partly' })
    expect(report?.executed).toEqual(leg?.quote.spent)
    expect(report?.received).toEqual(leg?.quote.received)
    expect(report?.executed.add(report.rest)).toEqual(Balance.parse('500'))
    expect(before - after).toBe((report?.executed.rao ?? 0n) + (report?.networkFee.rao ?? 0n))
  })

  test('the same for an unstake', async () => {
    const stake = await positionOf(alice.address)
    const made = await planned({
      kind: 'unstake',
      amount: 'all',
      mode: 'partial',
      tolerance: '0.1%',
    })
    expect(made.legs[0]?.chosen.result).toBe('partial')
    expect(made.legs[0]?.warnings[0]?.message).toContain(`of ${stake.toString()} would be traded`)
    const [report] = await reports(await run(chain, made, options()))
    expect(report).toMatchObject({ status: 'executed', fill: 'partly' })
    expect(await positionOf(alice.address)).toEqual(report?.rest)
  })
})

describe('unsafe', () => {
  test('is traded at any price, with a warning', async () => {
    const made = await planned({ amount: '100', mode: 'unsafe' })
    expect(made.legs[0]?.call.name).toBe('add_stake')
    expect(made.legs[0]?.leastReceived).toBeUndefined()
    expect(made.legs[0]?.warnings.map(({ code }) => code)).toEqual(['Unprotected'])
    const [report] = await reports(await run(chain, made, options()))
    expect(report).toMatchObject({ status: 'executed', fill: 'filled' })
    expect(report?.executed).toEqual(Balance.parse('100'))
  })

  test('everything can leave', async () => {
    const made = await planned({ kind: 'unstake', amount: 'all', mode: 'unsafe' })
    expect(made.legs[0]?.call).toMatchObject({
      name: 'remove_stake_full_limit',
      args: { limit_price: undefined },
    })
    const [report] = await reports(await run(chain, made, options()))
    expect(report).toMatchObject({ status: 'executed', fill: 'filled' })
    expect((await positionOf(alice.address)).isZero()).toBe(true)
  })
})

describe('on the root and on the other curves', () => {
  test('the root trades one to one, without a swap fee', async () => {
    const root = (await readValidators(await chain.at('best'), 0))[0]?.hotkey ?? hotkey
    const report = await executed({ amount: '3', netuid: 0, hotkey: root })
    expect(report).toMatchObject({ status: 'executed', fill: 'filled' })
    expect(report.received).toEqual(Balance.parse('3'))
    expect(report.swapFee.isZero()).toBe(true)
  })

  test('a pool with unequal weights is quoted to the rao', async () => {
    const { subnets } = await readSnapshot(await chain.at('best'), {})
    const weighted = [...subnets.values()].find(
      ({ pool }) => pool?.curve === 'balancer' && pool.quoteWeight === 480_000_000_000_000_000n,
    )
    if (!weighted) throw new Error('the demo has a subnet with weight 0.48')
    const { netuid } = weighted
    const there = (await readValidators(await chain.at('best'), netuid))[0]?.hotkey ?? ''
    const made = await planned({ amount: '7', netuid, hotkey: there, tolerance: '2%' })
    const [report] = await reports(await run(chain, made, options()))
    expect(report?.status).toBe('executed')
    expect(report?.received).toEqual(made.legs[0]?.quote.received)
  })
})

describe('many at once', () => {
  test('are priced on the pool that the ones before leave, and run with nonces in a row', async () => {
    const made = await planned({ amount: '1' }, { amount: '2' }, { amount: '3' })
    const prices = made.legs.map(({ quote }) => quote.spotPrice.bits)
    expect(prices[1]).toBe(made.legs[0]?.quote.endPrice.bits)
    expect(prices[2]).toBe(made.legs[1]?.quote.endPrice.bits)
    // One tolerance for the group, against the price at its start.
    expect(new Set(made.legs.map(({ chosen }) => chosen.limitPrice)).size).toBe(1)
    expect(made.spent).toEqual(Balance.parse('6'))

    const running = await run(chain, made, options())
    const nonces = running.legs.map(({ submission }) => submission?.signed.nonce ?? -1)
    expect(nonces).toEqual([nonces[0], (nonces[0] ?? 0) + 1, (nonces[0] ?? 0) + 2])
    const all = await reports(running)
    expect(all.map(({ status }) => status)).toEqual(['executed', 'executed', 'executed'])
    for (const [index, report] of all.entries())
      expect(report.received).toEqual(made.legs[index]?.quote.received)
  })

  test('a leg that fails on the chain does not stop the others', async () => {
    const made = await planned(
      { amount: '1' },
      { amount: '1', netuid: 1, hotkey: (await readValidators(await chain.at('best'), 1))[0]?.hotkey ?? '' },
    )
    await executed({ amount: '100', mode: 'unsafe', coldkey: bob.address }, bob)
    const all = await reports(await run(chain, made, options()))
    expect(all.map(({ status }) => status)).toEqual(['failed', 'executed'])
  })

  test('together they may not take more than is there', async () => {
    const ferdie = signerFromUri('//Ferdie').address
    const free = (await snapshotOf(ferdie)).accounts.get(ferdie)?.free ?? Balance.zero()
    const half = Balance.fromRao(free.rao / 2n).toString()
    const wish = { amount: half, coldkey: ferdie, mode: 'unsafe' as const, netuid: 0 }
    const root = (await readValidators(await chain.at('best'), 0))[0]?.hotkey ?? hotkey
    await expect(planned({ ...wish, hotkey: root }, { ...wish, hotkey: root })).rejects.toMatchObject({
      code: 'InsufficientBalance',
    })
  })

  test('together they may not take more out of a position than is in it', async () => {
    await executed({ amount: '5' })
    const all = { kind: 'unstake' as const, amount: 'all', mode: 'unsafe' as const }
    await expect(planned(all, all)).rejects.toMatchObject({ code: 'InsufficientStake' })
    const stake = await positionOf(alice.address)
    const most = Balance.fromRao((stake.rao * 2n) / 3n, NETUID).toString()
    await expect(planned({ ...all, amount: most }, { ...all, amount: most })).rejects.toMatchObject({
      code: 'InsufficientStake',
      details: { available: String(stake.rao - (stake.rao * 2n) / 3n) },
    })
    // What a stake before it would bring is not there yet.
    await expect(
      planned({ amount: '1' }, { ...all, amount: most }, { ...all, amount: most }),
    ).rejects.toMatchObject({
      code: 'InsufficientStake',
    })
    const half = Balance.fromRao(stake.rao / 2n, NETUID).toString()
    const both = await reports(
      await run(chain, await planned({ ...all, amount: half }, { ...all, amount: half }), options()),
    )
    expect(both.map(({ fill }) => fill)).toEqual(['filled', 'filled'])
  })

  test('of two coldkeys, or with one id twice, are no plan', async () => {
    await expect(planned({ amount: '1' }, { amount: '1', coldkey: bob.address })).rejects.toMatchObject({
      code: 'InvalidOperation',
    })
    const one = wanted({ amount: '1' })
    await expect(plan(chain, [one, one])).rejects.toMatchObject({ code: 'InvalidOperation' })
    await expect(plan(chain, [])).rejects.toMatchObject({ code: 'InvalidOperation' })
  })
})

describe('what cannot be is refused before anything is sent', () => {
  test.each<[string, Wish, string]>([
    ['beyond the balance and the pool', { amount: '18000000000', mode: 'unsafe' }, 'InsufficientBalance'],
    ['beyond the balance and the limit', { amount: '2000000' }, 'InsufficientBalance'],
    ['beyond the balance on the root', { amount: '18000000000', netuid: 0 }, 'InsufficientBalance'],
    ['below the minimum', { amount: '0.001' }, 'AmountTooLow'],
    ['nothing', { amount: '0' }, 'AmountTooLow'],
    ['a subnet that is none', { amount: '1', netuid: 4711 }, 'SubnetNotExists'],
    [
      'a hotkey that is none',
      { amount: '1', hotkey: signerFromUri('//Nobody').address },
      'HotKeyAccountNotExists',
    ],
    ['more alpha than there is', { kind: 'unstake', amount: '123456789' }, 'InsufficientStake'],
    [
      'alpha of a position that is none',
      { kind: 'unstake', amount: '1', coldkey: signerFromUri('//Eve').address },
      'InsufficientStake',
    ],
    [
      'all of nothing',
      { kind: 'unstake', amount: 'all', coldkey: signerFromUri('//Eve').address },
      'InsufficientStake',
    ],
    ['a tolerance too fine for the price', { amount: '1', tolerance: '0.0000001%' }, 'ToleranceTooFine'],
  ])('%s', async (_, wish, code) => {
    const nonce = (await snapshotOf(alice.address)).accounts.get(alice.address)?.nonce
    const error = await planned(wish).then(
      () => undefined,
      (thrown) => thrown,
    )
    expect(error).toMatchObject({ code })
    expect(error.remedy).not.toBe('')
    expect((await snapshotOf(alice.address)).accounts.get(alice.address)?.nonce).toBe(nonce)
  })

  test('the minimum is what the chain says: one rao less is refused there too', async () => {
    const made = await planned({ amount: '1' })
    const pool = made.legs[0]?.pool
    const least = minimumStake(pool as NonNullable<typeof pool>)
    expect(least.rao).toBe(2_001_007n)
    await expect(planned({ amount: Balance.fromRao(least.rao - 1n).toString() })).rejects.toMatchObject({
      code: 'AmountTooLow',
    })
    expect(await executed({ amount: least.toString() })).toMatchObject({ status: 'executed' })
  })
})

test('part of a position that brings less than the chain lets leave is refused, all of it is not', async () => {
  const little = { amount: '0.0021', mode: 'unsafe' as const, coldkey: bob.address, netuid: 4 }
  const there = (await readValidators(await chain.at('best'), 4))[0]?.hotkey ?? ''
  await executed({ ...little, hotkey: there }, bob)
  const out = { ...little, kind: 'unstake' as const, hotkey: there }
  for (const mode of ['strict', 'partial', 'unsafe'] as const) {
    await expect(planned({ ...out, mode, amount: '0.000001' })).rejects.toMatchObject({
      code: 'AmountTooLow',
      details: { asked: '1000', minimum: '2000000' },
    })
  }
  expect(await executed({ ...out, amount: 'all' }, bob)).toMatchObject({ status: 'executed', fill: 'filled' })
})

test('where no limit is asked for, a price too low for a limit does not matter, whichever leg it is', async () => {
  const genesis = demoGenesis()
  const cheap = { netuid: 9, name: 'Cheap', symbol: 'ζ', tao: '1', alpha: '1000000000' }
  const other = await startDevnet({
    blockTime: 'manual',
    genesis: { ...genesis, subnets: [...genesis.subnets, cheap] },
  })
  const there = await connect({ endpoints: other.url })
  const wish = (mode: SafetyMode) => wanted({ amount: '0.01', mode, netuid: 9 })
  expect((await plan(there, [wish('unsafe'), wish('unsafe')])).legs).toHaveLength(2)
  await expect(plan(there, [wish('strict')])).rejects.toMatchObject({ code: 'ToleranceTooFine' })
  await expect(plan(there, [wish('unsafe'), wish('strict')])).rejects.toMatchObject({
    code: 'ToleranceTooFine',
  })
  await there.close()
  await other.close()
})

test('a plain call that the chain would cut without a refund is refused', async () => {
  const genesis = demoGenesis()
  const steep = { netuid: 9, name: 'Steep', symbol: 'ζ', tao: '900000', alpha: '1' }
  const other = await startDevnet({
    blockTime: 'manual',
    genesis: { ...genesis, subnets: [...genesis.subnets, steep] },
  })
  const there = await connect({ endpoints: other.url })
  const wish = wanted({ amount: '100000', mode: 'unsafe', netuid: 9 })
  await expect(plan(there, [wish])).rejects.toMatchObject({
    code: 'WouldBeCut',
    details: { asked: '100000000000000' },
  })
  await expect(plan(there, [{ ...wish, amount: '10000' }])).resolves.toBeDefined()
  await there.close()
  await other.close()
})
