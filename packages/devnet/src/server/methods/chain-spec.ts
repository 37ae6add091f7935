import type { Chain } from '../../chain/chain.ts'
import { CHAIN_NAME, CHAIN_PROPERTIES } from '../chain-properties.ts'
import type { Methods } from '../methods.ts'

/** `chainSpec_v1_*`: what chain this is. */
export function chainSpecMethods(chain: Chain): Methods {
  return {
    calls: {
      chainSpec_v1_chainName: () => CHAIN_NAME,
      chainSpec_v1_genesisHash: () => chain.genesisHash,
      chainSpec_v1_properties: () => CHAIN_PROPERTIES,
    },
  }
}
