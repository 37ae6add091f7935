import { type BlockRef, type Chain, type Hex, readPrices, readStakes, type Stake } from '@stake/chain'
import type { Price } from '@stake/math'

/** How many blocks are remembered. */
const MOST_BLOCKS = 8

const readings = new WeakMap<Chain, Map<Hex, Promise<ReadonlyMap<number, Price>>>>()

/** The prices at the end of a block, read once for all legs in it; empty where nobody can tell them any more. */
export function pricesAfter(chain: Chain, block: BlockRef): Promise<ReadonlyMap<number, Price>> {
  const blocks = readings.get(chain) ?? new Map<Hex, Promise<ReadonlyMap<number, Price>>>()
  readings.set(chain, blocks)
  const known = blocks.get(block.hash)
  if (known) return known
  const prices = chain
    .at(block)
    .then((at) => readPrices(at))
    .catch((): ReadonlyMap<number, Price> => {
      blocks.delete(block.hash)
      return new Map()
    })
  blocks.set(block.hash, prices)
  const [oldest] = blocks.keys()
  if (blocks.size > MOST_BLOCKS && oldest) blocks.delete(oldest)
  return prices
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
