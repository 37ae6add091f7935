import {
  type Chain,
  DevelopmentAccountRefused,
  developmentAccounts,
  type Signer,
  signerFromUri,
} from '@stake/chain'
import { StakeError } from '@stake/math'
import { readSecret } from './secret-prompt.ts'

/** A key is needed and there is nobody to ask for it. */
export class KeyMissing extends StakeError {
  constructor() {
    super('KeyMissing', 'This needs the key of the coldkey, and none was given.', {
      remedy: 'Set STAKE_URI to the key phrase, or run this in a terminal to be asked for it.',
    })
  }
}

/** The account everybody has on an embedded chain. */
export const demoAccount: string = developmentAccounts['//Alice'] ?? ''

/** The key phrase in the environment, checked before anything is connected. @throws InvalidKeyPhrase */
export function signerFromEnvironment(): Signer | undefined {
  const uri = process.env.STAKE_URI
  return uri === undefined || uri === '' ? undefined : signerFromUri(uri)
}

/** The account that everybody has on an embedded chain, where it owns a lot of nothing. */
export function demoSigner(): Signer {
  return signerFromUri('//Alice')
}

/** Asks in the terminal, without echo. @throws KeyMissing where there is no terminal, InvalidKeyPhrase */
export async function signerFromPrompt(): Promise<Signer> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw new KeyMissing()
  return signerFromUri(await readSecret('Key phrase of the coldkey (not shown): '))
}

/** @throws DevelopmentAccountRefused for keys that everybody knows, where real money is */
export function checkSigner(signer: Signer, chain: Pick<Chain, 'network'>): Signer {
  if (chain.network && signer.isDevelopment) throw new DevelopmentAccountRefused(chain.network.name)
  return signer
}
