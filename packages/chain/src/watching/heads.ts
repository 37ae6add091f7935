import type { BlockRef, Chain, Hex } from '../chain.ts'
import { MalformedAnswer } from '../errors/errors.ts'
import { tell } from '../watched.ts'
import { followHeads } from './follow-heads.ts'
import { type Head, type Header, hashOf, headerOf } from './header.ts'

/**
 * Calls `listener` with each new best block until the returned function is called; goes on after a
 * reconnect. Blocks may repeat or step back when the chain reorganises.
 *
 * @example
 * ```ts
 * import { connect, watchHeads } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet({ blockTime: 50 })
 * const chain = await connect({ endpoints: devnet.url })
 * const number = await new Promise<number>((resolve) => {
 *   const stop = watchHeads(chain, (head) => {
 *     stop()
 *     resolve(head.number)
 *   })
 * })
 * Number.isInteger(number) // => true
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function watchHeads(chain: Chain, listener: (head: BlockRef) => void): () => void {
  return watch(chain, 'best', listener)
}

/**
 * The same for finalized blocks; some may be skipped when several become final at once.
 *
 * @example
 * ```ts
 * import { connect, watchFinalizedHeads } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet({ blockTime: 50 })
 * const chain = await connect({ endpoints: devnet.url })
 * const number = await new Promise<number>((resolve) => watchFinalizedHeads(chain, (head) => resolve(head.number)))
 * Number.isInteger(number) // => true
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function watchFinalizedHeads(chain: Chain, listener: (head: BlockRef) => void): () => void {
  return watch(chain, 'finalized', listener)
}

/** So many hashes are asked for at once: one that is late holds nothing up, and a flood of heads asks no more. */
const MOST_ASKED = 4

function watch(chain: Chain, which: Head, listener: (head: BlockRef) => void): () => void {
  const { heads, release } = followHeads(chain)
  let stopped = false
  let newest = 0
  let delivered = 0
  let asked = 0
  let waiting: number | undefined
  const receive = async (number: number) => {
    if (asked === MOST_ASKED) {
      waiting = number
      return
    }
    const turn = ++newest
    asked++
    // Subscriptions send headers without their hash; the node knows it best. A head whose hash cannot be read is left
    // out; the next one comes soon.
    const hash = await heads
      .once(`hash of ${number}`, () => readBlockHash(chain, number))
      .catch(() => undefined)
    asked--
    const next = waiting
    waiting = undefined
    if (next !== undefined && !stopped) void receive(next)
    // Of two that were asked for at once the later one counts, whichever answer comes first.
    if (!hash || stopped || turn < delivered) return
    delivered = turn
    tell(listener, { number, hash })
  }
  const deafen = heads.listen((head, number) => {
    if (head === which) void receive(number)
  })
  return () => {
    stopped = true
    deafen()
    release()
  }
}

/**
 * The newest block (`best`) or the newest final one.
 *
 * @example
 * ```ts
 * import { connect, readHead } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet({ blockTime: 'manual' })
 * const chain = await connect({ endpoints: devnet.url })
 * const { number } = await devnet.sealBlock()
 * const head = await readHead(chain, 'best')
 * head.number === number // => true
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readHead(chain: Chain, which: Head): Promise<BlockRef> {
  const method = which === 'finalized' ? 'chain_getFinalizedHead' : 'chain_getBlockHash'
  const hash = hashOf(await chain.connection.send(method, []), method)
  const header = await readHeader(chain, hash)
  if (!header) throw new MalformedAnswer('chain_getHeader', 'the header of its own head')
  chain.connection.noteHead(which, header.number)
  return { number: header.number, hash }
}

/** The header of a block; undefined where the node has none of this hash. */
export async function readHeader(chain: Chain, hash: Hex): Promise<Header | undefined> {
  const method = 'chain_getHeader'
  const header = await chain.connection.send<unknown>(method, [hash])
  return header === null ? undefined : headerOf(header, method)
}

/** The hash of the block of this number on the node's best chain; undefined where it has none yet or any more. */
export async function readBlockHash(chain: Chain, number: number): Promise<Hex | undefined> {
  const hash = await chain.connection.send<unknown>('chain_getBlockHash', [number])
  return hash === null ? undefined : hashOf(hash, 'chain_getBlockHash')
}
