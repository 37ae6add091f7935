import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Devnet, developmentAccounts, namedAccount, startDevnet } from '../src/index.ts'
import { call, connect, freeBalance, include, keysOf, pair, stake, subnetPot } from './client.ts'
import { AUTHOR, HOTKEY, STRANGER, smallGenesis } from './genesis.ts'
import { expectRefusal, extrinsicFee, type Refusal, stateOf } from './stake-table.ts'

// Expected values follow chain-rules 2.3 and were computed outside this repository's code.
const WEIGHT_FEE = 1_626_502n // (853.005e6 + 32 * 25e6 + 16 * 100e6) * 0.0005, half a rao down
const TAO = 1_000_000_000n
const alice = pair('//Alice')
const bob = pair('//Bob')
const OWN_HOTKEY = namedAccount('hotkey of Alice')

let devnet: Devnet
let api: ApiPromise

beforeAll(async () => {
  const genesis = smallGenesis(
    {},
    { netuid: 6, name: 'Drained', symbol: 'ζ', tao: '1000', alpha: '0.000999' },
    { netuid: 10, name: 'Round', symbol: 'κ', tao: '1500', alpha: '1000' },
  )
  devnet = await startDevnet({
    blockTime: 'manual',
    genesis: {
      ...genesis,
      hotkeys: [...genesis.hotkeys, { hotkey: OWN_HOTKEY, owner: developmentAccounts.alice }],
    },
  })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

describe('refuses, in the order of its checks', () => {
  // Subnet 1 is priced 0.666666666…, so 666,666,666 is below and 666,666,667 above its price.
  const rows: readonly Refusal[] = [
    {
      because: 'more than 1000 times the pool, before the limit',
      args: [STRANGER, 5, 1_000_000n * TAO + 1n, 1n, false],
      error: 'subtensorModule.InsufficientLiquidity',
    },
    {
      because: 'a limit below the price, before asking whether the subnet is open',
      args: [STRANGER, 5, 1n, 666_666_666n, false],
      error: 'swap.PriceLimitExceeded',
    },
    {
      because: 'a limit below the price, in partial mode too',
      args: [HOTKEY, 1, TAO, 666_666_666n, true],
      error: 'swap.PriceLimitExceeded',
    },
    {
      because: 'a limit equal to the price',
      args: [HOTKEY, 10, TAO, 1_500_000_000n, true],
      error: 'swap.PriceLimitExceeded',
    },
    {
      because: 'a pool too empty to find the largest amount',
      args: [STRANGER, 6, TAO, 10n ** 15n, true],
      error: 'swap.ReservesTooLow',
    },
    {
      because: 'no such subnet',
      args: [STRANGER, 9, 1n, 1n, false],
      error: 'subtensorModule.SubnetNotExists',
    },
    {
      because: 'staking has not begun, before the amount',
      args: [STRANGER, 5, 1n, TAO, false],
      error: 'subtensorModule.SubtokenDisabled',
    },
    {
      because: 'one rao below the minimum, before the limit is compared',
      args: [STRANGER, 1, 2_001_006n, 666_666_667n, false],
      error: 'subtensorModule.AmountTooLow',
    },
    {
      because: 'strict and more than fits, before the balance',
      args: [STRANGER, 1, 100n * TAO, 700_000_000n, false],
      signer: bob,
      error: 'subtensorModule.SlippageTooHigh',
    },
    {
      because: 'strict and one rao more than fits',
      args: [HOTKEY, 1, 24_707_518_010n, 700_000_000n, false],
      error: 'subtensorModule.SlippageTooHigh',
    },
    {
      because: 'strict on root with a limit below 1 TAO',
      args: [HOTKEY, 0, 5n * TAO, 999_999_999n, false],
      error: 'subtensorModule.SlippageTooHigh',
    },
    {
      because: 'partial, and what fits is more than the balance, before the hotkey',
      args: [STRANGER, 1, 100n * TAO, 700_000_000n, true],
      signer: bob,
      error: 'subtensorModule.NotEnoughBalanceToStake',
    },
    {
      because: 'nobody owns the hotkey, before what fits is found too small',
      args: [STRANGER, 1, 100n * TAO, 666_667_000n, true],
      error: 'subtensorModule.HotKeyAccountNotExists',
    },
    {
      because: 'partial, and what fits is below the minimum',
      args: [HOTKEY, 1, 100n * TAO, 666_667_000n, true],
      error: 'subtensorModule.AmountTooLow',
    },
    {
      because: 'partial on root with a limit below 1 TAO, where nothing fits',
      args: [HOTKEY, 0, 5n * TAO, 999_999_999n, true],
      error: 'subtensorModule.AmountTooLow',
    },
  ]
  test.each(rows)('$because', async (row) => {
    await expectRefusal(devnet, api, 'addStakeLimit', WEIGHT_FEE, AUTHOR, { signer: alice, ...row })
  })
})

test('the owner of a hotkey does not make it a delegate', async () => {
  const strict = call(api, 'subtensorModule', 'addStakeLimit', OWN_HOTKEY, 0, 5n * TAO, TAO, false)
  expect((await include(devnet, api, strict, alice)).error).toBeUndefined()
  expect(await keysOf(api, 'subtensorModule', 'delegates')).toEqual([])
})

test('partial mode stakes what fits, and makes the hotkey of another a delegate', async () => {
  const free = await freeBalance(api, alice.address)
  const partial = call(api, 'subtensorModule', 'addStakeLimit', HOTKEY, 1, 100n * TAO, 700_000_000n, true)
  const result = await include(devnet, api, partial, alice)
  const fee = extrinsicFee(WEIGHT_FEE, result)
  expect(result.events.slice(1, 4)).toEqual([
    ['balances.Transfer', alice.address, subnetPot(1), '24707518009'],
    ['balances.Transfer', subnetPot(1), AUTHOR, '12441414'],
    ['subtensorModule.StakeAdded', alice.address, HOTKEY, '24707518009', '36149890575', '1', '12441414'],
  ])
  expect(await stateOf(api, 1, HOTKEY, alice.address)).toMatchObject({
    tao: '1024695076595',
    alphaIn: '1463850109425',
    alphaOut: '36149890575',
    volume: '24707518009',
    stake: '36149890575',
  })
  expect(await freeBalance(api, alice.address)).toBe(free - 24_707_518_009n - fee)
  expect(await keysOf(api, 'subtensorModule', 'delegates')).toEqual([HOTKEY])
})

test('strict mode stakes all of it when that ends within the limit', async () => {
  const before = await stake(api, HOTKEY, alice.address, 10)
  const strict = call(api, 'subtensorModule', 'addStakeLimit', HOTKEY, 10, 10n * TAO, 1_600_000_000n, false)
  const result = await include(devnet, api, strict, alice)
  expect(result.error).toBeUndefined()
  expect(before).toBe(0n)
  // floor(1000e9 * (1 - 1500e9 / (1500e9 + 9994964523)))
  expect(await stake(api, HOTKEY, alice.address, 10)).toBe(6_619_203_876n)
})

test('a poor coldkey may ask for more than it has when less than that fits', async () => {
  // With the price moved by the stake above, the limit leaves room for about 0.1 TAO.
  const partial = call(api, 'subtensorModule', 'addStakeLimit', HOTKEY, 1, 100n * TAO, 700_140_000n, true)
  const result = await include(devnet, api, partial, bob)
  expect(result.error).toBeUndefined()
  expect(await freeBalance(api, bob.address)).toBeGreaterThan(TAO / 3n)
})
