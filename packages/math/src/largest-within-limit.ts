import { Balance } from './balance.ts'
import type { Side } from './curve.ts'
import { curveOf, feeRateOf, type Pool, reservesOf } from './pool.ts'
import { checkedLimit } from './quote.ts'

/**
 * The largest TAO amount, fee included, that the chain accepts in strict mode under a limit price
 * (`get_max_amount_add`): the fill up to the limit, or 1000 times the reserve when the limit is never reached.
 * A stable pool takes any amount for a limit of at least 1 TAO and nothing below it.
 *
 * @param limitPrice rao per alpha, u64
 * @throws SwapError (`PriceLimitExceeded` when the limit is not above the price), InvalidPool.
 * @example
 * ```ts
 * import { Balance, largestBuyWithin } from '@stake/math'
 * const pool = { curve: 'constantProduct', netuid: 1, tao: Balance.parse('1000'), alpha: Balance.parse('1500', 1), feeRate: 33 } as const
 * largestBuyWithin(pool, 669_999_999n).toString() // => 2.498139972
 * ```
 */
export function largestBuyWithin(pool: Pool, limitPrice: bigint): Balance {
  return Balance.fromRao(largest('buy', pool, limitPrice))
}

/**
 * The largest alpha amount, fee included, that the chain accepts in strict mode under a limit price
 * (`get_max_amount_remove`). A limit of 0 means no floor. A stable pool takes any amount for a limit of at most 1 TAO.
 *
 * @param limitPrice rao per alpha, u64
 * @throws SwapError (`PriceLimitExceeded` when the limit is not below the price), InvalidPool.
 * @example
 * ```ts
 * import { Balance, largestSellWithin } from '@stake/math'
 * const pool = { curve: 'constantProduct', netuid: 1, tao: Balance.parse('1000'), alpha: Balance.parse('1500', 1), feeRate: 33 } as const
 * largestSellWithin(pool, 663_333_334n).toString() // => 3.766016964
 * ```
 */
export function largestSellWithin(pool: Pool, limitPrice: bigint): Balance {
  return Balance.fromRao(largest('sell', pool, limitPrice), pool.netuid)
}

function largest(side: Side, pool: Pool, limitPrice: bigint): bigint {
  return curveOf(pool).largest({
    side,
    reserves: reservesOf(pool),
    limitPrice: checkedLimit(limitPrice),
    feeRate: feeRateOf(pool),
  })
}
