import { createHash } from 'node:crypto'
import { concatBytes } from '@noble/hashes/utils.js'
import { Binary, Blake2256, compactNumber, u64 } from '@polkadot-api/substrate-bindings'
import type { Hex } from '@stake/schema'
import { fromHex, toHex } from '../scale/hex.ts'
import type { State, StateChanges } from './state.ts'
import { orderedTrieRoot } from './trie-root.ts'

/** What a block's hash commits to. */
export interface Header {
  readonly parentHash: Hex
  readonly number: number
  readonly stateRoot: Hex
  readonly extrinsicsRoot: Hex
  /** SCALE-encoded digest items. */
  readonly digest: readonly Hex[]
}

/** A block as it travels. */
export interface BlockBody {
  readonly hash: Hex
  readonly header: Header
  /** Encoded extrinsics with their length prefix, as they travel. */
  readonly extrinsics: readonly Uint8Array[]
  /** blake2_256 of each extrinsic. */
  readonly extrinsicHashes: readonly Hex[]
}

/** A block with the state after it. */
export interface Block extends BlockBody {
  readonly state: State
  readonly changes: StateChanges
}

/** The header's SCALE bytes. */
export function encodeHeader(header: Header): Uint8Array {
  return concatBytes(
    fromHex(header.parentHash),
    compactNumber.enc(header.number),
    fromHex(header.stateRoot),
    fromHex(header.extrinsicsRoot),
    compactNumber.enc(header.digest.length),
    ...header.digest.map((item) => fromHex(item)),
  )
}

/** blake2_256 of the encoded header: the block's name. */
export function hashHeader(header: Header): Hex {
  return hashOf(encodeHeader(header))
}

/** blake2_256 as hex. */
export function hashOf(bytes: Uint8Array): Hex {
  return toHex(Blake2256(bytes))
}

/** Root of the trie of a block's extrinsics, each taken with its length prefix. */
export function extrinsicsRoot(extrinsics: readonly Uint8Array[]): Hex {
  return toHex(orderedTrieRoot(extrinsics))
}

/**
 * A commitment to the state after a block: the hash of the root before it and of everything the block changed.
 *
 * A real node puts the root of a trie over the whole state here. Only storage proofs could tell the difference, and
 * this chain refuses those by name.
 */
export function stateRoot(parentRoot: Hex, changes: StateChanges): Hex {
  const keys = [...changes.keys()].sort()
  const values: Uint8Array[] = []
  // Lengths tell where values end; a deleted key has none.
  const lines = keys.map((key) => {
    const value = changes.get(key)
    if (value == null) return `${key}\n`
    values.push(value)
    return `${key} ${value.length}\n`
  })
  const hash = createHash('sha256').update(parentRoot).update(lines.join('')).update(Buffer.concat(values))
  return toHex(hash.digest())
}

const PRE_RUNTIME = 6
const SEAL = 5
const AURA = Binary.fromText('aura')

/** The digest of a block made in `slot`: the pre-runtime item that names the slot. */
export function auraPreDigest(slot: bigint): Hex {
  return digestItem(PRE_RUNTIME, u64.enc(slot))
}

/** The seal a block author adds. This chain has one author and nobody checks seals: 64 bytes of zero. */
export function auraSeal(): Hex {
  return digestItem(SEAL, new Uint8Array(64))
}

function digestItem(kind: number, payload: Uint8Array): Hex {
  return toHex(concatBytes(Uint8Array.of(kind), AURA, compactNumber.enc(payload.length), payload)) as Hex
}
