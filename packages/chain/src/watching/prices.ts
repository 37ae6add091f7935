import type { Price } from '@stake/math'
import { checkNetuid } from '../calls/arguments.ts'
import type { Chain } from '../chain.ts'
import { readPrices } from '../queries/prices.ts'
import type { Gap, Retracted } from './follow-blocks.ts'
import { type WatchedValue, type WatchValueOptions, watchValue } from './values.ts'

/**
 * The prices of subnets, of all or of some: now, and whenever one of them is another than before.
 *
 * Without `from` it looks at the newest block each time it is asked, by default the newest `best` one: a slow consumer
 * gets the newest prices and not all that were. A value that was delivered with a block that is undone is `retracted`,
 * and the value that holds instead follows.
 *
 * @throws InvalidNetuid at once; from `next()` as {@link watchBlocks}
 *
 * @example
 * ```ts
 * import { connect, watchPrices } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet({ blockTime: 'manual' })
 * const chain = await connect({ endpoints: devnet.url })
 * for await (const item of watchPrices(chain, [1])) {
 *   if (item.kind === 'value') item.value.get(1)?.format()
 *   break
 * }
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function watchPrices(
  chain: Chain,
  netuids?: readonly number[],
  options: WatchValueOptions = {},
): AsyncIterable<WatchedValue<ReadonlyMap<number, Price>> | Retracted | Gap> {
  const wanted = netuids?.map(checkNetuid)
  return watchValue(
    chain,
    {
      question: `prices of ${wanted?.join() ?? 'all'}`,
      read: (at) => readPrices(at, wanted),
      print: (prices) => [...prices].map(([netuid, { bits }]) => `${netuid}:${bits}`).join(),
    },
    options,
  )
}
