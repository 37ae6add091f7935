import { pallets } from '@stake/schema'
import { codecOf } from '../scale/codec.ts'
import { fromHex } from '../scale/hex.ts'

export const CHAIN_NAME = 'Stake devnet'

/** What a wallet shows amounts and addresses with. */
export const CHAIN_PROPERTIES: Readonly<Record<string, unknown>> = {
  isEthereum: false,
  ss58Format: codecOf('u16').dec(fromHex(pallets.System.constants.SS58Prefix.value)),
  tokenDecimals: 9,
  tokenSymbol: 'TAO',
}
