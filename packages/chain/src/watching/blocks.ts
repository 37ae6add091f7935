import type { ChainAt } from '../at.ts'
import type { BlockRef, Chain, Hex } from '../chain.ts'
import {
  type Followed,
  type From,
  followBlocks,
  type Gap,
  type Retracted,
  type WatchOptions,
} from './follow-blocks.ts'

/** Options of {@link watchBlocks} and {@link watchEvents}. */
export interface WatchBlocksOptions extends WatchOptions {
  /** Where to begin. @default 'now' */
  readonly from?: From
}

/** A block of the chain. */
export interface WatchedBlock {
  readonly kind: 'block'
  /** To read from it. */
  readonly at: ChainAt
  readonly block: BlockRef
  readonly parentHash: Hex
  /** Give this as `from` to go on after this block, another time. */
  readonly resume: From
}

/**
 * The blocks of a chain, one after another, as they are asked for.
 *
 * The next block is fetched when the consumer wants it, so a slow one costs no memory and misses nothing. With
 * `finalized` every block comes exactly once, in order, without gaps, over lost connections and other nodes. With
 * `best` the newest blocks come at once; one that is replaced is `retracted`, newest first, before what took its place
 * is delivered. What neither the node nor an archive serves any more is a `gap`, never left out in silence. While there
 * is no connection it waits.
 *
 * A `best` stream that resumes after a block tells what became of it and of those before it, as far as the node still
 * knows them.
 *
 * @throws InvalidBlock at once for a `from` that names no block. From `next()`: FinalityContradicted where the node has another
 * block in the place of a final one, such as where the chain was begun anew; UnknownBlock where it resumes after a block that was retracted and is forgotten;
 * Disconnected when the chain is closed, the signal's reason when it aborts, EndpointUnreachable where archives are needed
 * and away, RpcError and MalformedAnswer.
 *
 * @example
 * ```ts
 * import { connect, watchBlocks } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet({ blockTime: 'manual' })
 * for (let sealed = 0; sealed < 3; sealed++) await devnet.sealBlock()
 * const chain = await connect({ endpoints: devnet.url })
 * const numbers: number[] = []
 * for await (const item of watchBlocks(chain, { from: 1 })) {
 *   if (item.kind === 'block') numbers.push(item.block.number)
 *   if (numbers.length === 3) break
 * }
 * numbers.join() // => 1,2,3
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function watchBlocks(
  chain: Chain,
  options: WatchBlocksOptions = {},
): AsyncIterable<WatchedBlock | Retracted | Gap> {
  const { from = 'now', which = 'finalized', signal } = options
  const plan = { chain, from, which, question: 'block', read: async () => undefined, every: true }
  const show = ({ at, block, parentHash, resume }: Followed<undefined>): WatchedBlock => ({
    kind: 'block',
    at,
    block,
    parentHash,
    resume,
  })
  return followBlocks(plan, () => ({ show }), signal)
}
