import {
  Balance,
  largestBuyWithin,
  largestSellWithin,
  limitPrice,
  type Pool,
  StakeError,
  spotPrice,
  Tolerance,
} from '@stake/math'
import type { State } from '../shell/state.ts'
import { type Impact, impactOf, type Side } from '../subnets/impact.ts'
import { isMove, netuidOf, takes } from './trade-form.ts'

/** How many amounts a chart is drawn through. */
const POINTS = 60

/** A little less than what just fits still does when the next block moved the price a little. */
const PERCENT = 98n

interface OnePool {
  readonly pool: Pool
  readonly side: Side
  readonly tolerance: Tolerance
}

/** What an amount would do to the price, for trades of one pool within a limit. */
export function impactOfForm(state: State): Impact | undefined {
  const trade = onePool(state)
  return trade && impactOf(trade.pool, trade.side, trade.tolerance, POINTS)
}

/** About as much as fits within the tolerance; undefined where there is no price to move, or no limit. */
export function fittingAmount(state: State): Balance | undefined {
  const trade = onePool(state)
  if (!trade || trade.pool.curve === 'stable') return undefined
  const { pool, side, tolerance } = trade
  try {
    const limit = limitPrice(side, spotPrice(pool), tolerance)
    const largest = side === 'buy' ? largestBuyWithin(pool, limit) : largestSellWithin(pool, limit)
    const amount = Balance.fromRao((largest.rao * PERCENT) / 100n, largest.netuid)
    return amount.isZero() ? undefined : amount
  } catch (error) {
    // A tolerance that is not one, or a pool too shallow for any limit.
    if (error instanceof StakeError) return undefined
    throw error
  }
}

function onePool({ trade: { form }, live }: State): OnePool | undefined {
  const pool = live?.snapshot?.subnets.get(netuidOf(form) ?? -1)?.pool
  if (!pool || isMove(form.kind) || form.mode === 'unsafe') return undefined
  try {
    return {
      pool,
      side: takes(form.kind) ? 'sell' : 'buy',
      tolerance: Tolerance.parse(form.tolerance.text.trim()),
    }
  } catch (error) {
    if (error instanceof StakeError) return undefined
    throw error
  }
}
