import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Devnet, startDevnet } from '../src/index.ts'
import { call, connect, freeBalance, include, pair, stake, subnetPot } from './client.ts'
import { AUTHOR, HOTKEY, STRANGER, stakedGenesis } from './genesis.ts'
import { expectRefusal, extrinsicFee, type Refusal, stateOf } from './stake-table.ts'

// Expected values follow chain-rules 2.5 and were computed outside this repository's code.
const WEIGHT_FEE = 1_357_848n // (740.696e6 + 27 * 25e6 + 13 * 100e6) * 0.0005
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
  // Subnet 1 is priced 0.666666666…, so 666,666,667 is above and 666,666,666 below its price.
  const rows: readonly Refusal[] = [
    {
      because: 'more than 1000 times the pool, before the limit: the amount is not cut to the stake',
      args: [STRANGER, 1, 1_500_000n * ALPHA + 1n, 666_666_667n, false],
      error: 'subtensorModule.InsufficientLiquidity',
    },
    {
      because: 'a limit above the price, before the amount',
      args: [HOTKEY, 1, 0n, 666_666_667n, true],
      error: 'swap.PriceLimitExceeded',
    },
    {
      because: 'a limit equal to the price',
      args: [HOTKEY, 10, ALPHA, 1_500_000_000n, false],
      error: 'swap.PriceLimitExceeded',
    },
    {
      because: 'a pool too empty to find the largest amount',
      args: [HOTKEY, 6, ALPHA, 0n, false],
      error: 'swap.ReservesTooLow',
    },
    {
      because: 'no such subnet, before the amount',
      args: [HOTKEY, 12, 0n, 0n, false],
      error: 'subtensorModule.SubnetNotExists',
    },
    { because: 'nothing asked for', args: [HOTKEY, 1, 0n, 0n, true], error: 'subtensorModule.AmountTooLow' },
    {
      because: 'more than the stake, before the limit is compared',
      args: [HOTKEY, 1, 800n * ALPHA + 1n, 666_666_666n, false],
      error: 'subtensorModule.NotEnoughStakeToWithdraw',
    },
    {
      because: 'no plain sale would work: the price is below the floor of plain calls',
      args: [HOTKEY, 13, ALPHA, 0n, false],
      error: 'subtensorModule.InsufficientLiquidity',
    },
    {
      because: 'it brings less than the minimum and something would stay, before the limit is compared',
      args: [HOTKEY, 1, 3_000_000n, 666_666_666n, false],
      error: 'subtensorModule.AmountTooLow',
    },
    {
      because: 'strict and more than fits, before the hotkey',
      args: [STRANGER, 1, ALPHA, 666_666_666n, false],
      error: 'subtensorModule.SlippageTooHigh',
    },
    {
      because: 'strict and one rao more than fits',
      args: [HOTKEY, 1, 19_118_677_792n, 650_000_000n, false],
      error: 'subtensorModule.SlippageTooHigh',
    },
    {
      because: 'strict on root with a limit above 1 TAO',
      args: [HOTKEY, 0, 4n * ALPHA, 1_000_000_001n, false],
      error: 'subtensorModule.SlippageTooHigh',
    },
    {
      because: 'nobody owns the hotkey',
      args: [STRANGER, 1, ALPHA, 0n, false],
      error: 'subtensorModule.HotKeyAccountNotExists',
    },
    {
      because: 'a lock holds it back, counted on what is asked for and not on what fits',
      args: [HOTKEY, 1, 20n * ALPHA, 666_000_000n, true],
      signer: charlie,
      error: 'subtensorModule.StakeUnavailable',
    },
  ]
  test.each(rows)('$because', async (row) => {
    await expectRefusal(devnet, api, 'removeStakeLimit', WEIGHT_FEE, AUTHOR, { signer: alice, ...row })
  })
})

test('partial mode sells what fits and gives the rest back', async () => {
  const pot = subnetPot(1)
  const before = await stateOf(api, 1, HOTKEY, alice.address)
  const free = await freeBalance(api, alice.address)
  const partial = call(
    api,
    'subtensorModule',
    'removeStakeLimit',
    HOTKEY,
    1,
    500n * ALPHA,
    650_000_000n,
    true,
  )
  const result = await include(devnet, api, partial, alice)
  expect(result.events.slice(1, 4)).toEqual([
    ['balances.Transfer', pot, alice.address, '12579117093'],
    ['balances.Transfer', pot, AUTHOR, '6257618'],
    ['subtensorModule.StakeRemoved', alice.address, HOTKEY, '12579117093', '19109050625', '1', '9627166'],
  ])
  expect(await stateOf(api, 1, HOTKEY, alice.address)).toMatchObject({
    tao: '987414625289',
    alphaIn: '1519118677791',
    alphaOut: String(BigInt(before.alphaOut) - 19_118_677_791n),
    volume: '12585374711',
    stake: String(800n * ALPHA - 19_118_677_791n),
  })
  expect(await freeBalance(api, alice.address)).toBe(
    free + 12_579_117_093n - extrinsicFee(WEIGHT_FEE, result),
  )
})

test('strict mode sells all of it when that ends within the limit, even where staking has not begun', async () => {
  const strict = call(api, 'subtensorModule', 'removeStakeLimit', HOTKEY, 5, 10n * ALPHA, 600_000_000n, false)
  const result = await include(devnet, api, strict, alice)
  expect(result.events.find(([name]) => name === 'subtensorModule.StakeRemoved')).toEqual([
    'subtensorModule.StakeRemoved',
    alice.address,
    HOTKEY,
    '6619203876',
    '9994964523',
    '5',
    '5035477',
  ])
})

test('a full exit has no minimum', async () => {
  const exit = call(api, 'subtensorModule', 'removeStakeLimit', HOTKEY, 1, 3_000_000n, 0n, false)
  expect((await include(devnet, api, exit, bob)).error).toBeUndefined()
  expect(await stake(api, HOTKEY, bob.address, 1)).toBe(0n)
})
