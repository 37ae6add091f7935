import type { Hex } from '@stake/chain'
import { Balance, type Price } from '@stake/math'
import type { Place } from './kinds/kind.ts'
import type { Operation } from './operation.ts'
import type { Leg } from './plan.ts'

/**
 * All that a report needs to know of a leg: what was asked, and what the plan expected. Text, numbers, amounts and
 * prices only, so that the journal can keep it and a report made days later by another process is the same.
 */
export interface ReportBasis {
  readonly operation: Operation
  /** The calls that do it, encoded, in their order. */
  readonly calls: readonly Hex[]
  readonly amount: Balance
  /** What the plan expected to go in, and to come out of it. */
  readonly spent: Balance
  readonly received: Balance
  readonly free: Balance
  readonly leastReceived: Balance | undefined
  /** TAO per alpha over the whole trade, where it is one. */
  readonly averagePrice: Price | undefined
  /** The price at the end of each of its trades. */
  readonly endPrices: readonly { readonly netuid: number; readonly price: Price }[]
  /** The most that the network fee could be, and what it takes of a position where alpha pays it. */
  readonly networkFee: Balance
  readonly feeInAlpha: Balance | undefined
  /** What only some kinds know: the ends of a move, the positions that are sold and how many stay, the take that is wanted. */
  readonly from?: Place
  readonly to?: Place
  readonly sales?: readonly { readonly position: Place }[]
  readonly staying?: number
  readonly wanted?: number
}

/** What a report will need of a leg. */
export function basisOf(leg: Leg): ReportBasis {
  const { operation, parts, amount, quote, received, free, leastReceived, swaps } = leg
  const { from, to, sales, staying, wanted } = leg as Partial<
    Pick<ReportBasis, 'from' | 'to' | 'sales' | 'staying' | 'wanted'>
  >
  return {
    operation,
    calls: parts.calls.map(({ bytes }) => bytes),
    amount,
    spent: quote?.spent ?? amount,
    received,
    free,
    leastReceived,
    averagePrice: swaps.length === 1 ? quote?.averagePrice : undefined,
    endPrices: swaps.map(({ quote: { pool, endPrice } }) => ({ netuid: pool.netuid, price: endPrice })),
    networkFee: leg.networkFee,
    feeInAlpha: leg.feeInAlpha,
    ...(from && { from }),
    ...(to && { to }),
    ...(sales && { sales: sales.map(({ position }) => ({ position: placeOf(position) })) }),
    ...(staying !== undefined && { staying }),
    ...(wanted !== undefined && { wanted }),
  }
}

/** Of an Operation that never was planned nobody knows what it would have done. */
export function unplannedBasis(operation: Operation): ReportBasis {
  const none = Balance.zero()
  return {
    operation,
    calls: [],
    amount: none,
    spent: none,
    received: none,
    free: none,
    leastReceived: undefined,
    averagePrice: undefined,
    endPrices: [],
    networkFee: none,
    feeInAlpha: undefined,
  }
}

function placeOf({ coldkey, hotkey, netuid }: Place): Place {
  return { coldkey, hotkey, netuid }
}
