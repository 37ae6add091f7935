import { Binary, Blake2256 } from '@polkadot-api/substrate-bindings'
import { getPublicKey, secretFromSeed } from '@scure/sr25519'
import type { AccountId32 } from '@stake/schema'
import { codecOf } from '../scale/codec.ts'

/** The account the demo's trader trades with. Its key is in the source: it is worth nothing elsewhere. */
export const TRADER: AccountId32 = '5H5nk5LR1RXdj2xByMW1PVjNgVPBbgUFEkyKyAXNt9Q1qPMj'

/** The trader's sr25519 key. */
export function traderSecret(): Uint8Array {
  return secretFromSeed(Blake2256(Binary.fromText('stake devnet: trader')))
}

/** The account of an sr25519 key. */
export function accountOfSecret(secret: Uint8Array): AccountId32 {
  return codecOf('AccountId32').dec(getPublicKey(secret))
}
