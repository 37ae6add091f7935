import {
  type BlockRef,
  type Chain,
  type ChainEvent,
  type Hex,
  readEvents,
  readPrices,
  readStakes,
  type Stake,
  stakingEvent,
} from '@stake/chain'
import { Balance, type Price } from '@stake/math'

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

/**
 * The stakes of a coldkey after a block, and what they would have been without what no event of the block tells of;
 * undefined where nobody can tell them any more.
 */
export async function stakesAround(
  chain: Chain,
  block: BlockRef,
  coldkey: string,
): Promise<{ before: readonly Stake[]; after: readonly Stake[] } | undefined> {
  try {
    const [parent, at] = await Promise.all([chain.at(block.number - 1), chain.at(block)])
    const [before, after, events] = await Promise.all([
      readStakes(parent, coldkey),
      readStakes(at, coldkey),
      readEvents({ chain, block }),
    ])
    return { before: withTold(before, coldkey, events), after }
  } catch {
    return undefined
  }
}

/** Stakes of a coldkey with what events add to them and take from them. */
function withTold(stakes: readonly Stake[], coldkey: string, events: readonly ChainEvent[]): Stake[] {
  const told = new Map(stakes.map((stake) => [`${stake.netuid}:${stake.hotkey}`, stake]))
  for (const event of events) {
    const change = changeOf(event, coldkey)
    if (!change) continue
    const { hotkey, netuid, rao } = change
    const had = told.get(`${netuid}:${hotkey}`)?.stake.rao ?? 0n
    const has = had + rao > 0n ? had + rao : 0n
    told.set(`${netuid}:${hotkey}`, { coldkey, hotkey, netuid, stake: Balance.fromRao(has, netuid) })
  }
  return [...told.values()]
}

/** What an event says of a stake of the coldkey: how much was added, or taken from it. */
function changeOf(
  event: ChainEvent,
  coldkey: string,
): { hotkey: string; netuid: number; rao: bigint } | undefined {
  const change = stakingEvent(event)
  switch (change?.kind) {
    case 'StakeAdded':
    case 'StakeRemoved':
    case 'AlphaBurned':
    case 'AlphaRecycled': {
      if (change.coldkey !== coldkey) return undefined
      const { hotkey, netuid, alpha } = change
      if (change.kind === 'StakeAdded') return { hotkey, netuid, rao: alpha.rao }
      return { hotkey, netuid, rao: -(alpha.rao + (change.kind === 'StakeRemoved' ? change.fee.rao : 0n)) }
    }
    default:
      return undefined
  }
}
