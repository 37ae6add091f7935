import { expect, test } from 'vitest'
import { emptyState, StateOverlay } from '../../chain/state.ts'
import { namedAccount } from '../../genesis/genesis.ts'
import { Context } from '../../runtime/context.ts'
import { Storage } from '../../runtime/storage.ts'
import { decreaseStake, depositBuysShares, increaseStake, stakeOf } from './share-pool.ts'

const HOTKEY = namedAccount('hotkey')
const [A, B] = [namedAccount('a'), namedAccount('b')]
const NETUID = 1
const ONE = 1n << 64n

function context(): Context {
  return new Context(new Storage(new StateOverlay(emptyState())), namedAccount('author'))
}

test('an empty pool starts one to one, and what is gone is not stored', () => {
  const ctx = context()
  increaseStake(ctx, HOTKEY, A, NETUID, 1000n)
  increaseStake(ctx, HOTKEY, B, NETUID, 500n)
  expect([stakeOf(ctx.storage, HOTKEY, A, NETUID), stakeOf(ctx.storage, HOTKEY, B, NETUID)]).toEqual([
    1000n,
    500n,
  ])
  decreaseStake(ctx, HOTKEY, A, NETUID, 1000n)
  decreaseStake(ctx, HOTKEY, B, NETUID, 500n)
  expect([...ctx.storage.entries('SubtensorModule', 'AlphaV2')]).toEqual([])
  expect(ctx.storage.has('SubtensorModule', 'TotalHotkeyAlpha', HOTKEY, NETUID)).toBe(false)
  expect(ctx.storage.has('SubtensorModule', 'TotalHotkeySharesV2', HOTKEY, NETUID)).toBe(false)
})

test('what the hotkey earns belongs to all in proportion', () => {
  const ctx = context()
  increaseStake(ctx, HOTKEY, A, NETUID, 300n)
  increaseStake(ctx, HOTKEY, B, NETUID, 100n)
  ctx.storage.put('SubtensorModule', 'TotalHotkeyAlpha', [HOTKEY, NETUID], 800n)
  expect([stakeOf(ctx.storage, HOTKEY, A, NETUID), stakeOf(ctx.storage, HOTKEY, B, NETUID)]).toEqual([
    600n,
    200n,
  ])
  increaseStake(ctx, HOTKEY, B, NETUID, 400n)
  expect([stakeOf(ctx.storage, HOTKEY, A, NETUID), stakeOf(ctx.storage, HOTKEY, B, NETUID)]).toEqual([
    600n,
    600n,
  ])
})

test('shares of the old generation count as long as their key exists, and move when they change', () => {
  const ctx = context()
  const { storage } = ctx
  storage.put('SubtensorModule', 'TotalHotkeyAlpha', [HOTKEY, NETUID], 1000n)
  storage.put('SubtensorModule', 'TotalHotkeyShares', [HOTKEY, NETUID], { bits: 4n * ONE })
  storage.put('SubtensorModule', 'Alpha', [HOTKEY, A, NETUID], { bits: 3n * ONE })
  // A new entry beside the old one does not count …
  storage.put('SubtensorModule', 'AlphaV2', [HOTKEY, A, NETUID], { mantissa: 10n ** 21n, exponent: 0n })
  // … but one without an old one does, against the old denominator.
  storage.put('SubtensorModule', 'AlphaV2', [HOTKEY, B, NETUID], { mantissa: 10n ** 21n, exponent: -21n })
  expect([stakeOf(storage, HOTKEY, A, NETUID), stakeOf(storage, HOTKEY, B, NETUID)]).toEqual([750n, 250n])

  decreaseStake(ctx, HOTKEY, A, NETUID, 250n)
  expect(storage.has('SubtensorModule', 'Alpha', HOTKEY, A, NETUID)).toBe(false)
  expect(storage.has('SubtensorModule', 'TotalHotkeyShares', HOTKEY, NETUID)).toBe(false)
  expect(storage.get('SubtensorModule', 'AlphaV2', HOTKEY, A, NETUID)).toEqual({
    mantissa: 2n * 10n ** 20n,
    exponent: -20n,
  })
  expect([stakeOf(storage, HOTKEY, A, NETUID), stakeOf(storage, HOTKEY, B, NETUID)]).toEqual([500n, 250n])
})

test('nothing is taken from a position that is smaller', () => {
  const ctx = context()
  increaseStake(ctx, HOTKEY, A, NETUID, 10n)
  decreaseStake(ctx, HOTKEY, A, NETUID, 11n)
  expect(stakeOf(ctx.storage, HOTKEY, A, NETUID)).toBe(10n)
})

test('any deposit opens an empty pool, and one rao buys shares of a large one', () => {
  const ctx = context()
  expect(depositBuysShares(ctx.storage, HOTKEY, NETUID, 1n)).toBe(true)
  increaseStake(ctx, HOTKEY, A, NETUID, 21_000_000_000_000_000n)
  expect(depositBuysShares(ctx.storage, HOTKEY, NETUID, 1n)).toBe(true)
})

test('the hotkeys a coldkey stakes with are noted once', () => {
  const ctx = context()
  increaseStake(ctx, HOTKEY, A, NETUID, 1n)
  increaseStake(ctx, HOTKEY, A, 2, 1n)
  expect(ctx.storage.get('SubtensorModule', 'StakingHotkeys', A)).toEqual([HOTKEY])
})
