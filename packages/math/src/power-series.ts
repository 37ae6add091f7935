/** Bits that the chain computes beyond the precision it asks for. */
const GUARD_BITS = 24n
const GUARD = 1n << GUARD_BITS
const LARGEST_ITERATIONS = 4096
const EXTRA_ITERATIONS = 128

/**
 * `floor((baseNumerator / baseDenominator)^(exponentNumerator / exponentDenominator) * scale)` of positive integers by
 * the chain's own series, step by step (safe-bigmath 0.4.1, `pow_ratio_scaled` off its exact path): logarithm and
 * exponential by Taylor series without range reduction, the latter cut off after a fixed number of terms. Where
 * -exponent * ln(base) is above about 137 the result is no longer the power, but anything from 0 to far above the scale.
 *
 * @param precision bits after the point that the chain asks for: 256 in swaps, 1024 for the input up to a limit
 */
export function powerSeries(
  baseNumerator: bigint,
  baseDenominator: bigint,
  exponentNumerator: bigint,
  exponentDenominator: bigint,
  scale: bigint,
  precision: number,
): bigint {
  const asked = Math.max(precision, 32, scale.toString(2).length + 8)
  const bits = BigInt(asked) + GUARD_BITS
  const iterations = Math.min(LARGEST_ITERATIONS, Number(bits) + EXTRA_ITERATIONS)

  const ln2 = -logarithmOfOnePlus(-(1n << (bits - 1n)), bits, iterations)
  const lnBase =
    logarithm(baseNumerator, bits, iterations, ln2) - logarithm(baseDenominator, bits, iterations, ln2)
  const power = exponential(divFloor(lnBase * exponentNumerator, exponentDenominator), bits, iterations)
  return (dropGuard(power) * scale) >> BigInt(asked)
}

function logarithm(value: bigint, bits: bigint, iterations: number, ln2: bigint): bigint {
  const one = 1n << bits
  let shift = BigInt(value.toString(2).length - 1)
  let mantissa = (value << bits) >> shift
  if (mantissa >= one + (one >> 1n)) {
    mantissa >>= 1n
    shift += 1n
  }
  return logarithmOfOnePlus(mantissa - one, bits, iterations) + ln2 * shift
}

function logarithmOfOnePlus(x: bigint, bits: bigint, iterations: number): bigint {
  let term = x
  let sum = x
  let rounded = dropGuard(sum)
  for (let n = 2; n <= iterations; n++) {
    term = (term * x) >> bits
    if (term === 0n) break
    const next = divFloor(term, BigInt(n))
    if (next === 0n) break
    sum = n % 2 === 0 ? sum - next : sum + next
    const before = rounded
    rounded = dropGuard(sum)
    if (belowGuard(next) || rounded === before) break
  }
  return sum
}

function exponential(x: bigint, bits: bigint, iterations: number): bigint {
  let term = 1n << bits
  let sum = term
  let rounded = dropGuard(sum)
  for (let n = 1; n <= iterations; n++) {
    term = divFloor((term * x) >> bits, BigInt(n))
    if (term === 0n) break
    sum += term
    const before = rounded
    rounded = dropGuard(sum)
    if (belowGuard(term) || rounded === before) break
  }
  return sum
}

/** Quotient rounded toward minus infinity, for a positive divisor. */
function divFloor(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor
  return dividend < 0n && quotient * divisor !== dividend ? quotient - 1n : quotient
}

/** Rounds the guard bits away, half away from zero. */
function dropGuard(value: bigint): bigint {
  const half = GUARD >> 1n
  return value < 0n ? -((-value + half) >> GUARD_BITS) : (value + half) >> GUARD_BITS
}

function belowGuard(term: bigint): boolean {
  return term < GUARD && term > -GUARD
}
