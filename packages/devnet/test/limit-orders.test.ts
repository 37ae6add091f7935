import type { ApiPromise } from '@polkadot/api'
import type { KeyringPair } from '@polkadot/keyring/types'
import { Binary, Blake2256 } from '@polkadot-api/substrate-bindings'
import type { Hex } from '@stake/schema'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Devnet, developmentAccounts, startDevnet } from '../src/index.ts'
import {
  type Call,
  call,
  connect,
  entry,
  freeBalance,
  include,
  pair,
  read,
  runtime,
  stake,
} from './client.ts'
import { HOTKEY, smallGenesis } from './genesis.ts'

// Rules by chain-rules 2.13. Subnet 1 has 1000 TAO and 1500 alpha, so that an alpha costs 0.666666666 TAO.
const TAO = 1_000_000_000n
const PRICE = 666_666_666n
const { alice, bob, charlie, dave, eve } = developmentAccounts
const [alicePair, bobPair, charliePair, relayer] = [
  pair('//Alice'),
  pair('//Bob'),
  pair('//Charlie'),
  pair('//Dave'),
]

let devnet: Devnet
let api: ApiPromise
let snapshot: string

beforeAll(async () => {
  const genesis = smallGenesis()
  devnet = await startDevnet({
    blockTime: 'manual',
    emission: false,
    genesis: {
      ...genesis,
      sudo: alice,
      balances: { ...genesis.balances, [bob]: '100', [charlie]: '100', [dave]: '10', [eve]: '1' },
      stakes: [{ hotkey: HOTKEY, coldkey: charlie, netuid: 1, alpha: '60' }],
    },
  })
  api = await connect(devnet)
  const off = await execute([order({}, bobPair)])
  expect(off.error).toBe('limitOrders.LimitOrdersDisabled')
  const on = call(api, 'limitOrders', 'setPalletStatus', true)
  expect((await include(devnet, api, on, bobPair)).error).toBe('BadOrigin')
  const { events } = await include(devnet, api, call(api, 'sudo', 'sudo', on), alicePair)
  expect(events).toContainEqual(['limitOrders.LimitOrdersPalletStatusChanged', 'true'])
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

beforeEach(() => {
  snapshot = devnet.snapshot()
})

afterEach(() => {
  expect(devnet.revert(snapshot)).toBe(true)
})

/** What an order says beside its signer: by default to buy for 10 TAO at the price of the moment. */
function orderOf(change: object, signer: string) {
  return api.createType('PalletLimitOrdersVersionedOrder', {
    V1: {
      signer,
      hotkey: HOTKEY,
      netuid: 1,
      orderType: 'LimitBuy',
      amount: 10n * TAO,
      limitPrice: PRICE,
      expiry: 2n ** 63n,
      feeRate: 10_000_000,
      feeRecipient: eve,
      relayer: null,
      maxSlippage: null,
      chainId: 42,
      partialFillsEnabled: false,
      ...change,
    },
  })
}

function order(change: object, signer: KeyringPair, partialFill: bigint | null = null, by = signer) {
  const what = orderOf(change, signer.address)
  return { order: what, signature: { Sr25519: by.sign(what.toU8a()) }, partialFill }
}

const sell = (change: object = {}) => ({ orderType: 'TakeProfit', ...change })
const id = (change: object, signer: KeyringPair) =>
  Binary.toHex(Blake2256(orderOf(change, signer.address).toU8a()))
const status = (change: object, signer: KeyringPair) => read(api, 'limitOrders', 'orders', id(change, signer))
const execute = (orders: unknown[], shouldFail = false) =>
  include(devnet, api, call(api, 'limitOrders', 'executeOrders', orders, shouldFail), relayer)
const batch = (orders: unknown[], netuid = 1) =>
  include(devnet, api, call(api, 'limitOrders', 'executeBatchedOrders', netuid, orders), relayer)
const own = ({ events }: { events: readonly (readonly string[])[] }) =>
  events.filter(([name]) => name?.startsWith('limitOrders.'))
async function quote(name: string, amount: bigint): Promise<bigint[]> {
  const result = await runtime(api, 'swapRuntimeApi', name)(1, amount)
  const { taoAmount, alphaAmount } = result as unknown as Record<string, { toBigInt(): bigint }>
  return [taoAmount?.toBigInt() ?? 0n, alphaAmount?.toBigInt() ?? 0n]
}

test('without a hotkey of its own the pallet cannot be switched on, and off no order is executed', async () => {
  const hotkey = `0x${api.consts.limitOrders?.palletHotkey?.toHex().slice(2)}`
  const sudo = async (enabled: boolean) =>
    (
      await include(
        devnet,
        api,
        call(api, 'sudo', 'sudo', call(api, 'limitOrders', 'setPalletStatus', enabled)),
        alicePair,
      )
    ).events
  const off = await sudo(false)
  expect(off).toContainEqual(['limitOrders.LimitOrdersPalletStatusChanged', 'false'])
  for (const result of [await execute([order({}, bobPair)]), await batch([order({}, bobPair)])])
    expect(result.error).toBe('limitOrders.LimitOrdersDisabled')
  devnet.setStorage({ [entry(api, 'subtensorModule', 'owner').key(hotkey) as Hex]: null })
  const refused = (await sudo(true)).find(([name]) => name === 'sudo.Sudid')
  const error = JSON.parse(refused?.[1] ?? '') as { err: { module: { index: number; error: Hex } } }
  expect(error.err.module).toEqual({ index: 32, error: '0x0f000000' })
  expect(await read(api, 'limitOrders', 'limitOrdersEnabled')).toBe('false')
})

describe('one by one', () => {
  test('a buy spends what the signer said, less the fee, for anyone who brings it', async () => {
    // A hundredth of 10 TAO is the fee.
    const [, alpha = 0n] = await quote('simSwapTaoForAlpha', (99n * TAO) / 10n)
    const [before, fees] = [await freeBalance(api, bob), await freeBalance(api, eve)]
    const result = await execute([order({}, bobPair)])
    expect(own(result)).toEqual([
      [
        'limitOrders.OrderExecuted',
        id({}, bobPair),
        bob,
        '1',
        'LimitBuy',
        String((99n * TAO) / 10n),
        String(alpha),
      ],
    ])
    expect(await stake(api, HOTKEY, bob, 1)).toBe(alpha)
    expect(await freeBalance(api, bob)).toBe(before - 10n * TAO)
    expect(await freeBalance(api, eve)).toBe(fees + TAO / 10n)
    expect(await status({}, bobPair)).toBe('Fulfilled')
  })

  test('a sale pays out TAO less the fee', async () => {
    const [tao = 0n] = await quote('simSwapAlphaForTao', 10n * TAO)
    const before = await freeBalance(api, charlie)
    const result = await execute([order(sell(), charliePair)])
    const fee = tao / 100n
    expect(own(result)[0]?.slice(4)).toEqual(['TakeProfit', String(10n * TAO), String(tao - fee)])
    expect(await freeBalance(api, charlie)).toBe(before + tao - fee)
    expect(await stake(api, HOTKEY, charlie, 1)).toBe(50n * TAO)
  })

  test.each<[string, object, KeyringPair, string]>([
    ['on root', { netuid: 0 }, bobPair, 'RootNetUidNotAllowed'],
    ['of another chain', { chainId: 43 }, bobPair, 'ChainIdMismatch'],
    ['that is too old', { expiry: 1 }, bobPair, 'OrderExpired'],
    ['to buy cheaper than it is', { limitPrice: PRICE - 1n }, bobPair, 'PriceConditionNotMet'],
    [
      'to stop a loss that is not there',
      { orderType: 'StopLoss', limitPrice: PRICE - 1n },
      charliePair,
      'PriceConditionNotMet',
    ],
    [
      'to take a profit that is not there',
      sell({ limitPrice: PRICE + 1n }),
      charliePair,
      'PriceConditionNotMet',
    ],
    ['for another relayer', { relayer: [alice] }, bobPair, 'RelayerMissMatch'],
  ])('an order %s is skipped, and said why', async (_, change, signer, error) => {
    const [skipped] = own(await execute([order(change, signer)]))
    expect(skipped?.slice(0, 2)).toEqual(['limitOrders.OrderSkipped', id(change, signer)])
    expect((await execute([order(change, signer)], true)).error).toBe(`limitOrders.${error}`)
    expect(await status(change, signer)).toBe('')
  })

  test('an order that somebody else signed, or that was changed, is none', async () => {
    const forged = order({}, bobPair, null, charliePair)
    expect((await execute([forged], true)).error).toBe('limitOrders.InvalidSignature')
    const changed = { ...order({}, bobPair), order: orderOf({ amount: 20n * TAO }, bob) }
    expect((await execute([changed], true)).error).toBe('limitOrders.InvalidSignature')
    const bytes = bobPair.sign(orderOf({}, bob).toU8a())
    const ed25519 = { ...order({}, bobPair), signature: { Ed25519: bytes } }
    expect((await execute([ed25519], true)).error).toBe('limitOrders.InvalidSignature')
  })

  test('with a slippage the pool may not end beyond it', async () => {
    // Ten TAO move the price by about two in a hundred.
    const tight = { maxSlippage: 10_000_000 }
    expect((await execute([order(tight, bobPair)], true)).error).toBe('subtensorModule.SlippageTooHigh')
    const low = sell({ maxSlippage: 10_000_000 })
    expect((await execute([order(low, charliePair)], true)).error).toBe('subtensorModule.SlippageTooHigh')
    const wide = { maxSlippage: 30_000_000 }
    expect((await execute([order(wide, bobPair)], true)).error).toBeUndefined()
  })

  test.each<[string, object, KeyringPair, string]>([
    ['too little', { amount: 1_999_999, feeRate: 0 }, bobPair, 'AmountTooLow'],
    ['too much', { amount: 110n * TAO }, bobPair, 'NotEnoughBalanceToStake'],
    ['alpha that is not there', sell({ amount: 61n * TAO }), charliePair, 'NotEnoughStakeToWithdraw'],
    ['on a closed subnet', { netuid: 5 }, bobPair, 'SubtokenDisabled'],
    ['on none', { netuid: 99, limitPrice: 2n * TAO }, bobPair, 'SubnetNotExists'],
  ])('%s fails as staking does', async (_, change, signer, error) => {
    expect((await execute([order(change, signer)], true)).error).toBe(`subtensorModule.${error}`)
  })

  test('some of many: what fails leaves nothing behind, unless all shall fail', async () => {
    const orders = [order({ chainId: 1 }, bobPair), order({}, bobPair), order({}, bobPair)]
    const names = own(await execute(orders)).map(([name]) => name)
    expect(names).toEqual([
      'limitOrders.OrderSkipped',
      'limitOrders.OrderExecuted',
      'limitOrders.OrderSkipped',
    ])
    const other = { amount: 5n * TAO, limitPrice: TAO }
    const mixed = await execute([order(other, bobPair), order({}, bobPair)], true)
    expect(mixed.error).toBe('limitOrders.OrderAlreadyProcessed')
    expect(await status(other, bobPair)).toBe('')
  })

  test('in parts, as far as it was allowed', async () => {
    const open = { relayer: [dave], partialFillsEnabled: true, limitPrice: TAO }
    const part = (amount: bigint | null, change: object = open) =>
      execute([order(change, bobPair, amount)], true)
    expect((await part(TAO, {})).error).toBe('limitOrders.RelayerRequiredForPartialFill')
    expect((await part(TAO, { relayer: [dave] })).error).toBe('limitOrders.PartialFillsNotEnabled')
    expect((await part(0n)).error).toBe('limitOrders.IncorrectPartialFillAmount')
    expect((await part(4n * TAO)).error).toBeUndefined()
    expect(await status(open, bobPair)).toContain('4000000000')
    expect((await part(null)).error).toBe('limitOrders.IncorrectPartialFillAmount')
    expect((await part(7n * TAO)).error).toBe('limitOrders.IncorrectPartialFillAmount')
    expect((await part(6n * TAO)).error).toBeUndefined()
    expect(await status(open, bobPair)).toBe('Fulfilled')
    expect((await part(1n)).error).toBe('limitOrders.OrderAlreadyProcessed')
  })

  test('taken back by who signed it, once', async () => {
    const cancel = (signer: KeyringPair): Call =>
      call(api, 'limitOrders', 'cancelOrder', orderOf({}, signer.address))
    expect((await include(devnet, api, cancel(bobPair), charliePair)).error).toBe('limitOrders.Unauthorized')
    const { events } = await include(devnet, api, cancel(bobPair), bobPair)
    expect(events).toContainEqual(['limitOrders.OrderCancelled', id({}, bobPair), bob])
    expect((await include(devnet, api, cancel(bobPair), bobPair)).error).toBe(
      'limitOrders.OrderAlreadyProcessed',
    )
    expect((await execute([order({}, bobPair)], true)).error).toBe('limitOrders.OrderCancelled')
  })
})

describe('together', () => {
  const buy = { amount: 10n * TAO, feeRate: 0 }
  const sale = (amount: bigint) => sell({ amount, feeRate: 0 })
  const price = (1000n << 64n) / 1500n
  const inTao = (alpha: bigint) => (alpha * price) >> 64n

  test('buyers and sellers trade with each other, the rest with the pool', async () => {
    const worth = inTao(6n * TAO)
    const [, bought = 0n] = await quote('simSwapTaoForAlpha', 10n * TAO - worth)
    const [before, held] = [await freeBalance(api, charlie), await stake(api, HOTKEY, charlie, 1)]
    const result = await batch([order(buy, bobPair), order(sale(6n * TAO), charliePair)])
    const alpha = bought + 6n * TAO
    expect(own(result)).toEqual([
      ['limitOrders.OrderExecuted', id(buy, bobPair), bob, '1', 'LimitBuy', String(10n * TAO), String(alpha)],
      [
        'limitOrders.OrderExecuted',
        id(sale(6n * TAO), charliePair),
        charlie,
        '1',
        'TakeProfit',
        String(6n * TAO),
        String(worth),
      ],
      ['limitOrders.GroupExecutionSummary', '1', 'Buy', String(10n * TAO - worth), String(bought), '2'],
    ])
    expect(await stake(api, HOTKEY, bob, 1)).toBe(alpha)
    expect(await freeBalance(api, charlie)).toBe(before + worth)
    expect(await stake(api, HOTKEY, charlie, 1)).toBe(held - 6n * TAO)
  })

  test('also where more is sold than bought, at the strictest floor', async () => {
    const small = { ...buy, amount: TAO }
    const rest = 30n * TAO - (TAO << 64n) / price
    const [tao = 0n] = await quote('simSwapAlphaForTao', rest)
    const before = await freeBalance(api, charlie)
    const result = await batch([order(small, bobPair), order(sale(30n * TAO), charliePair)])
    expect(own(result).at(-1)).toEqual([
      'limitOrders.GroupExecutionSummary',
      '1',
      'Sell',
      String(rest),
      String(tao),
      '2',
    ])
    expect(await freeBalance(api, charlie)).toBe(before + tao + TAO)
    expect(await stake(api, HOTKEY, bob, 1)).toBe((TAO << 64n) / price)
    expect(devnet.revert(snapshot)).toBe(true)
    snapshot = devnet.snapshot()
    const strict = sell({ amount: 30n * TAO, maxSlippage: 1_000_000, feeRate: 0 })
    expect((await batch([order(strict, charliePair)])).error).toBe('subtensorModule.SlippageTooHigh')
  })

  test('with fees for who they say, in one transfer each', async () => {
    const [bought, sold] = [{ ...buy, feeRate: 10_000_000 }, sell({ amount: 6n * TAO })]
    const before = await freeBalance(api, eve)
    const { events } = await batch([order(bought, bobPair), order(sold, charliePair)])
    const fee = TAO / 10n + inTao(6n * TAO) / 100n
    expect(await freeBalance(api, eve)).toBe(before + fee)
    expect(events.filter(([name, , to]) => name === 'balances.Transfer' && to === eve)).toHaveLength(1)
  })

  test.each<[string, () => unknown[], number, string]>([
    ['root', () => [], 0, 'limitOrders.RootNetUidNotAllowed'],
    ['another subnet', () => [order({ ...buy, netuid: 5 }, bobPair)], 1, 'limitOrders.OrderNetUidMismatch'],
    ['one twice', () => [order(buy, bobPair), order(buy, bobPair)], 1, 'limitOrders.DuplicateOrderInBatch'],
    [
      'one that is not due',
      () => [order(buy, bobPair), order({ ...buy, limitPrice: 1 }, bobPair)],
      1,
      'limitOrders.PriceConditionNotMet',
    ],
    ['too small a sale', () => [order(sale(1_000_000n), charliePair)], 1, 'subtensorModule.AmountTooLow'],
    ['more than is there', () => [order({ ...buy, amount: 200n * TAO }, bobPair)], 1, 'FundsUnavailable'],
  ])('%s fails all', async (_, orders, netuid, error) => {
    expect((await batch(orders(), netuid)).error).toContain(error)
    expect(await status(buy, bobPair)).toBe('')
    expect(await stake(api, HOTKEY, charlie, 1)).toBe(60n * TAO)
  })

  test.each<[string, () => unknown[]]>([
    [
      'a buyer who',
      () => [order(buy, bobPair), order({ ...buy, amount: TAO, feeRate: 1_000_000_000 }, alicePair)],
    ],
    ['a seller who', () => [order(buy, bobPair), order(sell({ feeRate: 1_000_000_000 }), charliePair)]],
  ])('%s would get nothing fails all', async (_, orders) => {
    expect((await batch(orders())).error).toBe('limitOrders.ZeroShareInBatch')
    expect(await status(buy, bobPair)).toBe('')
  })

  test('in parts too, and what is locked is not sold', async () => {
    const open = { ...buy, relayer: [dave], partialFillsEnabled: true }
    expect((await batch([order(open, bobPair, 4n * TAO)])).error).toBeUndefined()
    expect(await status(open, bobPair)).toContain('4000000000')
    await include(devnet, api, call(api, 'subtensorModule', 'lockStake', HOTKEY, 1, 55n * TAO), charliePair)
    expect((await batch([order(sale(6n * TAO), charliePair)])).error).toBe('subtensorModule.StakeUnavailable')
  })

  test('all fees of one recipient come in one transfer, and none where there is no fee', async () => {
    const fee = (feeRecipient: string, feeRate: number) => ({ feeRecipient, feeRate })
    const orders = [
      order({ ...buy, ...fee(charlie, 0) }, bobPair),
      order({ ...buy, ...fee(eve, 10_000_000) }, alicePair),
      order(sell({ amount: 3n * TAO, ...fee(charlie, 0) }), charliePair),
      order(sell({ amount: 4n * TAO, ...fee(eve, 10_000_000) }), charliePair),
    ]
    const { events } = await batch(orders)
    const fees = events.filter(([name, , to]) => name === 'balances.Transfer' && to === eve)
    expect(fees.map((event) => event[3])).toEqual([String(TAO / 10n + inTao(4n * TAO) / 100n)])
  })

  test('none at all is nothing', async () => {
    expect(own(await batch([]))).toEqual([])
  })
})
