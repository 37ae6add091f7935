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
