import type { Hex, StorageKeys, StorageValue } from '@stake/schema'
import { codecOf } from '../scale/codec.ts'
import { toHex } from '../scale/hex.ts'
import { pallets, type ServedPallet, type ServedStorage } from '../scale/served-tables.ts'
import { storageKey } from '../scale/storage-key.ts'

/**
 * A raw entry for the `storage` of a genesis, by the names and types of `@stake/schema`.
 *
 * @throws InvalidScale for a value that the item cannot hold.
 *
 * @example
 * ```ts
 * import { demoGenesis, startDevnet, storageEntry } from '@stake/devnet'
 *
 * const halved = storageEntry('SubtensorModule', 'TxDelegateTakeRateLimit', [], 108_000n)
 * halved[1] // => 0xe0a5010000000000
 * const devnet = await startDevnet({ genesis: { ...demoGenesis(), storage: Object.fromEntries([halved]) } })
 * await devnet.close()
 * ```
 */
export function storageEntry<P extends ServedPallet, S extends ServedStorage<P>>(
  pallet: P,
  item: S,
  keys: StorageKeys<P, S>,
  value: NonNullable<StorageValue<P, S>>,
): [Hex, Hex] {
  const key = storageKey(pallet, item, ...keys)
  const type = pallets[pallet].storage[item]?.value ?? ''
  return [key, toHex(codecOf(type).enc(value as never))]
}
