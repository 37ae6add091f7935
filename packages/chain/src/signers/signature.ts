import { bytesOf } from '../bytes.ts'
import type { Hex } from '../chain.ts'
import { InvalidSignature } from '../errors/signing-errors.ts'

/** A kind of key; accounts of Bittensor are sr25519 unless they were made elsewhere. */
export type SignatureScheme = 'ed25519' | 'sr25519' | 'ecdsa'

/** What a signer gives back. */
export interface Signature {
  readonly scheme: SignatureScheme
  /** 64 bytes; 65 for ecdsa. */
  readonly bytes: Uint8Array
}

/** In the order of the runtime's `MultiSignature`, which is also the byte that wallets put first. */
export const SCHEMES: readonly SignatureScheme[] = ['ed25519', 'sr25519', 'ecdsa']

/** How many bytes a signature of a scheme has. */
export function lengthOf(scheme: SignatureScheme): number {
  return scheme === 'ecdsa' ? 65 : 64
}

/**
 * Reads a signature as wallets write it: the bytes alone, or with the byte of their kind first.
 *
 * @param scheme - the kind that the bytes alone are of
 * @throws InvalidSignature for what has the length of none
 *
 * @example
 * ```ts
 * import { parseSignature } from '@stake/chain'
 *
 * parseSignature(`0x01${'ab'.repeat(64)}`).scheme // => sr25519
 * parseSignature(`0x${'ab'.repeat(64)}`, 'ed25519').bytes.length // => 64
 * parseSignature('0x1234') // throws InvalidSignature
 * ```
 */
export function parseSignature(text: Hex | Uint8Array, scheme: SignatureScheme = 'sr25519'): Signature {
  const bytes =
    text instanceof Uint8Array ? text : /^0x(?:[0-9a-f]{2})+$/i.test(text) ? bytesOf(text) : undefined
  if (!bytes) throw new InvalidSignature('', 'it is no hexadecimal text')
  if (bytes.length === lengthOf(scheme)) {
    // An ecdsa signature is as long as another with its kind before it; only the key's kind tells them apart.
    return { scheme, bytes }
  }
  const named = SCHEMES[bytes[0] ?? SCHEMES.length]
  if (named && bytes.length === lengthOf(named) + 1) return { scheme: named, bytes: bytes.slice(1) }
  throw new InvalidSignature('', `it has ${bytes.length} bytes, as none of its kind has`)
}
