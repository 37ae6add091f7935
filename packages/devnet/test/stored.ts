import { Binary } from '@polkadot-api/substrate-bindings'
import type { Hex, StorageKeys, StorageValue } from '@stake/schema'
import { codecOf } from '../src/scale/codec.ts'
import { pallets, type ServedPallet, type ServedStorage } from '../src/scale/served-tables.ts'
import { storageKey } from '../src/scale/storage-key.ts'

/** An entry of a genesis' raw storage, by name. */
export function stored<P extends ServedPallet, S extends ServedStorage<P>>(
  pallet: P,
  item: S,
  keys: StorageKeys<P, S>,
  value: NonNullable<StorageValue<P, S>>,
): readonly [Hex, Hex] {
  const type = pallets[pallet].storage[item]?.value
  return [storageKey(pallet, item, ...keys), Binary.toHex(codecOf<string>(type ?? '').enc(value)) as Hex]
}
