import { Binary } from '@polkadot-api/substrate-bindings'
import {
  type Hex,
  type PalletName,
  pallets,
  type StorageKeys,
  type StorageName,
  type StorageValue,
} from '@stake/schema'
import { codecOf } from '../src/scale/codec.ts'
import { storageKey } from '../src/scale/storage-key.ts'

/** An entry of a genesis' raw storage, by name. */
export function stored<P extends PalletName, S extends StorageName<P>>(
  pallet: P,
  item: S,
  keys: StorageKeys<P, S>,
  value: NonNullable<StorageValue<P, S>>,
): readonly [Hex, Hex] {
  const { value: type } =
    (pallets[pallet].storage as Readonly<Record<string, { readonly value: string }>>)[item] ?? {}
  return [storageKey(pallet, item, ...keys), Binary.toHex(codecOf<string>(type ?? '').enc(value)) as Hex]
}
