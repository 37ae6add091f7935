import { closest, type Network, networks, UnknownNetwork } from '@stake/chain'
import { UsageError } from './failure.ts'
import type { Settings } from './settings.ts'

/** Where a session leads: the chain in this process, or nodes of another one. */
export type Destination =
  | { readonly kind: 'devnet' }
  | {
      readonly kind: 'nodes'
      readonly endpoints: readonly string[]
      readonly archives: readonly string[]
      /** The known network that it must be. */
      readonly network: Network | undefined
    }

/** The part of the session's options that says where to go. */
export interface Wanted {
  readonly network?: string
  readonly endpoints?: readonly string[]
  readonly port?: number
  readonly blockTime?: number
}

/** The name of the chain that the program starts by itself. */
const DEVNET = 'devnet'
const LOCAL_NODE = 'ws://127.0.0.1:9944'

/**
 * Where to connect: as the flags say, else as the settings say, else the embedded devnet. Nodes that somebody names
 * for a known network stand in for the public ones, and must serve that network.
 *
 * @throws UnknownNetwork, UsageError for a devnet with nodes
 */
export function destinationOf(wanted: Wanted, settings: Settings = {}): Destination {
  const { endpoints } = wanted
  const embedded = wanted.port !== undefined || wanted.blockTime !== undefined
  const name = wanted.network ?? (endpoints ? undefined : embedded ? DEVNET : (settings.network ?? DEVNET))
  if (name === undefined) return nodes(endpoints ?? [])
  if (isAddress(name)) {
    if (endpoints) throw new UsageError('The node is named twice.', 'Leave out --network or --endpoint.')
    return nodes([name])
  }
  if (name === DEVNET) {
    if (!endpoints) return { kind: 'devnet' }
    throw new UsageError(
      'The devnet is a chain in this program and has no --endpoint.',
      'Leave out --network or --endpoint.',
    )
  }
  const given = endpoints ?? settings.endpoints?.[name]
  const known = networkCalled(name === 'archive' ? 'finney' : name)
  if (known) return nodes(given ?? (name === 'archive' ? known.archives : known.endpoints), known)
  if (given) return nodes(given)
  if (name === 'local') return nodes([LOCAL_NODE])
  const names = networkNames()
  const own = Object.keys(settings.endpoints ?? {})
  throw new UnknownNetwork(name, [...names, ...own], closest(name.toLowerCase(), [...names, ...own]))
}

/** The networks that there are for everybody. */
export function networkNames(): string[] {
  return [...networks.map((network) => network.name), 'archive', 'local', DEVNET]
}

function networkCalled(name: string): Network | undefined {
  return networks.find((network) => network.name === name)
}

function nodes(endpoints: readonly string[], network?: Network): Destination {
  return { kind: 'nodes', endpoints, archives: network?.archives ?? [], network }
}

/** A name has no punctuation, an address does. */
function isAddress(name: string): boolean {
  return /[^a-z0-9_-]/i.test(name)
}
