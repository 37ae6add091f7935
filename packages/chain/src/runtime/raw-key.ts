import { blake2AsU8a, xxhashAsU8a } from '@polkadot/util-crypto'
import { hexOf } from '../bytes.ts'
import type { Hex } from '../chain.ts'
import { RememberedTexts } from '../remembered-texts.ts'
import type { StorageItem } from './storage.ts'

type Hash = (key: Uint8Array) => Uint8Array

/** How a map hides its keys, or not, by the names that metadata has for it (pallet `frame_support`, `StorageHasher`). */
const HASHERS: Readonly<Record<string, Hash>> = {
  Identity: (key) => key,
  Blake2_128: (key) => blake2AsU8a(key, 128),
  Blake2_256: (key) => blake2AsU8a(key, 256),
  Blake2_128Concat: (key) => joined(blake2AsU8a(key, 128), key),
  Twox128: (key) => xxhashAsU8a(key, 128),
  Twox256: (key) => xxhashAsU8a(key, 256),
  Twox64Concat: (key) => joined(xxhashAsU8a(key, 64), key),
}

interface Frame {
  /** What all keys of the item begin with. */
  readonly prefix: Hex
  readonly hashers: readonly string[]
}

const frames = new WeakMap<StorageItem, Frame>()

/** Keys are asked for by the thousand, and made of few parts: netuids and addresses, over and over. */
const parts = new RememberedTexts<string>()

/** The key that an entry lies under, of the SCALE bytes of all keys of its item. */
export function rawKey(item: StorageItem, keys: readonly Uint8Array[]): Hex {
  const { prefix, hashers } = frames.get(item) ?? frameOf(item)
  return `0x${prefix.slice(2)}${keys.map((key, index) => partOf(hashers[index] ?? '', key)).join('')}`
}

function frameOf(item: StorageItem): Frame {
  const { type } = item.creator.meta
  const frame = type.isPlain
    ? { prefix: item.key(), hashers: [] }
    : { prefix: item.keyPrefix(), hashers: type.asMap.hashers.map((hasher) => hasher.type) }
  frames.set(item, frame)
  return frame
}

function partOf(hasher: string, key: Uint8Array): string {
  const name = `${hasher}${hexOf(key)}`
  const known = parts.get(name)
  if (known !== undefined) return known
  const hash = HASHERS[hasher]
  if (!hash) throw new TypeError(`There is no hasher ${hasher}.`)
  return parts.set(name, hexOf(hash(key)).slice(2))
}

function joined(hash: Uint8Array, key: Uint8Array): Uint8Array {
  const all = new Uint8Array(hash.length + key.length)
  all.set(hash)
  all.set(key, hash.length)
  return all
}
