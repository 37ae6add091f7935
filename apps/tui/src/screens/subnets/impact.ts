import {
  Balance,
  largestBuyWithin,
  largestSellWithin,
  limitPrice,
  type Pool,
  type Price,
  quoteBuy,
  quoteSell,
  StakeError,
  spotPrice,
  type Tolerance,
} from '@stake/math'

export type Side = 'buy' | 'sell'

/** What one amount would do to the price. */
export interface ImpactPoint {
  readonly amount: Balance
  readonly average: Price
  readonly end: Price
}

/** How the price answers to trades of every size, up to some way beyond what a tolerance allows. */
export interface Impact {
  readonly side: Side
  readonly spot: Price
  /** Rao per alpha: where a strict trade may end. */
  readonly limit: bigint
  /** The largest amount that ends within the limit. */
  readonly largest: Balance
  readonly points: readonly ImpactPoint[]
}

const known = new WeakMap<Pool, Map<string, Impact | undefined>>()

/**
 * Quotes `count` amounts, evenly spaced up to two and a half times the largest within the tolerance. Undefined where
 * trading does not move the price, or where no limit can be set. Computed once for each pool of each block.
 */
export function impactOf(pool: Pool, side: Side, tolerance: Tolerance, count: number): Impact | undefined {
  const key = `${side}:${tolerance.ppb}:${count}`
  const byQuestion = known.get(pool) ?? new Map<string, Impact | undefined>()
  known.set(pool, byQuestion)
  if (!byQuestion.has(key)) byQuestion.set(key, computed(pool, side, tolerance, count))
  return byQuestion.get(key)
}

function computed(pool: Pool, side: Side, tolerance: Tolerance, count: number): Impact | undefined {
  if (pool.curve === 'stable') return undefined
  try {
    const spot = spotPrice(pool)
    const limit = limitPrice(side, spot, tolerance)
    const largest = side === 'buy' ? largestBuyWithin(pool, limit) : largestSellWithin(pool, limit)
    if (largest.isZero()) return undefined
    const most = (largest.rao * 5n) / 2n
    const points = Array.from({ length: count }, (_, index) => {
      const rao = (most * BigInt(index + 1)) / BigInt(count)
      return pointOf(pool, side, Balance.fromRao(rao > 0n ? rao : 1n, largest.netuid))
    })
    return { side, spot, limit, largest, points }
  } catch (error) {
    // A pool too shallow, or a price too small for any limit, has no chart.
    if (error instanceof StakeError) return undefined
    throw error
  }
}

function pointOf(pool: Pool, side: Side, amount: Balance): ImpactPoint {
  const { averagePrice, endPrice } = side === 'buy' ? quoteBuy(pool, amount) : quoteSell(pool, amount)
  return { amount, average: averagePrice, end: endPrice }
}
