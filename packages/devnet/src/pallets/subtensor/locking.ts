import type { AccountId32, CallArgs } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import { ensureSigned, type PalletCalls } from '../../runtime/pallet-calls.ts'
import { benchmarked } from '../../runtime/weight.ts'
import { ensureHotkeyExists, ownerOf } from './hotkeys.ts'
import { ACCEPTS_LOCKED_ALPHA, type HeldLock, lockOf, removeLock, totalAlphaOf, writeLock } from './lock.ts'
import { writeLockAggregates } from './lock-aggregates.ts'

type LockCalls = Pick<
  PalletCalls<'SubtensorModule'>,
  'lock_stake' | 'move_lock' | 'set_perpetual_lock' | 'set_reject_locked_alpha'
>

/** Stake bound for conviction. Of these weights only that of `lock_stake` is the chain's; the others are near it. */
export const lockCalls: LockCalls = {
  lock_stake: {
    weight: () => benchmarked(115_995_000n, 17, 3),
    dispatch: (context, origin, args) => lockStake(context, ensureSigned(origin), args),
  },
  move_lock: {
    weight: () => benchmarked(115_995_000n, 17, 4),
    dispatch: (context, origin, args) => moveLock(context, ensureSigned(origin), args),
  },
  set_perpetual_lock: {
    weight: () => benchmarked(60_000_000n, 10, 4),
    dispatch: (context, origin, args) => setPerpetualLock(context, ensureSigned(origin), args),
  },
  set_reject_locked_alpha: {
    weight: () => benchmarked(20_000_000n, 1, 1),
    dispatch: (context, origin, args) => setRejectLockedAlpha(context, ensureSigned(origin), args),
  },
}

/** Locks alpha of a subnet on a hotkey, on top of what is locked there already. It never unlocks but by decay. */
export function lockStake(
  context: Context,
  coldkey: AccountId32,
  { hotkey, netuid, amount }: CallArgs<'SubtensorModule', 'lock_stake'>,
): void {
  const { storage } = context
  if (amount === 0n) throw moduleError('SubtensorModule', 'AmountTooLow')
  ensureHotkeyExists(storage, hotkey)
  const existing = lockOf(storage, coldkey, netuid)
  if (existing !== undefined && existing.hotkey !== hotkey)
    throw moduleError('SubtensorModule', 'LockHotkeyMismatch')
  const lock = existing?.lock ?? {
    locked_mass: 0n,
    conviction: { bits: 0n },
    last_update: BigInt(context.blockNumber),
  }
  const locked_mass = lock.locked_mass + amount
  if (totalAlphaOf(storage, coldkey, netuid) < locked_mass)
    throw moduleError('SubtensorModule', 'InsufficientStakeForLock')
  writeLock(storage, coldkey, netuid, { hotkey, lock: { ...lock, locked_mass } })
  context.deposit('SubtensorModule', 'StakeLocked', { coldkey, hotkey, netuid, amount })
}

/** Lets the lock name another hotkey. Conviction stays only where both hotkeys have one owner. */
function moveLock(
  context: Context,
  coldkey: AccountId32,
  { destination_hotkey, netuid }: CallArgs<'SubtensorModule', 'move_lock'>,
): void {
  const { storage } = context
  ensureHotkeyExists(storage, destination_hotkey)
  const held = lockOf(storage, coldkey, netuid)
  if (held === undefined) throw moduleError('SubtensorModule', 'NoExistingLock')
  const { hotkey: origin_hotkey, lock } = held
  const sameOwner = ownerOf(storage, origin_hotkey) === ownerOf(storage, destination_hotkey)
  const moved: HeldLock = {
    hotkey: destination_hotkey,
    lock: sameOwner ? lock : { ...lock, conviction: { bits: 0n } },
  }
  removeLock(storage, coldkey, netuid, origin_hotkey)
  writeLock(storage, coldkey, netuid, moved)
  context.deposit('SubtensorModule', 'LockMoved', { coldkey, origin_hotkey, destination_hotkey, netuid })
}

/** Stops or resumes the decay of the coldkey's lock on a subnet, from this block on. */
function setPerpetualLock(
  context: Context,
  coldkey: AccountId32,
  { netuid, enabled }: CallArgs<'SubtensorModule', 'set_perpetual_lock'>,
): void {
  const { storage } = context
  const held = lockOf(storage, coldkey, netuid)
  if (held !== undefined) writeLock(storage, coldkey, netuid, held)
  if (enabled) storage.put('SubtensorModule', 'DecayingLock', [coldkey, netuid], false)
  else storage.remove('SubtensorModule', 'DecayingLock', coldkey, netuid)
  if (held !== undefined) writeLockAggregates(storage, netuid, held.hotkey)
  context.deposit('SubtensorModule', 'PerpetualLockUpdated', { coldkey, netuid, enabled })
}

/** Whether others may hand the coldkey alpha that is locked: at first they may not. */
function setRejectLockedAlpha(
  context: Context,
  coldkey: AccountId32,
  { enabled }: CallArgs<'SubtensorModule', 'set_reject_locked_alpha'>,
): void {
  context.storage.update('SubtensorModule', 'AccountFlags', [coldkey], (flags) =>
    enabled ? flags & ~ACCEPTS_LOCKED_ALPHA : flags | ACCEPTS_LOCKED_ALPHA,
  )
  context.deposit('SubtensorModule', 'RejectLockedAlphaUpdated', { coldkey, enabled })
}
