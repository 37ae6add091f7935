import type { Hex } from '../chain.ts'
import type { Clock } from '../clock.ts'
import { EndpointUnreachable, RpcError, WrongChain } from '../errors/errors.ts'
import { shownEndpoint } from './endpoint.ts'
import { headNumber } from './heights.ts'
import type { NodeSocket } from './node-socket.ts'

/** A node that has said which chain it serves and how far it is. */
export interface KnownNode {
  readonly socket: NodeSocket
  readonly genesisHash: Hex
  /** The number of its best block. */
  readonly best: number
  /** Milliseconds from the first attempt to open a socket to its answers. */
  readonly latency: number
}

/**
 * Waits until a socket is open and its node has named its first block and its newest. What does not answer so is
 * closed.
 * @throws EndpointUnreachable, with the reason
 */
export async function introduced(
  socket: NodeSocket,
  clock: Clock,
  connectTimeout: number,
): Promise<KnownNode> {
  const startedAt = clock.now()
  const cancel = clock.after(
    connectTimeout,
    () => void socket.close(`no answer within ${connectTimeout / 1000} s`),
  )
  try {
    await socket.opened
    const asked = [socket.request('chain_getBlockHash', [0]), socket.request('chain_getHeader', [])]
    const [genesisHash, header] = await Promise.all(asked)
    const best = headNumber(header)
    if (!isHash(genesisHash)) {
      throw new EndpointUnreachable(socket.endpoint, 'it does not say which chain it serves')
    }
    if (best === undefined) {
      throw new EndpointUnreachable(socket.endpoint, 'it does not say how far its chain is')
    }
    return { socket, genesisHash, best, latency: clock.now() - startedAt }
  } catch (error) {
    void socket.close()
    throw error instanceof EndpointUnreachable
      ? error
      : new EndpointUnreachable(socket.endpoint, reasonOf(error))
  } finally {
    cancel()
  }
}

/** Why a node will not do, in a few words. */
function reasonOf(error: unknown): string {
  if (error instanceof RpcError) return 'it does not say which chain it serves'
  const { details } = error as { details?: { reason?: string } }
  return details?.reason ?? 'no answer'
}

/** @throws EndpointUnreachable for a node of another chain, which is closed then */
export function checkChain(node: KnownNode, expected: Hex): KnownNode {
  if (node.genesisHash === expected) return node
  void node.socket.close()
  throw new WrongChain(shownEndpoint(node.socket.endpoint), node.genesisHash, expected)
}

/** Whether this is the hash of a block. */
export function isHash(value: unknown): value is Hex {
  return typeof value === 'string' && /^0x[0-9a-f]{64}$/.test(value)
}
