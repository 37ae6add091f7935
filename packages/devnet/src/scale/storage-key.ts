import { concatBytes } from '@noble/hashes/utils.js'
import {
  Binary,
  Blake2128,
  Blake2128Concat,
  Blake2256,
  Identity,
  Twox64Concat,
  Twox128,
  Twox256,
} from '@polkadot-api/substrate-bindings'
import {
  type Hasher,
  type Hex,
  type PalletName,
  type PalletSchema,
  pallets,
  type StorageKeys,
  type StorageName,
  type StorageSchema,
} from '@stake/schema'
import { codecOf } from './codec.ts'
import { toHex } from './hex.ts'

const HASHERS: Readonly<Record<Hasher, (bytes: Uint8Array) => Uint8Array>> = {
  Identity,
  Blake2_128: Blake2128,
  Blake2_256: Blake2256,
  Blake2_128Concat: Blake2128Concat,
  Twox128,
  Twox256,
  Twox64Concat,
}

/** The key a storage item's value lies under, as every Substrate chain hashes it. */
export function storageKey<P extends PalletName, S extends StorageName<P>>(
  pallet: P,
  item: S,
  ...keys: StorageKeys<P, S>
): Hex {
  const { schema, prefix } = storageItem(pallet, item)
  const given: readonly unknown[] = keys
  if (given.length !== schema.keys.length)
    throw new TypeError(`${pallet}.${item} takes ${schema.keys.length} keys, not ${given.length}`)
  return hashedKey(prefix, schema, given)
}

/**
 * What the keys of a storage map begin with: all of them, or those whose first keys are given.
 *
 * Enumerating a prefix gives the entries in the order of their hashed keys, not of the keys.
 */
export function storagePrefix<P extends PalletName, S extends StorageName<P>>(
  pallet: P,
  item: S,
  ...firstKeys: Partial<StorageKeys<P, S>>
): Hex {
  const { schema, prefix } = storageItem(pallet, item)
  return hashedKey(prefix, schema, firstKeys)
}

function storageItem(pallet: PalletName, item: string): { schema: StorageSchema; prefix: string } {
  const table: PalletSchema = pallets[pallet]
  const schema = table.storage[item]
  if (schema === undefined || table.storagePrefix === null)
    throw new TypeError(`@stake/schema has no storage ${pallet}.${item}`)
  const name = `${pallet}.${item}`
  let prefix = prefixes.get(name)
  if (prefix === undefined) {
    prefix = hexDigits(
      concatBytes(Twox128(Binary.fromText(table.storagePrefix)), Twox128(Binary.fromText(item))),
    )
    prefixes.set(name, prefix)
  }
  return { schema, prefix }
}

const prefixes = new Map<string, string>()

function hashedKey(prefix: string, schema: StorageSchema, keys: readonly unknown[]): Hex {
  const parts = keys.map((key, at) => {
    const part = schema.keys[at]
    if (part === undefined) throw new TypeError(`at most ${schema.keys.length} keys are possible`)
    return hashedPart(part[0], part[1], key)
  })
  return `0x${prefix}${parts.join('')}`
}

// Half the time of a stake would go into hashing the same few accounts again and again.
const hashedParts = new Map<string, string>()
const HASHED_PARTS_LIMIT = 50_000

function hashedPart(hasher: Hasher, type: string, key: unknown): string {
  const hash = () => hexDigits(HASHERS[hasher](codecOf(type).enc(key)))
  if (typeof key !== 'string' && typeof key !== 'number') return hash()
  const name = `${hasher} ${type} ${key}`
  let part = hashedParts.get(name)
  if (part === undefined) {
    if (hashedParts.size === HASHED_PARTS_LIMIT) hashedParts.clear()
    part = hash()
    hashedParts.set(name, part)
  }
  return part
}

function hexDigits(bytes: Uint8Array): string {
  return toHex(bytes).slice(2)
}
