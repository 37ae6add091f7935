import type { BlockRef, Chain, Hex } from '../chain.ts'
import { keepSubscribed, type SubscriptionNames } from '../connection/keep-subscribed.ts'
import { MalformedAnswer } from '../errors/errors.ts'
import { tell } from '../watched.ts'

/** What is read of a block's header. */
export interface Header {
  readonly number: number
  readonly parentHash: Hex
}

const HASH = /^0x[0-9a-f]{64}$/

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
  const names = {
    notification: 'chain_newHead',
    subscribe: 'chain_subscribeNewHeads',
    unsubscribe: 'chain_unsubscribeNewHeads',
  }
  return watch(chain, names, listener)
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
  const names = {
    notification: 'chain_finalizedHead',
    subscribe: 'chain_subscribeFinalizedHeads',
    unsubscribe: 'chain_unsubscribeFinalizedHeads',
  }
  return watch(chain, names, listener)
}

function watch(chain: Chain, names: SubscriptionNames, listener: (head: BlockRef) => void): () => void {
  let stopped = false
  let newest = 0
  let delivered = 0
  const receive = async (answer: unknown) => {
    const turn = ++newest
    const { number } = headerOf(answer, names.notification)
    // Subscriptions send headers without their hash; the node knows it best.
    const hash = await readBlockHash(chain, number)
    // Of two that were asked for at once the later one counts, whichever answer comes first.
    if (!hash || stopped || turn < delivered) return
    delivered = turn
    tell(listener, { number, hash })
  }
  const stop = keepSubscribed(chain.connection, chain.clock, names, (header) => {
    // A head that cannot be read is left out; the next one comes soon.
    receive(header).catch(() => undefined)
  })
  return () => {
    stopped = true
    stop()
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
export async function readHead(chain: Chain, which: 'best' | 'finalized'): Promise<BlockRef> {
  const method = which === 'finalized' ? 'chain_getFinalizedHead' : 'chain_getBlockHash'
  const hash = hashOf(await chain.connection.send(method, []), method)
  const header = await readHeader(chain, hash)
  if (!header) throw new MalformedAnswer('chain_getHeader', 'the header of its own head')
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

function hashOf(answer: unknown, method: string): Hex {
  if (typeof answer === 'string' && HASH.test(answer)) return answer as Hex
  throw new MalformedAnswer(method, 'a block hash')
}

function headerOf(answer: unknown, method: string): Header {
  const { number, parentHash } = (answer ?? {}) as { number?: unknown; parentHash?: unknown }
  if (typeof number !== 'string' || !/^0x[0-9a-f]{1,8}$/.test(number))
    throw new MalformedAnswer(method, 'a header')
  return { number: Number(number), parentHash: hashOf(parentHash, method) }
}
