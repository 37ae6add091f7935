import type { BlockRef, Chain, Hex } from './chain.ts'

interface RawHeader {
  readonly number: Hex
  readonly parentHash: Hex
}

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
  return watch(chain, 'chain_newHead', 'chain_subscribeNewHeads', 'chain_unsubscribeNewHeads', listener)
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
  return watch(
    chain,
    'chain_finalizedHead',
    'chain_subscribeFinalizedHeads',
    'chain_unsubscribeFinalizedHeads',
    listener,
  )
}

function watch(
  chain: Chain,
  type: string,
  subscribe: string,
  unsubscribe: string,
  listener: (head: BlockRef) => void,
): () => void {
  let stopped = false
  let newest = 0
  const { connection } = chain
  const receive = async (header: RawHeader) => {
    const turn = ++newest
    const number = Number(header.number)
    // Subscriptions send headers without their hash; the node knows it best.
    const hash = await connection.send<Hex | null>('chain_getBlockHash', [number]).catch(() => null)
    if (hash && !stopped && turn === newest) listener({ number, hash })
  }
  let id: number | undefined
  const start = async () => {
    if (stopped || id !== undefined) return
    id = await connection.subscribe(type, subscribe, [], (error, header) => {
      if (!error && header && !stopped) void receive(header as RawHeader)
    })
    if (stopped) await connection.unsubscribe(unsubscribe, id)
  }
  // A subscription that could not be made (the socket was down) is made at the next connect.
  const cancelState = connection.onState((state) => {
    if (state.status === 'connected') start().catch(() => undefined)
  })
  return () => {
    stopped = true
    cancelState()
    if (id !== undefined) connection.unsubscribe(unsubscribe, id).catch(() => undefined)
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
  const { connection } = chain
  const hash =
    which === 'finalized'
      ? await connection.send<Hex>('chain_getFinalizedHead', [])
      : await connection.send<Hex>('chain_getBlockHash', [])
  const header = await connection.send<RawHeader>('chain_getHeader', [hash])
  return { number: Number(header.number), hash }
}
