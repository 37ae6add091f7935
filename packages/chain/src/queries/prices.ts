import { type Price, spotPrice } from '@stake/math'
import type { ChainAt } from '../at.ts'
import { checkNetuid } from '../calls/arguments.ts'
import { poolOf } from './curve.ts'
import { readStoredPools, readSubnets } from './subnets.ts'

/**
 * The price of the alpha of subnets, in the order of their netuids: of all, or of those asked for that exist. Exact,
 * and in one request for subnets that are named; where this release does not know a pool's curve the price is the
 * runtime's, rounded down to a rao.
 *
 * @throws InvalidNetuid, StateDiscarded
 *
 * @example
 * ```ts
 * import { connect, readPrices } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const prices = await readPrices(await chain.at('best'), [0, 1, 4711])
 * prices.get(0)?.format() // => 1.000000000
 * prices.has(4711) // => false
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readPrices(
  at: ChainAt,
  netuids?: readonly number[],
): Promise<ReadonlyMap<number, Price>> {
  if (netuids) {
    const wanted = [...new Set(netuids.map(checkNetuid))].sort((a, b) => a - b)
    const stored = [...(await readStoredPools(at, wanted))].filter(([, { added }]) => added)
    const pools = stored.map(([netuid, pool]) => [netuid, poolOf(at.runtime, netuid, pool).pool] as const)
    const prices = pools.flatMap(([netuid, pool]) => (pool ? [[netuid, spotPrice(pool)] as const] : []))
    if (prices.length === pools.length) return new Map(prices)
  }
  return new Map([...(await readSubnets(at, netuids))].map(([netuid, { price }]) => [netuid, price]))
}
