import type { Hex } from '../chain.ts'
import { ChainsDiffer, EndpointUnreachable, WrongChain } from '../errors/errors.ts'
import { shownEndpoint } from './endpoint.ts'
import { checkChain, introduced, type KnownNode } from './introduction.ts'
import { NodeSocket, type SocketOptions } from './node-socket.ts'

/** Which nodes there are to choose from, and what is wanted of them. */
export interface NodeChoice {
  readonly endpoints: readonly string[]
  /** Only nodes whose chain starts with this block; where it is not known all must agree on one. */
  readonly genesisHash?: Hex | undefined
  /** An endpoint that is chosen only where no other will do. */
  readonly avoid?: string | undefined
  /** Only nodes whose best block is above this number. */
  readonly above?: number
}

/** So many blocks behind another node is no chance of the moment any more. */
const CLEARLY_BEHIND = 2
/** The longest wait for other nodes once one has answered, in milliseconds. */
const LONGEST_GRACE = 500

/**
 * Opens sockets to all endpoints at once and chooses the node that answers first, unless its chain is clearly
 * behind that of another; all other sockets are closed. The others have as long again as the first one took. Where
 * the chain is not known yet all are waited for, because the choice of a node must not decide which chain it is.
 *
 * @throws WrongChain where all serve another chain, ChainsDiffer where they serve different ones,
 * EndpointUnreachable where none will do for whatever reason
 */
export async function chooseNode(choice: NodeChoice, options: SocketOptions): Promise<KnownNode> {
  const { endpoints, genesisHash } = choice
  const { clock } = options
  const sockets = new Set<NodeSocket>()
  const found: KnownNode[] = []
  const failures: (EndpointUnreachable | WrongChain)[] = []
  const meet = async (endpoint: string) => {
    try {
      const socket = new NodeSocket(endpoint, options)
      sockets.add(socket)
      const node = await introduced(socket, clock, options.connectTimeout)
      if (genesisHash !== undefined) checkChain(node, genesisHash)
      if (choice.above !== undefined && node.best <= choice.above) {
        throw new EndpointUnreachable(endpoint, 'its chain is no longer')
      }
      found.push(node)
      return node
    } catch (error) {
      failures.push(error as EndpointUnreachable | WrongChain)
      return undefined
    }
  }
  await new Promise<void>((resolve) => {
    let cancelGrace: (() => void) | undefined
    const all = endpoints.map(async (endpoint) => {
      const node = await meet(endpoint)
      if (node && genesisHash !== undefined) {
        cancelGrace ??= clock.after(Math.min(node.latency, LONGEST_GRACE), resolve)
      }
    })
    void Promise.all(all).then(() => {
      cancelGrace?.()
      resolve()
    })
  })
  const chosen = differing(found) ?? best(found, choice.avoid)
  for (const socket of sockets) if (chosen instanceof Error || socket !== chosen?.socket) void socket.close()
  if (chosen instanceof Error) throw chosen
  if (!chosen) throw together(endpoints, failures)
  return chosen
}

/** The first answer that is not clearly behind; what was lost meanwhile is left out. */
function best(found: readonly KnownNode[], avoid: string | undefined): KnownNode | undefined {
  const open = found.filter(({ socket }) => socket.isOpen)
  const others = open.filter(({ socket }) => socket.endpoint !== avoid)
  const nodes = others.length > 0 ? others : open
  const highest = Math.max(...nodes.map((node) => node.best))
  return nodes.find((node) => node.best >= highest - CLEARLY_BEHIND)
}

/** Two nodes of different chains. */
function differing([first, ...others]: readonly KnownNode[]): ChainsDiffer | undefined {
  const other = others.find(({ genesisHash }) => genesisHash !== first?.genesisHash)
  return (
    first &&
    other &&
    new ChainsDiffer(
      { endpoint: shownEndpoint(first.socket.endpoint), genesisHash: first.genesisHash },
      { endpoint: shownEndpoint(other.socket.endpoint), genesisHash: other.genesisHash },
    )
  )
}

/** One error for all endpoints, in their order. */
function together(
  endpoints: readonly string[],
  failures: readonly (EndpointUnreachable | WrongChain)[],
): EndpointUnreachable | WrongChain {
  const [failure, ...others] = failures
  if (!failure) return new EndpointUnreachable(endpoints[0] ?? '', 'the node closed the connection')
  if (others.length === 0 || failures.every(isWrongChain)) return failure
  const [first, ...rest] = failures.map((each) => each.details)
  const more = rest.map((each) => `; ${each.endpoint}: ${each.reason}`).join('')
  return new EndpointUnreachable(first?.endpoint ?? '', `${first?.reason}${more}`)
}

function isWrongChain(failure: EndpointUnreachable | WrongChain): boolean {
  return failure instanceof WrongChain
}
