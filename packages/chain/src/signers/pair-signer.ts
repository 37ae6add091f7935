import { decodeAddress, encodeAddress } from '@polkadot/keyring'
import { SS58_PREFIX } from '../address.ts'
import { bytesOf } from '../bytes.ts'
import { SigningRefused, UnsupportedKey } from '../errors/signing-errors.ts'
import { SCHEMES, type SignatureScheme } from './signature.ts'
import { isDevelopmentAccount, type Signer } from './signer.ts'

/** A key pair as the keyring of polkadot-js makes it, or anything shaped like one. */
export interface KeyPair {
  /** In SS58, whatever the prefix. */
  readonly address: string
  /** `sr25519`, `ed25519` or `ecdsa`. */
  readonly type: string
  readonly isLocked?: boolean
  /** The signature alone, without the byte of its kind. */
  sign(message: Uint8Array): Uint8Array
}

/**
 * A signer from a key pair that is held in memory.
 *
 * @throws UnsupportedKey for kinds of keys that the chain does not know (`ethereum`). Its `sign` throws SigningRefused
 * while the pair is locked.
 *
 * @example
 * ```ts
 * import { Keyring } from '@polkadot/keyring'
 * import { signerFromPair } from '@stake/chain'
 *
 * const pair = new Keyring({ type: 'sr25519', ss58Format: 0 }).addFromUri('//Alice')
 * signerFromPair(pair).address // => 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY
 * signerFromPair(pair).isDevelopment // => true
 * ```
 */
export function signerFromPair(pair: KeyPair): Signer {
  const scheme = SCHEMES.find((known) => known === pair.type) as SignatureScheme | undefined
  if (!scheme) throw new UnsupportedKey(pair.type)
  const address = encodeAddress(decodeAddress(pair.address), SS58_PREFIX)
  return {
    address,
    isDevelopment: isDevelopmentAccount(address),
    sign: ({ message }) => {
      if (pair.isLocked) throw new SigningRefused('The key pair', 'it is locked')
      return { scheme, bytes: pair.sign(bytesOf(message)) }
    },
  }
}
