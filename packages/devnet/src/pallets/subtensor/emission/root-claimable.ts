import type { AccountId32 } from '@stake/schema'
import type { Storage } from '../../../runtime/storage.ts'
import { codecOf } from '../../../scale/codec.ts'
import { storageKey } from '../../../scale/storage-key.ts'

const RATE = codecOf('I96F32')
/** Two bytes of netuid and sixteen of rate. */
const ENTRY_LENGTH = 18

/**
 * Raises what a validator's stakers on root can claim of a subnet's alpha. A validator of all subnets has an entry for
 * each, and an epoch raises one entry of every validator: the others stay the bytes they are, for to read and write
 * them all would take longer than the rest of the epoch.
 *
 * @param rate alpha for each unit staked on root, I96F32 bits
 */
export function raiseClaimable(storage: Storage, hotkey: AccountId32, netuid: number, rate: bigint): void {
  const key = storageKey('SubtensorModule', 'RootClaimable', hotkey)
  const stored = storage.overlay.get(key)
  const at = stored === undefined ? -1 : entryOf(stored, netuid)
  if (stored === undefined || at < 0) {
    const added = [netuid, { bits: rate }] as const
    storage.update('SubtensorModule', 'RootClaimable', [hotkey], (claimable) => [...claimable, added])
    return
  }
  const { bits } = RATE.decOwn(stored.subarray(at + 2, at + ENTRY_LENGTH))
  const changed = new Uint8Array(stored)
  changed.set(RATE.enc({ bits: bits + rate }), at + 2)
  storage.overlay.put(key, changed)
}

/** Where the subnet's entry begins; -1 without one. Entries stand behind their compact count. */
function entryOf(map: Uint8Array, netuid: number): number {
  for (let at = map.length % ENTRY_LENGTH; at < map.length; at += ENTRY_LENGTH)
    if ((map[at] ?? 0) + 256 * (map[at + 1] ?? 0) === netuid) return at
  return -1
}
