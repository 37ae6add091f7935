import { decodeAddress } from '@polkadot/keyring'
import { ed25519Verify, secp256k1Verify, sr25519Verify } from '@polkadot/util-crypto'
import { lengthOf, type Signature } from './signature.ts'

/**
 * Whether this is the account's signature of exactly these bytes.
 *
 * The key pairs of the keyring also take a signature of the bytes between `<Bytes>` and `</Bytes>`, which wallets make
 * of texts. The chain does not take it for a transaction, and neither does this.
 */
export function isSignedBy(address: string, message: Uint8Array, signature: Signature): boolean {
  const { scheme, bytes } = signature
  if (bytes.length !== lengthOf(scheme)) return false
  const account = decodeAddress(address)
  try {
    if (scheme === 'sr25519') return sr25519Verify(message, bytes, account)
    if (scheme === 'ed25519') return ed25519Verify(message, bytes, account)
    return secp256k1Verify(message, bytes, account)
  } catch {
    // Bytes that are no point of the curve.
    return false
  }
}
