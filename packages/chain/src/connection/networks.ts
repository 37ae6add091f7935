/** A network whose identity is known. */
export interface Network {
  readonly name: string
  readonly genesisHash: `0x${string}`
  /** Public nodes, the first one preferred. */
  readonly endpoints: readonly string[]
}

/** The networks known by name, found by the hash of their first block. */
export const networks: readonly Network[] = [
  {
    name: 'finney',
    genesisHash: '0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03',
    endpoints: ['wss://entrypoint-finney.opentensor.ai:443', 'wss://lite.sub.latent.to:443'],
  },
  {
    name: 'test',
    genesisHash: '0x8f9cf856bf558a14440e75569c9e58594757048d7b3a84b5d25f6bd978263105',
    endpoints: ['wss://test.finney.opentensor.ai:443'],
  },
]

/**
 * The known network with this genesis hash, or undefined (a local chain, a devnet).
 *
 * @example
 * ```ts
 * import { networkOf } from '@stake/chain'
 *
 * networkOf('0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03')?.name // => finney
 * ```
 */
export function networkOf(genesisHash: string): Network | undefined {
  return networks.find((network) => network.genesisHash === genesisHash)
}
