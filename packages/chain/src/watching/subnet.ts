import { checkNetuid } from '../calls/arguments.ts'
import type { Chain } from '../chain.ts'
import { readSubnets, type Subnet } from '../queries/subnets.ts'
import type { Gap, Retracted } from './follow-blocks.ts'
import { type WatchedValue, type WatchValueOptions, watchValue } from './values.ts'

/**
 * One subnet: now, and whenever it is another than before, in any part; undefined while there is none of this number.
 * A netuid can be given to another subnet, which tells itself by another `registeredAt`. See {@link watchPrices} for
 * what is delivered when.
 *
 * @throws InvalidNetuid at once; from `next()` as {@link watchBlocks}
 *
 * @example
 * ```ts
 * import { connect, watchSubnet } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet({ blockTime: 'manual' })
 * const chain = await connect({ endpoints: devnet.url })
 * for await (const item of watchSubnet(chain, 1)) {
 *   if (item.kind === 'value') item.value?.tempo
 *   break
 * }
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function watchSubnet(
  chain: Chain,
  netuid: number,
  options: WatchValueOptions = {},
): AsyncIterable<WatchedValue<Subnet | undefined> | Retracted | Gap> {
  const wanted = checkNetuid(netuid)
  return watchValue(
    chain,
    {
      question: `subnet ${wanted}`,
      read: async (at) => (await readSubnets(at, [wanted])).get(wanted),
      print: (subnet) =>
        JSON.stringify(subnet, (_, value) => (typeof value === 'bigint' ? `${value}n` : value)) ?? '',
    },
    options,
  )
}
