import { fixedDivFloor } from './fixed-point.ts'
import { destinationLimit } from './largest-move-within.ts'
import { limitAround } from './limit-price.ts'
import { limitBits } from './limited-swap.ts'
import { checkOtherSubnet, type Pool, spotPrice } from './pool.ts'
import { Price } from './price.ts'
import type { Tolerance } from './tolerance.ts'

/**
 * What one alpha of the origin is worth in alpha of the destination at both spot prices, as U64F64 like a price:
 * `origin price / destination price`, rounded down. It takes no account of fees.
 *
 * @throws InvalidPool, MixedTokens, UnknownCurve
 * @example
 * ```ts
 * import { Balance, moveRatio } from '@stake/math'
 * const origin = { curve: 'constantProduct', netuid: 1, tao: Balance.parse('150'), alpha: Balance.parse('100', 1), feeRate: 33 } as const
 * const destination = { curve: 'constantProduct', netuid: 2, tao: Balance.parse('100'), alpha: Balance.parse('100', 2), feeRate: 33 } as const
 * moveRatio(origin, destination).format(3) // => 1.500
 * ```
 */
export function moveRatio(origin: Pool, destination: Pool): Price {
  checkOtherSubnet(origin, destination)
  return Price.fromBits(fixedDivFloor(spotPrice(origin).bits, spotPrice(destination).bits))
}

/**
 * The limit of a move for a tolerance: the smallest ratio of destination alpha received to origin alpha given, times
 * 1e9. Computed in one step from both exact prices and never outward: `ceil(p1 / p2 * (1 - t) * 1e9)`. On the chain
 * this only caps the amount, see {@link largestMoveWithin}.
 *
 * @throws ToleranceTooFine when the limit would not be strictly beyond the ratio by the chain's own comparison, or when
 * rounding would eat more than a tenth of the tolerance; InvalidPrice when a pool has no price, or the limit would not
 * fit u64; InvalidPool, MixedTokens, UnknownCurve.
 * @example
 * ```ts
 * import { Balance, moveLimit, Tolerance } from '@stake/math'
 * const origin = { curve: 'constantProduct', netuid: 1, tao: Balance.parse('150'), alpha: Balance.parse('100', 1), feeRate: 33 } as const
 * const destination = { curve: 'constantProduct', netuid: 2, tao: Balance.parse('100'), alpha: Balance.parse('100', 2), feeRate: 33 } as const
 * moveLimit(origin, destination, Tolerance.parse('0.5%')) // => 1492500000
 * ```
 */
export function moveLimit(origin: Pool, destination: Pool, tolerance: Tolerance): bigint {
  const ratio = moveRatio(origin, destination)
  const price = spotPrice(destination).bits
  return limitAround(
    {
      side: 'sell',
      numerator: spotPrice(origin).bits,
      denominator: price,
      shown: `${ratio.format()} α${destination.netuid}/α${origin.netuid}`,
      isBeyond: (limit) =>
        limitBits(limit) < ratio.bits &&
        // From a stable pool the chain turns the limit into one on the destination's price.
        (origin.curve !== 'stable' || limit === 0n || limitBits(destinationLimit(limit)) > price),
    },
    tolerance,
  )
}
