import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Devnet, startDevnet } from '../src/index.ts'
import { call, connect, include, pair, stake } from './client.ts'
import { AUTHOR, HOTKEY, STRANGER, stakedGenesis } from './genesis.ts'
import { expectRefusal, type Refusal } from './stake-table.ts'

// Expected values follow chain-rules 2.5 and were computed outside this repository's code.
const WEIGHT_FEE = 1_364_646n // (754.292e6 + 27 * 25e6 + 13 * 100e6) * 0.0005
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

function refuses(rows: readonly Refusal[]): void {
  test.each(rows)('$because', async (row) => {
    await expectRefusal(devnet, api, 'removeStakeFullLimit', WEIGHT_FEE, AUTHOR, { signer: alice, ...row })
  })
}

describe('without a limit refuses what remove_stake of all refuses, in its order', () => {
  refuses([
    {
      because: 'staking has not begun, before anything about the stake',
      args: [STRANGER, 5, null],
      error: 'subtensorModule.SubtokenDisabled',
    },
    {
      because: 'more than 1000 times the pool',
      args: [HOTKEY, 11, null],
      error: 'subtensorModule.InsufficientLiquidity',
    },
    {
      because: 'no such subnet, before there is no stake',
      args: [STRANGER, 12, null],
      error: 'subtensorModule.SubnetNotExists',
    },
    {
      because: 'there is no stake, before the hotkey',
      args: [STRANGER, 10, null],
      error: 'subtensorModule.AmountTooLow',
    },
    {
      because: 'the pool is too empty to pay out',
      args: [HOTKEY, 6, null],
      error: 'subtensorModule.InsufficientLiquidity',
    },
    {
      because: 'nobody owns the hotkey',
      args: [STRANGER, 1, null],
      error: 'subtensorModule.HotKeyAccountNotExists',
    },
    {
      because: 'a lock holds some of it back',
      args: [HOTKEY, 1, null],
      signer: charlie,
      error: 'subtensorModule.StakeUnavailable',
    },
  ])
})

describe('with a limit refuses what a strict remove_stake_limit of all refuses, in its order', () => {
  refuses([
    {
      because: 'more than 1000 times the pool, before the limit',
      args: [HOTKEY, 11, 2_000_000_000_000n],
      error: 'subtensorModule.InsufficientLiquidity',
    },
    {
      because: 'a limit above the price, before there is no stake',
      args: [STRANGER, 10, 1_500_000_001n],
      error: 'swap.PriceLimitExceeded',
    },
    {
      because: 'a pool too empty to find the largest amount',
      args: [HOTKEY, 6, 0n],
      error: 'swap.ReservesTooLow',
    },
    {
      because: 'no such subnet, before there is no stake',
      args: [STRANGER, 12, 0n],
      error: 'subtensorModule.SubnetNotExists',
    },
    {
      because: 'there is no stake, before the hotkey',
      args: [STRANGER, 10, 0n],
      error: 'subtensorModule.AmountTooLow',
    },
    {
      because: 'no plain sale would work: the price is below the floor of plain calls',
      args: [HOTKEY, 13, 0n],
      error: 'subtensorModule.InsufficientLiquidity',
    },
    {
      // 5 alpha move the price of 0.666… to 0.662….
      because: 'it would end below the limit, before the hotkey',
      args: [STRANGER, 1, 666_000_000n],
      error: 'subtensorModule.SlippageTooHigh',
    },
    {
      // The whole sale ends at 0.2836532285….
      because: 'it would end just below the limit',
      args: [HOTKEY, 1, 283_653_229n],
      error: 'subtensorModule.SlippageTooHigh',
    },
    {
      because: 'nobody owns the hotkey',
      args: [STRANGER, 1, 0n],
      error: 'subtensorModule.HotKeyAccountNotExists',
    },
    {
      because: 'a lock holds some of it back',
      args: [HOTKEY, 1, 0n],
      signer: charlie,
      error: 'subtensorModule.StakeUnavailable',
    },
  ])
})

async function exit(signer: typeof alice, netuid: number, limit: bigint | null) {
  const order = call(api, 'subtensorModule', 'removeStakeFullLimit', HOTKEY, netuid, limit)
  const result = await include(devnet, api, order, signer)
  return result.events.find(([name]) => name === 'subtensorModule.StakeRemoved')?.slice(3)
}

test('sells all 800 alpha when that ends within the limit', async () => {
  expect(await exit(alice, 1, 283_653_228n)).toEqual(['347711840620', '799597161822', '1', '402838178'])
  expect(await stake(api, HOTKEY, alice.address, 1)).toBe(0n)
})

test('with a limit sells where staking has not begun', async () => {
  expect(await exit(alice, 5, 600_000_000n)).toEqual(['6619203876', '9994964523', '5', '5035477'])
})

test('without one sells all of it, however small', async () => {
  expect(await exit(alice, 10, null)).toEqual(['14844080724', '9994964523', '10', '5035477'])
  expect(await exit(bob, 1, null)).toHaveLength(4)
  expect(await stake(api, HOTKEY, bob.address, 1)).toBe(0n)
})
