import { type BlockRef, type Chain, type Hex, readPrices, readStakes, type Stake } from '@stake/chain'
import type { Price } from '@stake/math'

/** How many blocks are remembered. */
const MOST_BLOCKS = 8

/** The prices at the end of a block, by netuid. */
type Prices = Map<number, Promise<Price | undefined>>

const readings = new WeakMap<Chain, Map<Hex, Prices>>()

/** The price of a subnet at the end of a block, read once for all legs in it; undefined where nobody can tell it any more. */
export function priceAfter(chain: Chain, block: BlockRef, netuid: number): Promise<Price | undefined> {
  const blocks = readings.get(chain) ?? new Map<Hex, Prices>()
  readings.set(chain, blocks)
  const prices: Prices = blocks.get(block.hash) ?? new Map()
  blocks.set(block.hash, prices)
  const [oldest] = blocks.keys()
  if (blocks.size > MOST_BLOCKS && oldest) blocks.delete(oldest)
  const price =
    prices.get(netuid) ??
    chain
      .at(block)
      .then((at) => readPrices(at, [netuid]))
      .then(
        (found) => found.get(netuid),
        () => {
          prices.delete(netuid)
          return undefined
        },
      )
  prices.set(netuid, price)
  return price
}

/** The stakes of a coldkey before and after a block; undefined where nobody can tell them any more. */
export async function stakesAround(
  chain: Chain,
  block: BlockRef,
  coldkey: string,
): Promise<{ before: readonly Stake[]; after: readonly Stake[] } | undefined> {
  try {
    const [parent, at] = await Promise.all([chain.at(block.number - 1), chain.at(block)])
    const [before, after] = await Promise.all([readStakes(parent, coldkey), readStakes(at, coldkey)])
    return { before, after }
  } catch {
    return undefined
  }
}
