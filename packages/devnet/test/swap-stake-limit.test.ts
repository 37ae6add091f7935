import type { ApiPromise } from '@polkadot/api'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Devnet, startDevnet } from '../src/index.ts'
import { call, connect, freeBalance, include, pair, stake } from './client.ts'
import { HOTKEY, movingGenesis } from './genesis.ts'
import { extrinsicFee } from './stake-table.ts'

// What the limit of a swap lets through, by the golden vectors of that name and chain-rules 1.7. The refusals of
// swap_stake_limit stand with those of the other moves.
const WEIGHT_FEE = 2_259_757n
const ALPHA = 1_000_000_000n
const alice = pair('//Alice')

let devnet: Devnet
let api: ApiPromise

beforeEach(async () => {
  devnet = await startDevnet({ blockTime: 'manual', genesis: movingGenesis() })
  api = await connect(devnet)
})

afterEach(async () => {
  await api.disconnect()
  await devnet.close()
})

async function swap(from: number, to: number, alpha: bigint, limit: bigint, partial: boolean) {
  const order = call(api, 'subtensorModule', 'swapStakeLimit', HOTKEY, from, to, alpha, limit, partial)
  const result = await include(devnet, api, order, alice)
  return { ...result, staking: result.events.filter(([name]) => name.startsWith('subtensorModule')) }
}

test('strict: all of it, at any price of the pools themselves (max_amount_move_ut_12)', async () => {
  const { staking } = await swap(20, 21, 7_999_999_999n, 1_250_000_000n, false)
  expect(staking).toEqual([
    ['subtensorModule.StakeRemoved', alice.address, HOTKEY, '11105930385', '7995971618', '20', '4028381'],
    ['subtensorModule.StakeAdded', alice.address, HOTKEY, '11105930385', '9995803416', '21', '0'],
    ['subtensorModule.StakeSwapped', alice.address, HOTKEY, '20', '21', '11105930385'],
  ])
  expect(await stake(api, HOTKEY, alice.address, 20)).toBe(42_000_000_001n)
})

test('partial: what fits (max_amount_move_ut_12)', async () => {
  const { staking } = await swap(20, 21, 50n * ALPHA, 1_250_000_000n, true)
  expect(staking.at(-1)?.at(-1)).toBe('11105930385')
  expect(await stake(api, HOTKEY, alice.address, 20)).toBe(42_000_000_001n)
})

test('partial: too little TAO for a stake stays with the coldkey (max_amount_move_ut_13)', async () => {
  const free = await freeBalance(api, alice.address)
  const result = await swap(20, 21, 50n * ALPHA, 1_499_999_999n, true)
  // 26 alpha rao are too little for a fee.
  expect(result.staking).toEqual([
    ['subtensorModule.StakeRemoved', alice.address, HOTKEY, '39', '26', '20', '0'],
    ['subtensorModule.StakeSwapped', alice.address, HOTKEY, '20', '21', '39'],
  ])
  expect(await freeBalance(api, alice.address)).toBe(free + 39n - extrinsicFee(WEIGHT_FEE, result))
  expect(await stake(api, HOTKEY, alice.address, 21)).toBe(0n)
})

test('partial: with a limit above the ratio of prices nothing fits, and nothing moves', async () => {
  const { staking } = await swap(20, 21, ALPHA, 1_500_000_001n, true)
  expect(staking).toEqual([
    ['subtensorModule.StakeRemoved', alice.address, HOTKEY, '0', '0', '20', '0'],
    ['subtensorModule.StakeSwapped', alice.address, HOTKEY, '20', '21', '0'],
  ])
  expect(await stake(api, HOTKEY, alice.address, 20)).toBe(50n * ALPHA)
})

test('a limit of 0 bounds nothing', async () => {
  const { staking } = await swap(20, 21, 50n * ALPHA, 0n, false)
  expect(staking.map(([name]) => name)).toContain('subtensorModule.StakeAdded')
  expect(await stake(api, HOTKEY, alice.address, 20)).toBe(0n)
})

test('from root it is a limit for buying (max_amount_move_root_to_dynamic_1)', async () => {
  // One alpha for two TAO: 2 TAO per alpha at the end, where 23.2 TAO lead.
  expect((await swap(0, 20, 23_216_771_509n, 500_000_000n, false)).error).toBe(
    'subtensorModule.SlippageTooHigh',
  )
  const { staking } = await swap(0, 20, 40n * ALPHA, 500_000_000n, true)
  expect(staking).toEqual([
    ['subtensorModule.StakeRemoved', alice.address, HOTKEY, '23216771508', '23216771508', '0', '0'],
    ['subtensorModule.StakeAdded', alice.address, HOTKEY, '23216771508', '13397459621', '20', '11690752'],
    ['subtensorModule.StakeSwapped', alice.address, HOTKEY, '0', '20', '23216771508'],
  ])
})
