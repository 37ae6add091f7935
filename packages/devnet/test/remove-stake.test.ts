import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Devnet, startDevnet } from '../src/index.ts'
import { call, connect, freeBalance, include, pair, read, runtime, stake, subnetPot } from './client.ts'
import { AUTHOR, HOTKEY, STRANGER, stakedGenesis } from './genesis.ts'
import { expectRefusal, extrinsicFee, type Refusal, stateOf } from './stake-table.ts'

// Expected values follow chain-rules 2.4 and were computed outside this repository's code.
const WEIGHT_FEE = 1_284_599n // (569.198e6 + 28 * 25e6 + 13 * 100e6) * 0.0005
const ALPHA = 1_000_000_000n
const alice = pair('//Alice')
const bob = pair('//Bob')
const charlie = pair('//Charlie')

let devnet: Devnet
let api: ApiPromise

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual', genesis: stakedGenesis() })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

describe('refuses, in the order of its checks', () => {
  const rows: readonly Refusal[] = [
    {
      because: 'staking has not begun, before the amount',
      args: [HOTKEY, 5, 0n],
      error: 'subtensorModule.SubtokenDisabled',
    },
    {
      because: 'an unknown subnet is one where staking has not begun',
      args: [HOTKEY, 9, 1n],
      error: 'subtensorModule.SubtokenDisabled',
    },
    {
      because: 'more than 1000 times the pool, counted with the fee',
      args: [HOTKEY, 11, 1_000_400_000_000n],
      error: 'subtensorModule.InsufficientLiquidity',
    },
    {
      because: 'no such subnet, before the amount',
      args: [HOTKEY, 12, 0n],
      error: 'subtensorModule.SubnetNotExists',
    },
    { because: 'nothing asked for', args: [HOTKEY, 1, 0n], error: 'subtensorModule.AmountTooLow' },
    {
      because: 'nothing there: what is asked for is cut to the stake',
      args: [HOTKEY, 0, 5n],
      signer: bob,
      error: 'subtensorModule.AmountTooLow',
    },
    {
      because: 'the pool is too empty to pay out',
      args: [HOTKEY, 6, ALPHA],
      error: 'subtensorModule.InsufficientLiquidity',
    },
    {
      because: 'it brings less than the minimum and something would stay, before the hotkey',
      args: [STRANGER, 1, 3_000_000n],
      error: 'subtensorModule.AmountTooLow',
    },
    {
      because: 'nobody owns the hotkey',
      args: [STRANGER, 1, ALPHA],
      error: 'subtensorModule.HotKeyAccountNotExists',
    },
    {
      because: 'a lock holds it back',
      args: [HOTKEY, 1, 10n * ALPHA + 1n],
      signer: charlie,
      error: 'subtensorModule.StakeUnavailable',
    },
  ]
  test.each(rows)('$because', async (row) => {
    await expectRefusal(devnet, api, 'removeStake', WEIGHT_FEE, AUTHOR, { signer: alice, ...row })
  })
})

test('sells 500 alpha into a pool of 1000 TAO and 1500 alpha, and the fee after it', async () => {
  const pot = subnetPot(1)
  const before = await stateOf(api, 1, HOTKEY, alice.address)
  const free = await freeBalance(api, alice.address)
  const result = await include(
    devnet,
    api,
    call(api, 'subtensorModule', 'removeStake', HOTKEY, 1, 500n * ALPHA),
    alice,
  )
  const fee = extrinsicFee(WEIGHT_FEE, result)
  expect(result.events).toEqual([
    ['balances.Withdraw', alice.address, String(fee)],
    ['balances.Transfer', pot, alice.address, '249905572914'],
    ['balances.Transfer', pot, AUTHOR, '94427085'],
    ['subtensorModule.StakeRemoved', alice.address, HOTKEY, '249905572914', '499748226139', '1', '251773861'],
    ['balances.Deposit', AUTHOR, String(fee)],
    ['transactionPayment.TransactionFeePaid', alice.address, String(fee), '0'],
    [
      'system.ExtrinsicSuccess',
      '{"weight":{"refTime":2569198000,"proofSize":0},"class":"Normal","paysFee":"Yes"}',
    ],
  ])
  const paidOut = 249_905_572_914n + 94_427_085n
  expect(await stateOf(api, 1, HOTKEY, alice.address)).toEqual({
    tao: '750000000001',
    alphaIn: '2000000000000',
    alphaOut: String(BigInt(before.alphaOut) - 500n * ALPHA),
    volume: String(paidOut),
    totalStake: String(BigInt(before.totalStake) - paidOut),
    stake: String(300n * ALPHA),
  })
  expect(await freeBalance(api, alice.address)).toBe(free + 249_905_572_914n - fee)
  expect(await read(api, 'subtensorModule', 'lastColdkeyHotkeyStakeBlock', alice.address, HOTKEY)).not.toBe(
    '',
  )
})

test('a full exit has no minimum, and asking for more than there is exits', async () => {
  const result = await include(
    devnet,
    api,
    call(api, 'subtensorModule', 'removeStake', HOTKEY, 1, 9n * ALPHA),
    bob,
  )
  expect(result.error).toBeUndefined()
  expect(await stake(api, HOTKEY, bob.address, 1)).toBe(0n)
  expect(await read(api, 'subtensorModule', 'alphaV2', HOTKEY, bob.address, 1)).toBe(
    '{"mantissa":0,"exponent":0}',
  )
  // The list of hotkeys never shrinks.
  expect(await read(api, 'subtensorModule', 'stakingHotkeys', bob.address)).toBe(`[${HOTKEY}]`)
})

test('what a lock leaves free can be taken out', async () => {
  const available = await runtime(
    api,
    'stakeInfoRuntimeApi',
    'getStakeAvailabilityForColdkeys',
  )([charlie.address], null)
  expect(available.toJSON()).toEqual({
    [charlie.address]: { 1: { total: 50_000_000_000, locked: 40_000_000_000, available: 10_000_000_000 } },
  })
  const result = await include(
    devnet,
    api,
    call(api, 'subtensorModule', 'removeStake', HOTKEY, 1, 10n * ALPHA),
    charlie,
  )
  expect(result.error).toBeUndefined()
  expect(await stake(api, HOTKEY, charlie.address, 1)).toBe(40n * ALPHA)
})

test('root pays out one to one, without a fee', async () => {
  const free = await freeBalance(api, alice.address)
  const result = await include(
    devnet,
    api,
    call(api, 'subtensorModule', 'removeStake', HOTKEY, 0, 4n * ALPHA),
    alice,
  )
  expect(result.events.filter(([name]) => name.startsWith('subtensorModule'))).toEqual([
    ['subtensorModule.StakeRemoved', alice.address, HOTKEY, '4000000000', '4000000000', '0', '0'],
  ])
  expect(await freeBalance(api, alice.address)).toBe(free + 4n * ALPHA - extrinsicFee(WEIGHT_FEE, result))
})
