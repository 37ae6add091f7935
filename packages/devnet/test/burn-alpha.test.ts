import type { ApiPromise } from '@polkadot/api'
import { Binary } from '@polkadot-api/substrate-bindings'
import type { Hex } from '@stake/schema'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Devnet, developmentAccounts, type Genesis, startDevnet } from '../src/index.ts'
import { codecOf } from '../src/scale/codec.ts'
import { storageKey } from '../src/scale/storage-key.ts'
import { call, connect, include, pair, subnetPot } from './client.ts'
import { AUTHOR, HOTKEY, STRANGER, stakedGenesis } from './genesis.ts'
import { expectRefusal, type Refusal, stateOf } from './stake-table.ts'

// Expected values follow chain-rules 2.8 and were computed outside this repository's code.
const ALPHA = 1_000_000_000n
const weightFees = {
  recycleAlpha: 548_569n, // (172.139e6 + 13 * 25e6 + 6 * 100e6) * 0.0005, half a rao less
  burnAlpha: 434_482n, // (168.964e6 + 12 * 25e6 + 4 * 100e6) * 0.0005
  addStakeBurn: 1_746_154n, // (967.308e6 + 33 * 25e6 + 17 * 100e6) * 0.0005
}
const alice = pair('//Alice')
const charlie = pair('//Charlie')
const dave = pair('//Dave')

let devnet: Devnet
let api: ApiPromise

/** With a subnet of which less alpha is said to be out than is held (22), and one without alpha to sell (23). */
function burningGenesis(): Genesis {
  const genesis = stakedGenesis()
  const { dave: locker } = developmentAccounts
  const lock = { locked_mass: 1000n * ALPHA, conviction: { bits: 0n }, last_update: 0n }
  const entries: readonly (readonly [Hex, Uint8Array])[] = [
    [storageKey('SubtensorModule', 'SubnetAlphaOut', 22), codecOf('u64').enc(49n * ALPHA)],
    [storageKey('SubtensorModule', 'Lock', charlie.address, 22, HOTKEY), codecOf('LockState').enc(lock)],
    [storageKey('SubtensorModule', 'Lock', locker, 10, HOTKEY), codecOf('LockState').enc(lock)],
  ]
  return {
    ...genesis,
    balances: { ...genesis.balances, [locker]: '100' },
    subnets: [
      ...genesis.subnets,
      { netuid: 22, name: 'Miscounted', symbol: 'χ', tao: '1000', alpha: '1500' },
      { netuid: 23, name: 'Sold out', symbol: 'ψ', tao: '1000', alpha: '0.000999' },
    ],
    stakes: [...genesis.stakes, { hotkey: HOTKEY, coldkey: charlie.address, netuid: 22, alpha: '50' }],
    storage: {
      ...genesis.storage,
      ...Object.fromEntries(entries.map(([key, value]) => [key, Binary.toHex(value) as Hex])),
    },
  }
}

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual', genesis: burningGenesis() })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

function refuses(name: keyof typeof weightFees, rows: readonly Refusal[]): void {
  test.each(rows)('$because', async (row) => {
    await expectRefusal(devnet, api, name, weightFees[name], AUTHOR, { signer: alice, ...row })
  })
}

describe.each(['recycleAlpha', 'burnAlpha'] as const)('%s refuses, in the order of its checks', (name) => {
  refuses(name, [
    {
      because: 'no such subnet, before the hotkey',
      args: [STRANGER, ALPHA, 9],
      error: 'subtensorModule.SubnetNotExists',
    },
    {
      because: 'root stake is no alpha, before the hotkey',
      args: [STRANGER, ALPHA, 0],
      error: 'subtensorModule.CannotBurnOrRecycleOnRootSubnet',
    },
    {
      because: 'staking has not begun, before the hotkey',
      args: [STRANGER, ALPHA, 5],
      error: 'subtensorModule.SubtokenDisabled',
    },
    {
      because: 'nobody owns the hotkey',
      args: [STRANGER, ALPHA, 1],
      error: 'subtensorModule.HotKeyAccountNotExists',
    },
    {
      because: 'less alpha is out than that, before the lock',
      args: [HOTKEY, 50n * ALPHA, 22],
      signer: charlie,
      error: 'subtensorModule.InsufficientLiquidity',
    },
    {
      because: 'a lock holds it back',
      args: [HOTKEY, 10n * ALPHA + 1n, 1],
      signer: charlie,
      error: 'subtensorModule.StakeUnavailable',
    },
  ])
})

