import { parseAddress } from '../address.ts'
import type { Signature } from './signature.ts'
import { isDevelopmentAccount, type Signer } from './signer.ts'
import type { SigningRequest } from './signing-request.ts'

/** Somebody who signs elsewhere: a device without a network, a hardware wallet, a second person. */
export interface ExternalAccount {
  readonly address: string
  /** Blocks of validity, for it may take long. @default 512 */
  readonly period?: number
  /** Carries the request there and the signature back (`parseSignature` reads it). */
  readonly carry: (request: SigningRequest) => Promise<Signature>
}

const LONG_PERIOD = 512

/**
 * A signer that hands the request out and waits for the signature. Where the program may not stay alive that long, use
 * its two halves: `requestSignature` now, and `attachSignature` with the request and the signature later.
 *
 * @throws InvalidAddress
 *
 * @example
 * ```ts
 * import { developmentAccounts, externalSigner, parseSignature } from '@stake/chain'
 *
 * const signer = externalSigner({
 *   address: developmentAccounts['//Alice'] ?? '',
 *   carry: async ({ hash, payload }) => {
 *     console.log(`Compare ${hash} on both screens, then sign`, payload)
 *     return parseSignature(`0x01${'00'.repeat(64)}`) // what came back
 *   },
 * })
 * signer.period // => 512
 * ```
 */
export function externalSigner({ address: text, period = LONG_PERIOD, carry }: ExternalAccount): Signer {
  const address = parseAddress(text)
  return { address, isDevelopment: isDevelopmentAccount(address), period, sign: carry }
}
