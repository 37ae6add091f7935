import { blake2b } from '@noble/hashes/blake2.js'
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js'
import type { Hex } from '@stake/schema'
import { toHex } from '../../scale/hex.ts'
import { keyHash } from './envelope.ts'

/** The author's ML-KEM-768 keys of one block. */
export interface ShieldKeys {
  readonly publicKey: Hex
  readonly secretKey: Uint8Array
}

/**
 * An author of the real chain makes new keys for each of its blocks. This one goes through so many, which are the same
 * on every devnet: more than an envelope lives blocks, so that none can be opened a round later.
 */
const ROUND = 16

const rounds = new Map<number, ShieldKeys>()

/** The keys that the author of a block announces in it. */
export function shieldKeysOf(number: number): ShieldKeys {
  const at = number % ROUND
  const known = rounds.get(at)
  if (known !== undefined) return known
  const seed = blake2b(new TextEncoder().encode(`stake devnet: shield keys ${at}`), { dkLen: 64 })
  const { publicKey, secretKey } = ml_kem768.keygen(seed)
  const keys = { publicKey: toHex(publicKey), secretKey }
  rounds.set(at, keys)
  return keys
}

/** The secret that belongs to a key of the author's. */
export function secretOf(hash: Hex): Uint8Array | undefined {
  const all = Array.from({ length: ROUND }, (_, number) => shieldKeysOf(number))
  return all.find(({ publicKey }) => keyHash(publicKey) === hash)?.secretKey
}
