import { StakeError } from './stake-error.ts'

/** Largest reduced exponent part for which the chain takes an integer root instead of a series. */
const LARGEST_ROOT = 1024n

/** A weight whose power is not on the chain's exact integer path. `code` is `UnsupportedWeight`. */
export class UnsupportedWeight extends StakeError {
  constructor(exponentNumerator: bigint, exponentDenominator: bigint) {
    super(
      'UnsupportedWeight',
      `The pool's weights give the exponent ${exponentNumerator}/${exponentDenominator}, which is not quoted locally yet.`,
      {
        details: { exponentNumerator, exponentDenominator },
        remedy: "Ask the node's own simulation for this pool's quote.",
      },
    )
  }
}

/**
 * `floor((baseNumerator / baseDenominator)^(exponentNumerator / exponentDenominator) * scale)`, correctly floored
 * (safe-bigmath `pow_ratio_scaled`). All arguments are non-negative integers. Undefined for a zero denominator.
 *
 * Exponents whose reduced parts are at most 1024 are exact: the largest `r` with
 * `r^d * baseDenominator^n <= baseNumerator^n * scale^d`.
 *
 * @throws UnsupportedWeight for every other exponent.
 * @example
 * ```ts
 * import { powRatioScaledFloor } from '@stake/math'
 * powRatioScaledFloor(2n, 1n, 1n, 2n, 10n ** 9n) // => 1414213562
 * ```
 */
export function powRatioScaledFloor(
  baseNumerator: bigint,
  baseDenominator: bigint,
  exponentNumerator: bigint,
  exponentDenominator: bigint,
  scale: bigint,
): bigint | undefined {
  if (baseDenominator === 0n || exponentDenominator === 0n) return undefined
  if (baseNumerator === 0n) return 0n
  if (exponentNumerator === 0n) return scale
  const divisor = greatestCommonDivisor(exponentNumerator, exponentDenominator)
  const n = exponentNumerator / divisor
  const d = exponentDenominator / divisor
  if (n > LARGEST_ROOT || d > LARGEST_ROOT) throw new UnsupportedWeight(n, d)
  return integerRootFloor((baseNumerator ** n * scale ** d) / baseDenominator ** n, d)
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b]
  return a
}

/** Largest `r` with `r^degree <= value`. */
export function integerRootFloor(value: bigint, degree: bigint): bigint {
  if (degree === 1n || value < 2n) return value
  // Newton's step from above decreases until it is there. A double gives the start: the closer it is the fewer
  // steps are needed, but only the exact steps decide the result.
  let root = startAbove(value, degree)
  for (;;) {
    const next = ((degree - 1n) * root + value / root ** (degree - 1n)) / degree
    if (next >= root) return root
    root = next
  }
}

function startAbove(value: bigint, degree: bigint): bigint {
  const bits = value.toString(16).length * 4
  const shift = Math.max(0, bits - 60)
  const exponent = (Math.log2(Number(value >> BigInt(shift))) + shift) / Number(degree)
  const whole = Math.floor(exponent)
  // 2^exponent with 50 significant bits, a little too large so that Newton starts above the root.
  const significand = BigInt(Math.ceil(2 ** (exponent - whole) * (1 + 1e-9) * 2 ** 50))
  return (whole >= 50 ? significand << BigInt(whole - 50) : significand >> BigInt(50 - whole)) + 1n
}
