import { WEIGHT_ONE } from './balancer.ts'
import type { Reserves } from './curve.ts'
import { FIXED_ONE, fixedMulFloor, U64_MAX } from './fixed-point.ts'
import { checkBigint } from './invalid-argument.ts'
import { powRatioScaledFloor } from './power.ts'
import { LARGEST_WEIGHT, SMALLEST_WEIGHT } from './weights.ts'

/**
 * The alpha that a weighted pool takes for paying out this much TAO, without fee, in rao and rounded down:
 * `alpha * ((tao / (tao - wanted))^(w2 / w1) - 1)` (pallet Swap, `get_base_needed_for_quote`). Like the chain it says
 * 0, not "too much", when all TAO or more is wanted or the power is above 18.446744073709551615.
 *
 * @param quoteWeight the weight on the TAO side, parts of 1e18
 * @throws InvalidArgument
 * @example
 * ```ts
 * import { alphaNeededFor } from '@stake/math'
 * alphaNeededFor(1_123_432n, { tao: 10n ** 9n, alpha: 10n ** 9n }, 25n * 10n ** 16n) // => 374758
 * ```
 */
export function alphaNeededFor(wantedTao: bigint, { tao, alpha }: Reserves, quoteWeight: bigint): bigint {
  checkBigint('wanted TAO', wantedTao)
  checkBigint('TAO reserve', tao)
  checkBigint('alpha reserve', alpha)
  checkBigint('quote weight', quoteWeight, SMALLEST_WEIGHT, LARGEST_WEIGHT)
  if (wantedTao >= tao) return 0n
  const scaled = powRatioScaledFloor(tao, tao - wantedTao, quoteWeight, WEIGHT_ONE - quoteWeight, WEIGHT_ONE)
  if (scaled === undefined || scaled > U64_MAX) return 0n
  const power = (scaled << 64n) / WEIGHT_ONE
  if (power <= FIXED_ONE) return 0n
  const needed = fixedMulFloor(alpha << 64n, power - FIXED_ONE) >> 64n
  return needed > U64_MAX ? U64_MAX : needed
}
