import { Binary, Blake2256, compactNumber, validateProofs } from '@polkadot-api/substrate-bindings'
import { expect, test } from 'vitest'
import { orderedTrieRoot } from './trie-root.ts'

const hex = (bytes: Uint8Array) => Binary.toHex(bytes)

test('the empty list has the well-known empty root', () => {
  expect(hex(orderedTrieRoot([]))).toBe('0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314')
})

test('one short value is a single leaf', () => {
  // key 0x00 (two nibbles), value 0x01020304: header 0x40|2, partial 0x00, compact length 4, value
  const leaf = Uint8Array.of(0x42, 0x00, 0x10, 1, 2, 3, 4)
  expect(hex(orderedTrieRoot([Uint8Array.of(1, 2, 3, 4)]))).toBe(hex(Blake2256(leaf)))
})

test('two long values are a branch over two leaves that hold hashes', () => {
  const values = [new Uint8Array(40).fill(1), new Uint8Array(50).fill(2)]
  // keys 0x00 and 0x04: one shared nibble, children at nibbles 0 and 4 with nothing left of their keys.
  const leaves = values.map((value) => Uint8Array.of(0b001_00000, ...Blake2256(value)))
  const branch = Uint8Array.of(
    0x81,
    0x00,
    0b0001_0001,
    0x00,
    ...leaves.flatMap((leaf) => [...compactNumber.enc(32), ...Blake2256(leaf)]),
  )
  expect(leaves.map((leaf) => leaf.length)).toEqual([33, 33])
  expect(hex(orderedTrieRoot(values))).toBe(hex(Blake2256(branch)))
  // Another library's proof reader accepts the same nodes and finds the same root.
  expect(validateProofs([branch, ...leaves].map(hex))?.rootHash).toBe(hex(orderedTrieRoot(values)))
})

test('every position and every value changes the root', () => {
  const roots = new Set<string>()
  const values = Array.from({ length: 80 }, (_, i) => new Uint8Array(i % 50).fill(i))
  for (let n = 0; n <= values.length; n++) roots.add(hex(orderedTrieRoot(values.slice(0, n))))
  roots.add(hex(orderedTrieRoot([...values].reverse())))
  expect(roots.size).toBe(82)
})
