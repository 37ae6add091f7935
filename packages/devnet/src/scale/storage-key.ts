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
import type { Hasher, Hex, StorageKeys, StorageSchema } from '@stake/schema'
import { codecOf } from './codec.ts'
import { toHex } from './hex.ts'
import { pallets, type ServedPallet, type ServedStorage } from './served-tables.ts'

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
export function storageKey<P extends ServedPallet, S extends ServedStorage<P>>(
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
export function storagePrefix<P extends ServedPallet, S extends ServedStorage<P>>(
  pallet: P,
  item: S,
  ...firstKeys: Partial<StorageKeys<P, S>>
): Hex {
  const { schema, prefix } = storageItem(pallet, item)
  return hashedKey(prefix, schema, firstKeys)
}

interface StorageItem {
  readonly schema: StorageSchema
  readonly prefix: string
}

const storageItems = new Map<ServedPallet, Map<string, StorageItem>>()

function storageItem(pallet: ServedPallet, item: string): StorageItem {
  const items = within(storageItems, pallet)
  let found = items.get(item)
  if (found === undefined) {
    const table = pallets[pallet]
    const schema = table.storage[item]
    if (schema === undefined || table.storagePrefix === null)
      throw new TypeError(`no storage ${pallet}.${item} is served`)
    const hashes = [table.storagePrefix, item].map((name) => Twox128(Binary.fromText(name)))
    found = { schema, prefix: hexDigits(concatBytes(...hashes)) }
    items.set(item, found)
  }
  return found
}

function hashedKey(prefix: string, schema: StorageSchema, keys: readonly unknown[]): Hex {
  const parts = keys.map((key, at) => {
    const part = schema.keys[at]
    if (part === undefined) throw new TypeError(`at most ${schema.keys.length} keys are possible`)
    return hashedPart(part[0], part[1], key)
  })
  return `0x${prefix}${parts.join('')}`
}

// Half the time of a stake would go into hashing the same few accounts again and again.
const hashedParts = new Map<Hasher, Map<string, Map<string | number, string>>>()
/** Of one type of key. */
const HASHED_PARTS_LIMIT = 20_000

function hashedPart(hasher: Hasher, type: string, key: unknown): string {
  const hash = () => hexDigits(HASHERS[hasher](codecOf(type).enc(key)))
  if (typeof key !== 'string' && typeof key !== 'number') return hash()
  const parts = within(within(hashedParts, hasher), type)
  let part = parts.get(key)
  if (part === undefined) {
    if (parts.size === HASHED_PARTS_LIMIT) parts.clear()
    part = hash()
    parts.set(key, part)
  }
  return part
}

function within<Key, InnerKey, Value>(maps: Map<Key, Map<InnerKey, Value>>, key: Key): Map<InnerKey, Value> {
  let map = maps.get(key)
  if (map === undefined) {
    map = new Map()
    maps.set(key, map)
  }
  return map
}

function hexDigits(bytes: Uint8Array): string {
  return toHex(bytes).slice(2)
}
