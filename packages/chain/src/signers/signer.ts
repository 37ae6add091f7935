import { Keyring } from '@polkadot/keyring'
import { SS58_PREFIX } from '../address.ts'
import { bytesOf } from '../bytes.ts'
import { InvalidKeyPhrase } from '../errors/errors.ts'
import type { Signature } from './signature.ts'
import type { SigningRequest } from './signing-request.ts'

/** Something that can sign for one account. It never gives its secret away. */
export interface Signer {
  /** SS58 address of the coldkey. */
  readonly address: string
  /** True for keys that everybody knows; they are refused on known networks. */
  readonly isDevelopment: boolean
  /** How many blocks its transactions should be valid, where the usual 64 are too few for it. */
  readonly period?: number
  /** The signature of `request.message`; it is verified before anything is sent. */
  sign(request: SigningRequest): Signature | Promise<Signature>
}

/** SS58 addresses of the accounts whose keys everybody knows: `//Alice` and friends. */
export const developmentAccounts: Readonly<Record<string, string>> = {
  '//Alice': '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY',
  '//Bob': '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty',
  '//Charlie': '5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y',
  '//Dave': '5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy',
  '//Eve': '5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw',
  '//Ferdie': '5CiPPseXPECbkjWCa6MnjNokrgYjMqmKndv2rSnekmSK2DjL',
}

/** The phrase every Substrate development account is derived from. */
const DEVELOPMENT_PHRASE = 'bottom drive obey lake curtain smoke basket hold race lonely fit walk'
const WORD_COUNTS = [12, 15, 18, 21, 24]

/**
 * A signer from a key phrase: 12 or 24 words with an optional derivation path, `0x` and a 32-byte seed, or
 * the path of a development account (`//Alice`).
 *
 * @throws InvalidKeyPhrase, whose message never repeats the phrase.
 *
 * @example
 * ```ts
 * import { signerFromUri } from '@stake/chain'
 *
 * signerFromUri('//Alice').address // => 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY
 * signerFromUri('//Alice').isDevelopment // => true
 * signerFromUri('abandon ship') // throws InvalidKeyPhrase
 * ```
 */
export function signerFromUri(uri: string): Signer {
  const text = uri.trim()
  const slash = text.indexOf('/')
  const path = slash < 0 ? '' : text.slice(slash)
  const phrase = (slash < 0 ? text : text.slice(0, slash)).trim().split(/\s+/).join(' ')
  if (text === '') throw new InvalidKeyPhrase('it is empty')
  if (phrase.startsWith('0x')) {
    if (!/^0x[0-9a-fA-F]{64}$/.test(phrase)) throw new InvalidKeyPhrase('a seed is 0x and 64 digits')
  } else if (phrase !== '') {
    const words = phrase.split(' ').length
    if (!WORD_COUNTS.includes(words)) {
      throw new InvalidKeyPhrase(`it has ${words} word${words === 1 ? '' : 's'}, not 12 or 24`)
    }
  }
  const keyring = new Keyring({ type: 'sr25519', ss58Format: SS58_PREFIX })
  let pair: ReturnType<Keyring['createFromUri']>
  try {
    pair = keyring.createFromUri(phrase + path)
  } catch {
    // The library's message may repeat the phrase.
    throw new InvalidKeyPhrase('a word is misspelt, or the words do not belong together')
  }
  const signer: Signer = Object.freeze({
    address: pair.address,
    isDevelopment: phrase === '' || phrase === DEVELOPMENT_PHRASE || isDevelopmentAccount(pair.address),
    sign: ({ message }: SigningRequest): Signature => ({
      scheme: 'sr25519',
      bytes: pair.sign(bytesOf(message)),
    }),
  })
  own.add(signer)
  return signer
}

const own = new WeakSet<Signer>()

/** Whether a signer was made here of a key phrase, unchanged since: what it signs needs no verification. */
export function isOwnSigner(signer: Signer): boolean {
  return own.has(signer)
}

/**
 * Whether an address is one of the well-known development accounts.
 *
 * @example
 * ```ts
 * import { isDevelopmentAccount } from '@stake/chain'
 *
 * isDevelopmentAccount('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY') // => true
 * ```
 */
export function isDevelopmentAccount(address: string): boolean {
  return Object.values(developmentAccounts).includes(address)
}
