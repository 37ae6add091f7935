import type { Subnet } from '@stake/chain'
import { holdingsOf } from '../../holdings.ts'
import type { Live } from '../../live-state.ts'
import { type PriceChange, priceChange } from '../widgets/price-change.ts'
import { emptySeries, type Series, withPoint } from './series.ts'

/** What was seen since the program connected, in memory and never more than so much. */
export interface History {
  /** Price bits by netuid. */
  readonly prices: ReadonlyMap<number, Series>
  /** Whose value is followed. */
  readonly coldkey: string | undefined
  /** Rao: free TAO and every position at its spot price. */
  readonly value: Series
  /** Rao: free TAO and what selling everything would bring. */
  readonly exit: Series
}

export const emptyHistory: History = {
  prices: new Map(),
  coldkey: undefined,
  value: emptySeries,
  exit: emptySeries,
}

const MOST_PRICES = 64
const MOST_VALUES = 256

/** How a price moved since the program first saw it. */
export function changeSeen({ prices }: History, { netuid, price }: Subnet): PriceChange {
  const first = prices.get(netuid)?.points[0]
  return priceChange(price, first && { bits: first.value })
}

/** The history with the newest block in it. */
export function remembered(history: History, live: Live | undefined, coldkey: string | undefined): History {
  const snapshot = live?.snapshot
  if (!snapshot) return history
  const { number: block } = snapshot.block
  const at = (value: bigint) => ({ block, time: snapshot.timestamp, value })
  const prices = new Map(
    [...snapshot.subnets.values()].map(({ netuid, price, registeredAt }) => {
      const known = history.prices.get(netuid) ?? emptySeries
      // Netuids are given out again: what was seen of another subnet is not this one's.
      const own = (known.points[0]?.block ?? block) < registeredAt ? emptySeries : known
      return [netuid, withPoint(own, at(price.bits), MOST_PRICES)]
    }),
  )
  if (coldkey === undefined) return { ...emptyHistory, prices }
  // Right after a key was entered the numbers are still without its account.
  if (!snapshot.accounts.has(coldkey)) return { ...history, prices }
  const before = history.coldkey === coldkey ? history : emptyHistory
  const { spotTotal, exitTotal } = holdingsOf(snapshot, coldkey)
  return {
    prices,
    coldkey,
    value: withPoint(before.value, at(spotTotal.rao), MOST_VALUES),
    exit: withPoint(before.exit, at(exitTotal.rao), MOST_VALUES),
  }
}
