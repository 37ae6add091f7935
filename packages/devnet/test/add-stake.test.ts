import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Devnet, startDevnet } from '../src/index.ts'
import {
  call,
  connect,
  freeBalance,
  include,
  keysOf,
  pair,
  read,
  runtime,
  stake,
  subnetPot,
} from './client.ts'
import { AUTHOR, HOTKEY, STRANGER, smallGenesis } from './genesis.ts'
import { expectRefusal, extrinsicFee, type Refusal, stateOf } from './stake-table.ts'

// Expected values follow chain-rules 2.2 and were computed outside this repository's code.
const WEIGHT_FEE = 1_532_032n
const TAO = 1_000_000_000n
const alice = pair('//Alice')
const bob = pair('//Bob')
const charlie = pair('//Charlie')

let devnet: Devnet
let api: ApiPromise

beforeAll(async () => {
  const genesis = smallGenesis(
    {},
    { netuid: 6, name: 'Drained', symbol: 'ζ', tao: '1000', alpha: '0.000999' },
    // 999,999.997 TAO per alpha: a plain stake may end at most at 1,000,000.
    { netuid: 7, name: 'Ceiling', symbol: 'η', tao: '1000000', alpha: '1.000000003' },
    { netuid: 8, name: 'Stable', symbol: 'θ', mechanism: 0, tao: '100', alpha: '100' },
  )
  devnet = await startDevnet({
    blockTime: 'manual',
    genesis: { ...genesis, balances: { ...genesis.balances, [charlie.address]: '1' } },
  })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

describe('refuses, in the order of its checks', () => {
  const rows: readonly Refusal[] = [
    {
      because: 'more than 1000 times the pool, before asking whether the subnet is open',
      args: [STRANGER, 5, 1_000_000n * TAO + 1n],
      error: 'subtensorModule.InsufficientLiquidity',
    },
    {
      because: 'no such subnet, before the amount',
      args: [STRANGER, 9, 1n],
      error: 'subtensorModule.SubnetNotExists',
    },
    {
      because: 'staking has not begun, before the amount; 1000 times the pool is not too much',
      args: [STRANGER, 5, 1_000_000n * TAO],
      error: 'subtensorModule.SubtokenDisabled',
    },
    {
      because: 'staking has not begun, for a small amount',
      args: [STRANGER, 5, 1n],
      error: 'subtensorModule.SubtokenDisabled',
    },
    {
      because: 'one rao below the minimum and its fee, before the hotkey',
      args: [STRANGER, 1, 2_001_006n],
      error: 'subtensorModule.AmountTooLow',
    },
    {
      because: 'one rao below the minimum on root, where there is no fee',
      args: [STRANGER, 0, 1_999_999n],
      error: 'subtensorModule.AmountTooLow',
    },
    {
      because: 'one rao below the minimum on a stable subnet',
      args: [STRANGER, 8, 1_999_999n],
      error: 'subtensorModule.AmountTooLow',
    },
    {
      because: 'more than the balance, before the hotkey',
      args: [STRANGER, 1, TAO / 2n],
      signer: bob,
      error: 'subtensorModule.NotEnoughBalanceToStake',
    },
    {
      because: 'nobody owns the hotkey, before the pool is asked',
      args: [STRANGER, 6, TAO],
      error: 'subtensorModule.HotKeyAccountNotExists',
    },
    {
      because: 'the pool is too empty to pay out',
      args: [HOTKEY, 6, TAO],
      error: 'subtensorModule.InsufficientLiquidity',
    },
    {
      because: 'the price ceiling leaves less than the minimum to trade',
      args: [HOTKEY, 7, 10n * TAO],
      error: 'subtensorModule.AmountTooLow',
    },
  ]
  test.each(rows)('$because', async (row) => {
    await expectRefusal(devnet, api, 'addStake', WEIGHT_FEE, AUTHOR, { signer: alice, ...row })
  })
})

test('stakes 100 TAO into a pool of 1000 TAO and 1500 alpha', async () => {
  const pot = subnetPot(1)
  const free = await freeBalance(api, alice.address)
  const author = await freeBalance(api, AUTHOR)
  const result = await include(
    devnet,
    api,
    call(api, 'subtensorModule', 'addStake', HOTKEY, 1, 100n * TAO),
    alice,
  )
  const fee = extrinsicFee(WEIGHT_FEE, result)
  expect(result.events).toEqual([
    ['balances.Withdraw', alice.address, String(fee)],
    ['balances.Transfer', alice.address, pot, '100000000000'],
    ['balances.Transfer', pot, AUTHOR, '50354772'],
    ['subtensorModule.StakeAdded', alice.address, HOTKEY, '100000000000', '136301210234', '1', '50354772'],
    ['balances.Deposit', AUTHOR, String(fee)],
    ['transactionPayment.TransactionFeePaid', alice.address, String(fee), '0'],
    [
      'system.ExtrinsicSuccess',
      '{"weight":{"refTime":3064064000,"proofSize":0},"class":"Normal","paysFee":"Yes"}',
    ],
  ])
  expect(await stateOf(api, 1, HOTKEY, alice.address)).toEqual({
    tao: '1099949645228',
    alphaIn: '1363698789766',
    alphaOut: '136301210234',
    volume: '100000000000',
    totalStake: String(BigInt(1000 + 1000 + 1000 + 1_000_000 + 100 + 100) * TAO),
    stake: '136301210234',
  })
  expect(await freeBalance(api, alice.address)).toBe(free - 100n * TAO - fee)
  expect(await freeBalance(api, AUTHOR)).toBe(author + 50_354_772n + fee)
  expect(await read(api, 'subtensorModule', 'stakingHotkeys', alice.address)).toBe(`[${HOTKEY}]`)
  // An empty pool of shares starts at one share a rao, normalised to 21 digits.
  expect(await read(api, 'subtensorModule', 'alphaV2', HOTKEY, alice.address, 1)).toBe(
    '{"mantissa":"0x0000000000000007638f2c8d95684400","exponent":-9}',
  )
  // A plain stake does not make the hotkey a delegate.
  expect(await keysOf(api, 'subtensorModule', 'delegates')).toEqual([])
})

test('the fee of a swap can be asked for', async () => {
  const fee = runtime(api, 'stakeInfoRuntimeApi', 'getStakeFee')
  const position = [HOTKEY, 1]
  expect(String(await fee(null, alice.address, position, alice.address, 100n * TAO))).toBe('50354772')
  expect(String(await fee(position, alice.address, null, alice.address, 100n * TAO))).toBe('50354772')
  expect(String(await fee(position, alice.address, position, alice.address, 100n * TAO))).toBe('0')
  expect(String(await fee(null, alice.address, [HOTKEY, 0], alice.address, 100n * TAO))).toBe('0')
})

test('the smallest stake arrives whole', async () => {
  const result = await include(
    devnet,
    api,
    call(api, 'subtensorModule', 'addStake', HOTKEY, 8, 2_000_000n),
    alice,
  )
  expect(result.error).toBeUndefined()
  expect(await stake(api, HOTKEY, alice.address, 8)).toBe(2_000_000n)
})

test('root takes TAO one to one, without a fee', async () => {
  const result = await include(
    devnet,
    api,
    call(api, 'subtensorModule', 'addStake', HOTKEY, 0, 5n * TAO),
    alice,
  )
  expect(result.events.filter(([name]) => name.startsWith('subtensorModule'))).toEqual([
    ['subtensorModule.StakeAdded', alice.address, HOTKEY, '5000000000', '5000000000', '0', '0'],
  ])
  expect(await read(api, 'subtensorModule', 'subnetTAO', 0)).toBe('5000000000')
  expect(await read(api, 'subtensorModule', 'subnetAlphaOut', 0)).toBe('5000000000')
})

test('staking everything leaves the existential deposit', async () => {
  const all = call(api, 'subtensorModule', 'addStake', HOTKEY, 0, TAO)
  const { partialFee } = await all.paymentInfo(charlie)
  const amount = TAO - partialFee.toBigInt()
  const result = await include(
    devnet,
    api,
    call(api, 'subtensorModule', 'addStake', HOTKEY, 0, amount),
    charlie,
  )
  expect(result.error).toBeUndefined()
  expect(await freeBalance(api, charlie.address)).toBe(500n)
  expect(await stake(api, HOTKEY, charlie.address, 0)).toBe(amount - 500n)
})
