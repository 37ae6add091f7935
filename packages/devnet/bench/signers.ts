import { Binary, Blake2256 } from '@polkadot-api/substrate-bindings'
import { getPublicKey, secretFromSeed, sign } from '@scure/sr25519'
import type { AccountId32 } from '@stake/schema'
import { accountOfSecret } from '../src/genesis/trader-account.ts'

export interface Signer {
  readonly address: AccountId32
  readonly publicKey: Uint8Array
  sign(message: Uint8Array): Uint8Array
}

/** Accounts that sign, the same ones each time. */
export function newSigners(count: number): Signer[] {
  return Array.from({ length: count }, (_, at) => {
    const secret = secretFromSeed(Blake2256(Binary.fromText(`bench signer ${at}`)))
    return {
      address: accountOfSecret(secret),
      publicKey: getPublicKey(secret),
      sign: (message) => sign(secret, message),
    }
  })
}
