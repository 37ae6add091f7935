import { verify } from '@scure/sr25519'
import type { AccountId32, MultiSignature } from '@stake/schema'
import { codecOf } from '../scale/codec.ts'
import { fromHex } from '../scale/hex.ts'

/** Whether the account's key made the signature of the message. Only sr25519 keys are known here. */
export function isSignedBy(
  message: Uint8Array,
  { type, value }: MultiSignature,
  signer: AccountId32,
): boolean {
  if (type !== 'Sr25519') return false
  try {
    return verify(message, fromHex(value), codecOf('AccountId32').enc(signer))
  } catch {
    // Points that are not on the curve and scalars out of range are bad signatures like any other.
    return false
  }
}
