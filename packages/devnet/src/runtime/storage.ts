import type { Hasher, StorageKeys, StorageSchema, StorageValue } from '@stake/schema'
import type { StateOverlay } from '../chain/state.ts'
import { codecOf } from '../scale/codec.ts'
import { fromHex } from '../scale/hex.ts'
import { pallets, type ServedPallet, type ServedStorage } from '../scale/served-tables.ts'
import { storageKey, storagePrefix } from '../scale/storage-key.ts'

/** Length of the part of a key, as text, that names pallet and item: `0x` and two 16-byte hashes. */
const PREFIX_LENGTH = 2 + 2 * 32

/** The type of the hash that stands before a key; no key type is a bare byte array. */
const HASH_PREFIX: Readonly<Partial<Record<Hasher, readonly [string]>>> = {
  Blake2_128Concat: ['[u8; 16]'],
  Twox64Concat: ['[u8; 8]'],
}

/** What can be stored of an item; of one that is only there or not, nothing. */
type Stored<Value> = [NonNullable<Value>] extends [never] ? undefined : NonNullable<Value>

/** Reads and writes storage by name, typed by the schema's tables, under the chain's own hashed keys. */
export class Storage {
  readonly overlay: StateOverlay

  constructor(overlay: StateOverlay) {
    this.overlay = overlay
  }

  /** The value, its default, or undefined where there is none. */
  get<P extends ServedPallet, S extends ServedStorage<P>>(
    pallet: P,
    item: S,
    ...keys: StorageKeys<P, S>
  ): StorageValue<P, S> {
    const schema = schemaOf(pallet, item)
    const bytes = this.overlay.get(storageKey(pallet, item, ...keys))
    if (bytes === undefined) return defaultOf(schema) as StorageValue<P, S>
    return codecOf(schema.value).decOwn(bytes) as StorageValue<P, S>
  }

  /** Whether something is stored, which for many items means more than its value. */
  has<P extends ServedPallet, S extends ServedStorage<P>>(
    pallet: P,
    item: S,
    ...keys: StorageKeys<P, S>
  ): boolean {
    return this.overlay.get(storageKey(pallet, item, ...keys)) !== undefined
  }

  put<P extends ServedPallet, S extends ServedStorage<P>>(
    pallet: P,
    item: S,
    keys: StorageKeys<P, S>,
    value: Stored<StorageValue<P, S>>,
  ): void {
    this.overlay.put(storageKey(pallet, item, ...keys), codecOf(schemaOf(pallet, item).value).enc(value))
  }

  /** Stores what `change` makes of the present value. */
  update<P extends ServedPallet, S extends ServedStorage<P>>(
    pallet: P,
    item: S,
    keys: StorageKeys<P, S>,
    change: (value: StorageValue<P, S>) => Stored<StorageValue<P, S>>,
  ): void {
    this.put(pallet, item, keys, change(this.get(pallet, item, ...keys)))
  }

  remove<P extends ServedPallet, S extends ServedStorage<P>>(
    pallet: P,
    item: S,
    ...keys: StorageKeys<P, S>
  ): void {
    this.overlay.delete(storageKey(pallet, item, ...keys))
  }

  /** All stored entries under the given first keys, in the order of their storage keys. */
  *entries<P extends ServedPallet, S extends ServedStorage<P>>(
    pallet: P,
    item: S,
    ...firstKeys: Partial<StorageKeys<P, S>>
  ): Generator<readonly [keys: StorageKeys<P, S>, value: NonNullable<StorageValue<P, S>>]> {
    const schema = schemaOf(pallet, item)
    for (const key of this.overlay.keys(storagePrefix(pallet, item, ...firstKeys))) {
      const value = this.overlay.get(key)
      if (value === undefined) continue
      yield [
        decodedKeys(schema, fromHex(`0x${key.slice(PREFIX_LENGTH)}`)) as StorageKeys<P, S>,
        codecOf(schema.value).decOwn(value) as NonNullable<StorageValue<P, S>>,
      ]
    }
  }
}

/** Many reads find nothing: what they get is decoded once. */
function defaultOf(schema: StorageSchema): unknown {
  if (schema.optional) return undefined
  let value = defaults.get(schema)
  if (value === undefined) {
    value = codecOf(schema.value).decOwn(fromHex(schema.fallback))
    defaults.set(schema, value)
  }
  return value
}

const defaults = new Map<StorageSchema, unknown>()

function schemaOf(pallet: ServedPallet, item: string): StorageSchema {
  return pallets[pallet].storage[item] as StorageSchema
}

/** Reads the keys back out of the end of a storage key. Only for items whose hashers keep them. */
function decodedKeys(schema: StorageSchema, bytes: Uint8Array): readonly unknown[] {
  // Between the keys stand the hashes some of them come with.
  const parts = schema.keys.flatMap(([hasher, type]) => [...(HASH_PREFIX[hasher] ?? []), type])
  const [only = ''] = parts
  if (parts.length === 1) return [codecOf(only).decOwn(bytes)]
  const values = codecOf(`(${parts.join(', ')})`).decOwn(bytes) as readonly unknown[]
  return values.filter((_, at) => !Object.values(HASH_PREFIX).some(([hash]) => hash === parts[at]))
}
