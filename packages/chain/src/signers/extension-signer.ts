import { parseAddress } from '../address.ts'
import type { Hex } from '../chain.ts'
import { SigningRefused } from '../errors/signing-errors.ts'
import { parseSignature, type SignatureScheme } from './signature.ts'
import { isDevelopmentAccount, type Signer } from './signer.ts'
import type { SigningPayload } from './signing-request.ts'

/** What a wallet in the browser offers under `injectedWeb3[name].enable().signer`. */
export interface InjectedSigner {
  signPayload?(payload: SigningPayload): Promise<{ readonly signature: Hex }>
  signRaw?(raw: {
    readonly address: string
    readonly data: Hex
    readonly type: 'payload'
  }): Promise<{ readonly signature: Hex }>
}

/** The account of a wallet in the browser. */
export interface ExtensionAccount {
  readonly address: string
  /** The kind of its key, where the wallet says it. @default 'sr25519' */
  readonly scheme?: SignatureScheme
}

/**
 * A signer that asks a wallet in the browser. It hands all fields of the transaction over, so that the wallet can show
 * them, and signs bare bytes only where the wallet offers nothing else.
 *
 * @throws InvalidAddress. Its `sign` throws SigningRefused where the person or the wallet declines, and
 * InvalidSignature for an answer that is none.
 *
 * @example
 * ```ts
 * import { developmentAccounts, type InjectedSigner, signerFromExtension } from '@stake/chain'
 *
 * // In a page: const { signer } = await window.injectedWeb3['polkadot-js'].enable('My program')
 * const signer: InjectedSigner = {
 *   signPayload: async () => {
 *     throw new Error('Cancelled')
 *   },
 * }
 * const alice = signerFromExtension({ address: developmentAccounts['//Alice'] ?? '' }, signer)
 * alice.isDevelopment // => true
 * ```
 */
export function signerFromExtension(account: ExtensionAccount, injected: InjectedSigner): Signer {
  const address = parseAddress(account.address)
  return {
    address,
    isDevelopment: isDevelopmentAccount(address),
    sign: async ({ payload, message }) => {
      const ask = injected.signPayload
        ? () => injected.signPayload?.(payload)
        : () => injected.signRaw?.({ address, data: message, type: 'payload' })
      const answer = await ask()?.catch((error: unknown) => {
        throw new SigningRefused('The wallet', error instanceof Error ? error.message : String(error))
      })
      if (!answer) throw new SigningRefused('The wallet', 'it offers no signatures of transactions')
      return parseSignature(answer.signature, account.scheme)
    },
  }
}
