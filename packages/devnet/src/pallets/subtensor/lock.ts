import { fixedDivFloor, fixedMulFloor } from '@stake/math'
import type { AccountId32, LockState } from '@stake/schema'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import type { Storage } from '../../runtime/storage.ts'
import { ownerOf } from './hotkeys.ts'
import { writeLockAggregates } from './lock-aggregates.ts'
import { rolledLock } from './rolled-lock.ts'
import { stakeOf } from './share-pool.ts'

/** The bit of `AccountFlags` with which a coldkey accepts alpha that is locked. */
export const ACCEPTS_LOCKED_ALPHA = 1n

/** A coldkey's conviction lock on a subnet: it names one hotkey but holds the alpha with all of them. */
export interface HeldLock {
  readonly hotkey: AccountId32
  readonly lock: LockState
}

/** The coldkey's lock on the subnet as it is now, if it has one. */
export function lockOf(storage: Storage, coldkey: AccountId32, netuid: number): HeldLock | undefined {
  for (const [[, , hotkey], lock] of storage.entries('SubtensorModule', 'Lock', coldkey, netuid))
    return { hotkey, lock: rolledLock(storage, coldkey, netuid, hotkey, lock) }
  return undefined
}

/** What conviction, in U64F64 bits, each hotkey of a subnet has from all locks that name it. */
export function convictionOn(storage: Storage, netuid: number): ReadonlyMap<AccountId32, bigint> {
  const convictions = new Map<AccountId32, bigint>()
  for (const [[coldkey, on, hotkey], lock] of storage.entries('SubtensorModule', 'Lock')) {
    if (on !== netuid) continue
    const { conviction } = rolledLock(storage, coldkey, netuid, hotkey, lock)
    convictions.set(hotkey, (convictions.get(hotkey) ?? 0n) + conviction.bits)
  }
  return convictions
}

/** Alpha of a coldkey on a subnet, with all its hotkeys, in rao. */
export function totalAlphaOf(storage: Storage, coldkey: AccountId32, netuid: number): bigint {
  let total = 0n
  for (const hotkey of storage.get('SubtensorModule', 'StakingHotkeys', coldkey))
    total += stakeOf(storage, hotkey, coldkey, netuid)
  return total
}

/** Alpha a conviction lock holds back now. */
export function lockedAlpha(storage: Storage, coldkey: AccountId32, netuid: number): bigint {
  return lockOf(storage, coldkey, netuid)?.lock.locked_mass ?? 0n
}

/** Alpha the coldkey can take out of the subnet. */
export function availableAlpha(storage: Storage, coldkey: AccountId32, netuid: number): bigint {
  const free = totalAlphaOf(storage, coldkey, netuid) - lockedAlpha(storage, coldkey, netuid)
  return free > 0n ? free : 0n
}

/** Fails a call that would take out alpha which a lock holds back. */
export function ensureAvailable(storage: Storage, coldkey: AccountId32, netuid: number, alpha: bigint): void {
  if (availableAlpha(storage, coldkey, netuid) < alpha)
    throw moduleError('SubtensorModule', 'StakeUnavailable')
}

export interface LockTransfer {
  readonly from: AccountId32
  readonly to: AccountId32
  /** The hotkey the stake arrives on. */
  readonly hotkey: AccountId32
  readonly netuid: number
  /** Alpha of the stake that changes its coldkey. */
  readonly alpha: bigint
}

/**
 * Lets the lock follow stake that changes its coldkey, before it does: what is handed over beyond the available alpha
 * is locked at the receiver too. Conviction goes along in proportion, or is lost where the hotkeys' owners differ.
 */
export function transferLock(storage: Storage, { from, to, hotkey, netuid, alpha }: LockTransfer): void {
  if (from === to || alpha === 0n) return
  const source = lockOf(storage, from, netuid)
  if (source === undefined) return
  const existing = lockOf(storage, to, netuid)
  const available = availableAlpha(storage, from, netuid)
  const wanted = alpha > available ? alpha - available : 0n
  if (wanted > 0n && existing !== undefined && existing.hotkey !== hotkey)
    throw moduleError('SubtensorModule', 'LockHotkeyMismatch')
  const mass = wanted < source.lock.locked_mass ? wanted : source.lock.locked_mass
  if (mass > 0n && (storage.get('SubtensorModule', 'AccountFlags', to) & ACCEPTS_LOCKED_ALPHA) === 0n)
    throw moduleError('SubtensorModule', 'AccountRejectsLockedAlpha')

  const part = fixedDivFloor(mass << 64n, source.lock.locked_mass << 64n)
  const lost = fixedMulFloor(source.lock.conviction.bits, part)
  const target = existing ?? {
    hotkey,
    lock: { locked_mass: 0n, conviction: { bits: 0n }, last_update: BigInt(storage.get('System', 'Number')) },
  }
  const kept = ownerOf(storage, source.hotkey) === ownerOf(storage, target.hotkey) ? lost : 0n
  writeLock(storage, from, netuid, changed(source, -mass, -lost))
  writeLock(storage, to, netuid, changed(target, mass, kept))
}

function changed({ hotkey, lock }: HeldLock, mass: bigint, conviction: bigint): HeldLock {
  const { locked_mass, conviction: old, last_update } = lock
  return {
    hotkey,
    lock: { locked_mass: locked_mass + mass, conviction: { bits: old.bits + conviction }, last_update },
  }
}

/** Removes the coldkey's lock once it has become dust. Part of every trade. */
export function dropDustLock(storage: Storage, coldkey: AccountId32, netuid: number): void {
  const held = lockOf(storage, coldkey, netuid)
  if (held !== undefined && isDust(held.lock)) removeLock(storage, coldkey, netuid, held.hotkey)
}

export function removeLock(
  storage: Storage,
  coldkey: AccountId32,
  netuid: number,
  hotkey: AccountId32,
): void {
  storage.remove('SubtensorModule', 'Lock', coldkey, netuid, hotkey)
  writeLockAggregates(storage, netuid, hotkey)
}

/** A lock rolled forward has nothing of either where it was below what the chain keeps. */
function isDust({ locked_mass, conviction }: LockState): boolean {
  return locked_mass === 0n && conviction.bits === 0n
}

/** Stores a lock as it is now; one that has become dust is removed. */
export function writeLock(
  storage: Storage,
  coldkey: AccountId32,
  netuid: number,
  { hotkey, lock }: HeldLock,
): void {
  const settled = rolledLock(storage, coldkey, netuid, hotkey, lock)
  if (isDust(settled)) {
    removeLock(storage, coldkey, netuid, hotkey)
    return
  }
  storage.put('SubtensorModule', 'Lock', [coldkey, netuid, hotkey], settled)
  writeLockAggregates(storage, netuid, hotkey)
}
