import { fromEnvironment } from './environment.ts'
import type { Stage } from './stage.ts'
import { Stop } from './stop.ts'

/** The name in WALLET. @throws Stop with the usage where there is none */
export function walletName(usage: string): string {
  const name = fromEnvironment('WALLET')
  if (name === undefined) throw new Stop(`❌ WALLET not specified. Usage: \`${usage}\``)
  return name
}

/** Whose key signs: a wallet has only a name here, because its files cannot be read yet. */
export function walletLine(name: string, { devnet, coldkey }: Stage): string {
  const key = process.env.STAKE_URI ? 'the key of STAKE_URI' : devnet ? '//Alice of the devnet' : 'no key'
  return `🔓 Using wallet: ${name} (${key}, ${coldkey}; wallet files come later)`
}
