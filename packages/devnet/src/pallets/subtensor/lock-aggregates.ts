import type { AccountId32, LockState } from '@stake/schema'
import type { Storage } from '../../runtime/storage.ts'
import { isOwnerHotkey, isPerpetual, rolledLock } from './rolled-lock.ts'

/** Writes anew what the locks that name a hotkey of a subnet come to: those that decay, and those that do not. */
export function writeLockAggregates(storage: Storage, netuid: number, hotkey: AccountId32): void {
  let perpetual: LockState | undefined
  let decaying: LockState | undefined
  for (const [[coldkey, on, named], stored] of [...storage.entries('SubtensorModule', 'Lock')]) {
    if (on !== netuid || named !== hotkey) continue
    const lock = rolledLock(storage, coldkey, netuid, hotkey, stored)
    if (isPerpetual(storage, coldkey, netuid)) perpetual = sum(perpetual, lock)
    else decaying = sum(decaying, lock)
  }
  if (isOwnerHotkey(storage, netuid, hotkey)) {
    writeOfOwner(storage, 'OwnerLock', netuid, perpetual)
    writeOfOwner(storage, 'DecayingOwnerLock', netuid, decaying)
  } else {
    writeOfHotkey(storage, 'HotkeyLock', netuid, hotkey, perpetual)
    writeOfHotkey(storage, 'DecayingHotkeyLock', netuid, hotkey, decaying)
  }
}

function sum(a: LockState | undefined, b: LockState): LockState {
  if (a === undefined) return b
  return {
    locked_mass: a.locked_mass + b.locked_mass,
    conviction: { bits: a.conviction.bits + b.conviction.bits },
    last_update: b.last_update,
  }
}

function writeOfOwner(
  storage: Storage,
  item: 'OwnerLock' | 'DecayingOwnerLock',
  netuid: number,
  lock: LockState | undefined,
): void {
  if (lock === undefined) storage.remove('SubtensorModule', item, netuid)
  else storage.put('SubtensorModule', item, [netuid], lock)
}

function writeOfHotkey(
  storage: Storage,
  item: 'HotkeyLock' | 'DecayingHotkeyLock',
  netuid: number,
  hotkey: AccountId32,
  lock: LockState | undefined,
): void {
  if (lock === undefined) storage.remove('SubtensorModule', item, netuid, hotkey)
  else storage.put('SubtensorModule', item, [netuid, hotkey], lock)
}
