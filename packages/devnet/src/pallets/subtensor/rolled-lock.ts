import { rollLock } from '@stake/math'
import type { AccountId32, LockState } from '@stake/schema'
import type { Storage } from '../../runtime/storage.ts'

/** Whether a coldkey's lock on a subnet does not decay. */
export function isPerpetual(storage: Storage, coldkey: AccountId32, netuid: number): boolean {
  return storage.get('SubtensorModule', 'DecayingLock', coldkey, netuid) === false
}

/** A lock as it is now. */
export function rolledLock(
  storage: Storage,
  coldkey: AccountId32,
  netuid: number,
  hotkey: AccountId32,
  { locked_mass, conviction, last_update }: LockState,
): LockState {
  const lock = { mass: locked_mass, conviction: conviction.bits, lastUpdate: last_update }
  const later = rollLock(lock, BigInt(storage.get('System', 'Number')), {
    unlockRate: storage.get('SubtensorModule', 'UnlockRate'),
    maturityRate: storage.get('SubtensorModule', 'MaturityRate'),
    perpetual: isPerpetual(storage, coldkey, netuid),
    ownerLock: isOwnerHotkey(storage, netuid, hotkey),
  })
  return {
    locked_mass: later.mass,
    conviction: { bits: later.conviction },
    last_update: later.lastUpdate,
  }
}

/** Whether the hotkey is that of the subnet's owner, whose locks gather conviction otherwise. */
export function isOwnerHotkey(storage: Storage, netuid: number, hotkey: AccountId32): boolean {
  return (
    storage.has('SubtensorModule', 'SubnetOwnerHotkey', netuid) &&
    storage.get('SubtensorModule', 'SubnetOwnerHotkey', netuid) === hotkey
  )
}
