import {
  type Chain,
  DevelopmentAccountRefused,
  developmentAccounts,
  type Signer,
  signerFromUri,
} from '@stake/chain'
import { StakeError } from '@stake/math'
import { noteSecret } from './log.ts'
import { readSecret } from './secret-prompt.ts'

/**
 * Whose stake a session shows. `key`: it can sign. `watched`: it is only looked at, and a key is asked for where one is
 * needed.
 */
export interface Account {
  readonly kind: 'key' | 'watched'
  readonly address: string
}

/** A key is needed and there is nobody to ask for it. */
export class KeyMissing extends StakeError {
  constructor() {
    super('KeyMissing', 'This needs the key of the coldkey, and none was given.', {
      remedy: 'Set STAKE_URI to the key phrase, or run this in a terminal to be asked for it.',
    })
  }
}

/** The key phrase in the environment, checked before anything is connected. @throws InvalidKeyPhrase */
export function signerFromEnvironment(): Signer | undefined {
  const uri = process.env.STAKE_URI
  return uri === undefined || uri === '' ? undefined : signerFromPhrase(uri)
}

/** Asks in the terminal, without echo. @throws KeyMissing where there is no terminal, InvalidKeyPhrase */
export async function signerFromPrompt(): Promise<Signer> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw new KeyMissing()
  return signerFromPhrase(await readSecret('Key phrase of the coldkey (not shown): '))
}

/** A signer whose phrase no log will ever hold. @throws InvalidKeyPhrase */
export function signerFromPhrase(phrase: string): Signer {
  noteSecret(phrase)
  return signerFromUri(phrase)
}

/** @throws DevelopmentAccountRefused for keys that everybody knows, where real money is */
export function checkSigner(signer: Signer, chain: Pick<Chain, 'network'>): Signer {
  if (chain.network && signer.isDevelopment) throw new DevelopmentAccountRefused(chain.network.name)
  return signer
}

/** The development account that a setting names, on chains without a name; on known networks it is nobody. */
export function developmentSigner(
  setting: string | undefined,
  chain: Pick<Chain, 'network'>,
): Signer | undefined {
  return isDevelopment(setting) && !chain.network ? signerFromUri(setting) : undefined
}

/** The address that a setting names. */
export function watchedAccount(setting: string | undefined): string | undefined {
  return isDevelopment(setting) ? undefined : setting
}

function isDevelopment(setting: string | undefined): setting is string {
  return setting !== undefined && Object.hasOwn(developmentAccounts, setting)
}
