import { concatBytes } from '@noble/hashes/utils.js'
import { Blake2256, compactNumber } from '@polkadot-api/substrate-bindings'

/**
 * The root hash of the ordered trie of a list: what a header's `extrinsicsRoot` holds.
 *
 * Keys are the compact-encoded positions, nodes are those of the base-16 Patricia trie with state version 1 (values
 * longer than 32 bytes are referred to by hash).
 */
export function orderedTrieRoot(values: readonly Uint8Array[]): Uint8Array {
  const entries = values
    .map((value, index): Entry => ({ nibbles: nibblesOf(compactNumber.enc(index)), value }))
    .sort((a, b) => compareNibbles(a.nibbles, b.nibbles))
  return Blake2256(entries.length === 0 ? Uint8Array.of(0) : encodedNode(entries, 0))
}

interface Entry {
  readonly nibbles: readonly number[]
  readonly value: Uint8Array
}

// Two-bit and longer prefixes of a node's first byte, with the bits left for the length of the partial key.
const LEAF = { prefix: 0b01_000000, bits: 6 }
const BRANCH = { prefix: 0b10_000000, bits: 6 }
const BRANCH_WITH_VALUE = { prefix: 0b11_000000, bits: 6 }
const LEAF_WITH_HASH = { prefix: 0b001_00000, bits: 5 }
const BRANCH_WITH_HASH = { prefix: 0b0001_0000, bits: 4 }

function encodedNode(entries: readonly Entry[], depth: number): Uint8Array {
  const first = entries[0] as Entry
  const last = entries[entries.length - 1] as Entry
  let shared = depth
  while (shared < first.nibbles.length && first.nibbles[shared] === last.nibbles[shared]) shared++
  const partial = first.nibbles.slice(depth, shared)
  const ownValue = first.nibbles.length === shared ? first.value : undefined
  const hashed = ownValue !== undefined && ownValue.length > 32
  const value =
    ownValue === undefined
      ? []
      : hashed
        ? [Blake2256(ownValue)]
        : [compactNumber.enc(ownValue.length), ownValue]

  if (entries.length === 1) return concatBytes(header(hashed ? LEAF_WITH_HASH : LEAF, partial), ...value)

  const kind = ownValue === undefined ? BRANCH : hashed ? BRANCH_WITH_HASH : BRANCH_WITH_VALUE
  const below = ownValue === undefined ? entries : entries.slice(1)
  let bitmap = 0
  const children: Uint8Array[] = []
  for (let nibble = 0; nibble < 16; nibble++) {
    const branch = below.filter((entry) => entry.nibbles[shared] === nibble)
    if (branch.length === 0) continue
    bitmap |= 1 << nibble
    const child = encodedNode(branch, shared + 1)
    const reference = child.length < 32 ? child : Blake2256(child)
    children.push(compactNumber.enc(reference.length), reference)
  }
  return concatBytes(header(kind, partial), Uint8Array.of(bitmap & 0xff, bitmap >> 8), ...value, ...children)
}

function header(kind: { prefix: number; bits: number }, partial: readonly number[]): Uint8Array {
  const max = (1 << kind.bits) - 1
  const bytes = [kind.prefix | Math.min(partial.length, max)]
  if (partial.length >= max) {
    let rest = partial.length - max
    for (; rest >= 255; rest -= 255) bytes.push(255)
    bytes.push(rest)
  }
  // An odd partial key starts with half a byte.
  const padded = partial.length % 2 === 0 ? partial : [0, ...partial]
  for (let i = 0; i < padded.length; i += 2) bytes.push(((padded[i] ?? 0) << 4) | (padded[i + 1] ?? 0))
  return Uint8Array.from(bytes)
}

function nibblesOf(bytes: Uint8Array): number[] {
  return [...bytes].flatMap((byte) => [byte >> 4, byte & 15])
}

function compareNibbles(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}