describe('addStakeBurn refuses, in the order of its checks', () => {
  // Subnet 1 is priced 0.666666666….
  refuses('addStakeBurn', [
    {
      because: 'more than 1000 times the pool, before the limit',
      args: [STRANGER, 6, 1_000_000_000n, 0n],
      error: 'subtensorModule.InsufficientLiquidity',
    },
    {
      because: 'a limit below the price, before the amount',
      args: [STRANGER, 1, 1n, 666_666_666n],
      error: 'swap.PriceLimitExceeded',
    },
    {
      because: 'no such subnet, before the amount',
      args: [STRANGER, 12, 1n, null],
      error: 'subtensorModule.SubnetNotExists',
    },
    {
      because: 'staking has not begun, before the amount',
      args: [STRANGER, 5, 1n, null],
      error: 'subtensorModule.SubtokenDisabled',
    },
    {
      because: 'less than the minimum and its fee, before the hotkey',
      args: [STRANGER, 1, 2_001_006n, null],
      error: 'subtensorModule.AmountTooLow',
    },
    {
      because: 'more than fits below the limit, before the balance: it is all or nothing',
      args: [STRANGER, 1, 20_000n * ALPHA, 700_000_000n],
      error: 'subtensorModule.SlippageTooHigh',
    },
    {
      because: 'more than the balance, before the hotkey',
      args: [STRANGER, 1, 20_000n * ALPHA, null],
      error: 'subtensorModule.NotEnoughBalanceToStake',
    },
    {
      because: 'nobody owns the hotkey',
      args: [STRANGER, 1, ALPHA, null],
      error: 'subtensorModule.HotKeyAccountNotExists',
    },
    {
      because: 'the pool has no alpha to sell',
      args: [HOTKEY, 23, ALPHA, null],
      error: 'subtensorModule.InsufficientLiquidity',
    },
    {
      because: 'root stake is no alpha: what was staked for it is not',
      args: [HOTKEY, 0, ALPHA, null],
      error: 'subtensorModule.CannotBurnOrRecycleOnRootSubnet',
    },
    {
      because: 'a lock for more than there is holds back what was bought: it is not bought either',
      args: [HOTKEY, 10, ALPHA, null],
      signer: dave,
      error: 'subtensorModule.StakeUnavailable',
    },
  ])
})

async function run(name: keyof typeof weightFees, ...args: unknown[]) {
  const before = await stateOf(api, 1, HOTKEY, alice.address)
  const result = await include(devnet, api, call(api, 'subtensorModule', name, ...args), alice)
  return { before, result, after: await stateOf(api, 1, HOTKEY, alice.address) }
}

test('buying to burn leaves the pool moved, the alpha counted, and nobody with it', async () => {
  const { before, result, after } = await run('addStakeBurn', HOTKEY, 1, 100n * ALPHA, null)
  expect(result.events.slice(1, -3)).toEqual([
    ['balances.Transfer', alice.address, subnetPot(1), '100000000000'],
    ['balances.Transfer', subnetPot(1), AUTHOR, '50354772'],
    ['subtensorModule.StakeAdded', alice.address, HOTKEY, '100000000000', '136301210234', '1', '50354772'],
    ['subtensorModule.AlphaBurned', alice.address, HOTKEY, '136301210234', '1'],
    ['subtensorModule.AddStakeBurn', '1', HOTKEY, '100000000000', '136301210234'],
  ])
  expect(after).toEqual({
    tao: '1099949645228',
    alphaIn: '1363698789766',
    alphaOut: String(BigInt(before.alphaOut) + 136_301_210_234n),
    volume: '100000000000',
    totalStake: String(BigInt(before.totalStake) + 100n * ALPHA),
    stake: before.stake,
  })
})

test('with a limit it buys all of it within the limit', async () => {
  const { result } = await run('addStakeBurn', HOTKEY, 1, ALPHA, 900_000_000n)
  expect(result.events.at(-4)?.slice(0, 4)).toEqual([
    'subtensorModule.AddStakeBurn',
    '1',
    HOTKEY,
    '1000000000',
  ])
})

test('recycled alpha is out no more', async () => {
  const { before, result, after } = await run('recycleAlpha', HOTKEY, 100n * ALPHA, 1)
  expect(result.events.slice(1, -3)).toEqual([
    ['subtensorModule.AlphaRecycled', alice.address, HOTKEY, '100000000000', '1'],
  ])
  expect(after).toEqual({
    ...before,
    alphaOut: String(BigInt(before.alphaOut) - 100n * ALPHA),
    stake: String(700n * ALPHA),
  })
})

test('burned alpha still counts as out; asking for more than there is burns all', async () => {
  const { before, result, after } = await run('burnAlpha', HOTKEY, 9000n * ALPHA, 1)
  expect(result.events.slice(1, -3)).toEqual([
    ['subtensorModule.AlphaBurned', alice.address, HOTKEY, '700000000000', '1'],
  ])
  expect(after).toEqual({ ...before, stake: '0' })
})
