import { checkToken } from './amount-errors.ts'
import { Balance } from './balance.ts'
import { FIXED_ONE, mulDivFloor } from './fixed-point.ts'
import { MINIMUM_STAKE_RAO } from './minimum-stake.ts'
import { moveRatio } from './move-limit.ts'
import type { Pool } from './pool.ts'
import { Price } from './price.ts'
import { quoteBuy, quoteSell, type SwapQuote } from './quote.ts'

/** What the chain would do with a move between two subnets: a sale and, unless it brings too little, a purchase. */
export interface MoveQuote {
  /** The amount of origin alpha that was asked for. */
  readonly requested: Balance
  /** Origin alpha that the move takes, fee included. */
  readonly spent: Balance
  /** The sale on the origin's pool. */
  readonly sale: SwapQuote
  /** The purchase on the destination's pool; absent when the TAO is below the minimum stake. */
  readonly purchase: SwapQuote | undefined
  /** The one fee there is: origin alpha, or TAO when the origin is root. */
  readonly fee: Balance
  /** Destination alpha; zero when the TAO is not staked again. */
  readonly received: Balance
  /**
   * TAO that becomes free balance: all of it when it is below the minimum stake, else none. What a purchase leaves at
   * the chain's widest limit (its `rest`) stays with the subnet and is lost.
   */
  readonly free: Balance
  /** Destination alpha per origin alpha at both spot prices. */
  readonly spotRatio: Price
  /** `received / spent`, fee included, rounded down. */
  readonly averageRatio: Price
  /** Destination alpha per origin alpha at both prices after the move. */
  readonly endRatio: Price
}

/** Options of {@link quoteMove}. */
export interface MoveOptions {
  /** Whether the fee is taken. Default true. */
  readonly fees?: boolean
}

/**
 * Quotes moving alpha to another subnet as the chain executes it: all of it is sold at the origin under the limit of a
 * plain sale, the TAO is spent at the destination under the limit of a plain purchase. One fee: on the sale, or on the
 * purchase when the origin is root (netuid 0). TAO below the minimum stake is not staked again but becomes free
 * balance. No limit of a move reaches the pools.
 *
 * @throws SwapError with the chain's own name as `code`, InvalidPool (also for twice the same subnet: a move within one
 * has no price), MixedTokens, UnknownCurve.
 * @example
 * ```ts
 * import { Balance, quoteMove } from '@stake/math'
 * const origin = { curve: 'constantProduct', netuid: 1, tao: Balance.parse('150'), alpha: Balance.parse('100', 1), feeRate: 33 } as const
 * const destination = { curve: 'constantProduct', netuid: 2, tao: Balance.parse('100'), alpha: Balance.parse('100', 2), feeRate: 33 } as const
 * const move = quoteMove(origin, destination, Balance.parse('8', 1))
 * move.sale.received.toString() // => 11.105930386
 * move.received.format({ trim: true }) // => 9.995803416α
 * move.spotRatio.format(4) // => 1.5000
 * move.averageRatio.format(4) // => 1.2494
 * ```
 */
export function quoteMove(
  origin: Pool,
  destination: Pool,
  alpha: Balance,
  options: MoveOptions = {},
): MoveQuote {
  const spotRatio = moveRatio(origin, destination)
  checkToken(origin.netuid, alpha)
  const fees = options.fees ?? true
  const fromRoot = origin.netuid === 0
  const sale = quoteSell(origin, alpha, { fees: fees && !fromRoot })
  const tao = sale.received
  const staked = tao.rao >= MINIMUM_STAKE_RAO
  const purchase = staked ? quoteBuy(destination, tao, { fees: fees && fromRoot }) : undefined
  const received = purchase?.received ?? Balance.zero(destination.netuid)
  const { spent } = sale
  return {
    requested: alpha,
    spent,
    sale,
    purchase,
    fee: fromRoot && purchase ? purchase.fee : sale.fee,
    received,
    free: purchase ? Balance.zero() : tao,
    spotRatio,
    averageRatio: spent.isZero()
      ? spotRatio
      : Price.fromBits(mulDivFloor(received.rao, FIXED_ONE, spent.rao)),
    endRatio: moveRatio(sale.after, purchase?.after ?? destination),
  }
}
