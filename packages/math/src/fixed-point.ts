/** Raw u128 bits of the chain's U64F64: value times 2^64. */
export const FIXED_ONE: bigint = 1n << 64n
/** Largest U64F64 bit pattern. */
export const FIXED_MAX: bigint = (1n << 128n) - 1n
/** Largest u64. */
export const U64_MAX: bigint = (1n << 64n) - 1n

/**
 * Product of two U64F64 bit patterns, rounded down to 2^-64 and saturating at the largest value
 * (substrate-fixed `saturating_mul`).
 *
 * @example
 * ```ts
 * import { FIXED_ONE, fixedMulFloor } from '@stake/math'
 * fixedMulFloor(3n * FIXED_ONE, FIXED_ONE / 2n) === 3n * FIXED_ONE / 2n // => true
 * ```
 */
export function fixedMulFloor(a: bigint, b: bigint): bigint {
  const product = (a * b) >> 64n
  return product > FIXED_MAX ? FIXED_MAX : product
}

/**
 * Quotient of two U64F64 bit patterns, rounded down to 2^-64. A zero divisor and an overflow both give 0
 * (the pallet's `safe_div`), never the largest value.
 *
 * @example
 * ```ts
 * import { FIXED_MAX, FIXED_ONE, fixedDivFloor } from '@stake/math'
 * fixedDivFloor(FIXED_ONE, 0n) // => 0
 * fixedDivFloor(FIXED_MAX, 1n) // => 0
 * ```
 */
export function fixedDivFloor(a: bigint, b: bigint): bigint {
  if (b === 0n) return 0n
  const quotient = (a << 64n) / b
  return quotient > FIXED_MAX ? 0n : quotient
}

/**
 * A u64 as U64F64 bits.
 *
 * @example
 * ```ts
 * import { FIXED_ONE, fixedFromInteger } from '@stake/math'
 * fixedFromInteger(3n) === 3n * FIXED_ONE // => true
 * ```
 */
export function fixedFromInteger(value: bigint): bigint {
  return value << 64n
}

/**
 * The integer part of U64F64 bits, rounded down.
 *
 * @example
 * ```ts
 * import { FIXED_ONE, fixedToIntegerFloor } from '@stake/math'
 * fixedToIntegerFloor((7n * FIXED_ONE) / 2n) // => 3
 * ```
 */
export function fixedToIntegerFloor(bits: bigint): bigint {
  return bits >> 64n
}

/**
 * `floor(a * b / divisor)` of exact non-negative integers.
 *
 * @example
 * ```ts
 * import { mulDivFloor } from '@stake/math'
 * mulDivFloor(7n, 3n, 2n) // => 10
 * ```
 */
export function mulDivFloor(a: bigint, b: bigint, divisor: bigint): bigint {
  return (a * b) / divisor
}

/**
 * `ceil(a * b / divisor)` of exact non-negative integers.
 *
 * @example
 * ```ts
 * import { mulDivCeil } from '@stake/math'
 * mulDivCeil(7n, 3n, 2n) // => 11
 * ```
 */
export function mulDivCeil(a: bigint, b: bigint, divisor: bigint): bigint {
  return (a * b + divisor - 1n) / divisor
}

/** Sum of two u64 that stops at 2^64 - 1, as the chain's `saturating_add`. */
export function saturatingAdd(a: bigint, b: bigint): bigint {
  const sum = a + b
  return sum > U64_MAX ? U64_MAX : sum
}

/** Product of two u64 that stops at 2^64 - 1, as the chain's `saturating_mul`. */
export function saturatingMul(a: bigint, b: bigint): bigint {
  const product = a * b
  return product > U64_MAX ? U64_MAX : product
}

/** Difference of two u64 that stops at 0, as the chain's `saturating_sub`. */
export function saturatingSubtract(a: bigint, b: bigint): bigint {
  return a > b ? a - b : 0n
}
