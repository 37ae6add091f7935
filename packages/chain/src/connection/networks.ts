import type { Hex } from '../chain.ts'
import { closest } from '../closest.ts'
import { UnknownNetwork } from '../errors/errors.ts'

/** A network whose identity is known. */
export interface Network {
  readonly name: string
  readonly genesisHash: Hex
  /** Public nodes, the official one first. */
  readonly endpoints: readonly string[]
  /** Public nodes that keep the states of all blocks. */
  readonly archives: readonly string[]
}

const finney: Network = {
  name: 'finney',
  genesisHash: '0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03',
  endpoints: [
    'wss://entrypoint-finney.opentensor.ai:443',
    'wss://lite.chain.opentensor.ai:443',
    'wss://lite.sub.latent.to:443',
  ],
  archives: ['wss://archive.chain.opentensor.ai:443', 'wss://archive.sub.latent.to:443'],
}

const test: Network = {
  name: 'test',
  genesisHash: '0x8f9cf856bf558a14440e75569c9e58594757048d7b3a84b5d25f6bd978263105',
  endpoints: ['wss://test.finney.opentensor.ai:443'],
  archives: [],
}

/** The networks known by name, found by the hash of their first block. */
export const networks: readonly Network[] = [finney, test]

/** Where a name leads: the nodes, and what is known of their chain. */
export interface Destination {
  readonly endpoints: readonly string[]
  readonly archives?: readonly string[]
  readonly expectedGenesis?: Hex
}

/** The names that `connect` takes. `archive` is finney by the nodes that keep all states. */
const destinations: Readonly<Record<string, Destination>> = {
  finney: named(finney, finney.endpoints),
  test: named(test, test.endpoints),
  archive: named(finney, finney.archives),
  local: { endpoints: ['ws://127.0.0.1:9944'] },
}

/** What other people call them. */
const otherNames: Readonly<Record<string, string>> = {
  main: 'finney',
  mainnet: 'finney',
  bittensor: 'finney',
  testnet: 'test',
  localhost: 'local',
  localnet: 'local',
  devnet: 'local',
}

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

/**
 * Where a name or an address leads.
 * @throws UnknownNetwork for a name that is not known
 */
export function destinationOf(target: string): Destination {
  // A name has no punctuation, an address does.
  if (/[^a-z0-9_-]/i.test(target)) return { endpoints: [target] }
  const destination = Object.hasOwn(destinations, target) ? destinations[target] : undefined
  if (destination) return destination
  const known = Object.keys(destinations)
  const meant = closest(target.toLowerCase(), [...known, ...Object.keys(otherNames)])
  throw new UnknownNetwork(target, known, meant === undefined ? undefined : (otherNames[meant] ?? meant))
}

function named({ genesisHash, archives }: Network, endpoints: readonly string[]): Destination {
  return { endpoints, archives, expectedGenesis: genesisHash }
}
