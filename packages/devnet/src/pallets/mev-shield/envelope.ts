import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js'
import { Twox128 } from '@polkadot-api/substrate-bindings'
import type { Hex, RuntimeCall, ShieldedTransaction } from '@stake/schema'
import { fromHex, toHex } from '../../scale/hex.ts'

const HASH_LENGTH = 16
const NONCE_LENGTH = 24

/** A call that carries an encrypted extrinsic. */
export type Wrapper = {
  readonly type: 'MevShield'
  readonly value: Extract<
    Extract<RuntimeCall, { readonly type: 'MevShield' }>['value'],
    { readonly type: 'submit_encrypted' }
  >
}

export function isWrapper(call: RuntimeCall): call is Wrapper {
  return call.type === 'MevShield' && call.value.type === 'submit_encrypted'
}

/** By what the envelope names the ML-KEM key that it was made for. */
export function keyHash(publicKey: Hex): Hex {
  return toHex(Twox128(fromHex(publicKey)))
}

/**
 * Reads an envelope: the hash of the key, the length (two bytes, little endian) and the bytes of the encapsulated
 * secret, the nonce, and the encrypted extrinsic. Undefined where it is too short for what it says.
 */
export function parseEnvelope(ciphertext: Hex): ShieldedTransaction | undefined {
  const bytes = fromHex(ciphertext)
  const [low = 0, high = 0] = bytes.subarray(HASH_LENGTH)
  const kem = HASH_LENGTH + 2
  const nonce = kem + low + 256 * high
  if (bytes.length < nonce + NONCE_LENGTH) return undefined
  return {
    key_hash: toHex(bytes.subarray(0, HASH_LENGTH)),
    kem_ct: toHex(bytes.subarray(kem, nonce)),
    aead_ct: toHex(bytes.subarray(nonce + NONCE_LENGTH)),
    nonce: toHex(bytes.subarray(nonce, nonce + NONCE_LENGTH)),
  }
}

/** The bytes that were encrypted for the key; undefined where they were not, or were changed. */
export function openEnvelope(
  { kem_ct, nonce, aead_ct }: ShieldedTransaction,
  secretKey: Uint8Array,
): Uint8Array | undefined {
  try {
    const secret = ml_kem768.decapsulate(fromHex(kem_ct), secretKey)
    return xchacha20poly1305(secret, fromHex(nonce)).decrypt(fromHex(aead_ct))
  } catch {
    // Both libraries throw for lengths and tags that are wrong, and for nothing else.
    return undefined
  }
}
