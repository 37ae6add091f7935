import { FIXED_MAX as U128_MAX } from './fixed-point.ts'
import { integerRootFloor } from './integer-root.ts'
import { checkBigint, InvalidArgument } from './invalid-argument.ts'
import { estimatePowerFloor } from './power-estimate.ts'
import { powerSeries } from './power-series.ts'

/** Largest reduced exponent part for which the chain takes an integer root instead of a series. */
const LARGEST_ROOT = 1024n

/**
 * `floor((baseNumerator / baseDenominator)^(exponentNumerator / exponentDenominator) * scale)` as the chain gets it
 * (safe-bigmath `pow_ratio_scaled`): correctly floored, except where the chain itself is wrong. Undefined for a zero
 * denominator. All numbers are u128.
 *
 * - Nearly always a fixed-point estimate with a bound on its error decides.
 * - Where that is too close to call, an exponent whose reduced parts are at most 1024 is exact: the largest `r` with
 *   `r^d * baseDenominator^n <= baseNumerator^n * scale^d`. The chain always goes this way for such exponents.
 * - Any other exponent is computed by the chain's own series then, and so is every power with
 *   |exponent * ln(base)| > 90, where that series breaks down.
 *
 * @param precision bits the chain asks of its series: 256 in swaps (the default), 1024 for the input up to a limit
 * @throws InvalidArgument
 * @example
 * ```ts
 * import { powRatioScaledFloor } from '@stake/math'
 * powRatioScaledFloor(2n, 1n, 1n, 2n, 10n ** 9n) // => 1414213562
 * powRatioScaledFloor(2n, 3n, 497_312_345_678_901_234n, 10n ** 18n, 10n ** 18n) // => 817386843111030288
 * ```
 */
export function powRatioScaledFloor(
  baseNumerator: bigint,
  baseDenominator: bigint,
  exponentNumerator: bigint,
  exponentDenominator: bigint,
  scale: bigint,
  precision: 256 | 1024 = 256,
): bigint | undefined {
  checkBigint('numerator of the base', baseNumerator, 0n, U128_MAX)
  checkBigint('denominator of the base', baseDenominator, 0n, U128_MAX)
  checkBigint('numerator of the exponent', exponentNumerator, 0n, U128_MAX)
  checkBigint('denominator of the exponent', exponentDenominator, 0n, U128_MAX)
  checkBigint('scale', scale, 0n, U128_MAX)
  if (precision !== 256 && precision !== 1024)
    throw new InvalidArgument('precision', precision, '256 or 1024')
  return powerFloor(baseNumerator, baseDenominator, exponentNumerator, exponentDenominator, scale, precision)
}

/** {@link powRatioScaledFloor} of arguments that are what they should be. */
export function powerFloor(
  baseNumerator: bigint,
  baseDenominator: bigint,
  exponentNumerator: bigint,
  exponentDenominator: bigint,
  scale: bigint,
  precision: 256 | 1024,
): bigint | undefined {
  if (baseDenominator === 0n || exponentDenominator === 0n) return undefined
  if (baseNumerator === 0n) return 0n
  if (exponentNumerator === 0n || baseNumerator === baseDenominator) return scale
  return (
    estimatePowerFloor(baseNumerator, baseDenominator, exponentNumerator, exponentDenominator, scale) ??
    powerAsOnChain(baseNumerator, baseDenominator, exponentNumerator, exponentDenominator, scale, precision)
  )
}

function powerAsOnChain(
  baseNumerator: bigint,
  baseDenominator: bigint,
  exponentNumerator: bigint,
  exponentDenominator: bigint,
  scale: bigint,
  precision: number,
): bigint {
  const divisor = greatestCommonDivisor(exponentNumerator, exponentDenominator)
  const n = exponentNumerator / divisor
  const d = exponentDenominator / divisor
  if (n > LARGEST_ROOT || d > LARGEST_ROOT) {
    return powerSeries(baseNumerator, baseDenominator, n, d, scale, precision)
  }
  return integerRootFloor((baseNumerator ** n * scale ** d) / baseDenominator ** n, d)
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b]
  return a
}
