import { FIXED_MAX, FIXED_ONE, U64_MAX } from './fixed-point.ts'
import { checkBigint } from './invalid-argument.ts'
import { StakeError } from './stake-error.ts'

const MANTISSA_DIGITS = 21n
const LARGEST_MANTISSA = 10n ** MANTISSA_DIGITS
const SMALLEST_MANTISSA = LARGEST_MANTISSA / 10n

/**
 * The chain's decimal float for stake shares: `mantissa * 10^exponent` with `1e20 < mantissa <= 1e21`, zero being
 * `0 * 10^0`. It is what storage holds, so it is plain data.
 */
export interface SafeFloat {
  readonly mantissa: bigint
  readonly exponent: bigint
}

export const SAFE_FLOAT_ZERO: SafeFloat = { mantissa: 0n, exponent: 0n }

/** A mantissa or exponent that the chain's SafeFloat cannot hold. `code` is `InvalidSafeFloat`. */
export class InvalidSafeFloat extends StakeError {
  constructor(mantissa: bigint, exponent: bigint) {
    super('InvalidSafeFloat', `${mantissa} * 10^${exponent} is not a share the chain can hold.`, {
      details: { mantissa, exponent },
      remedy: 'Read the share again from the chain.',
    })
  }
}

/**
 * A SafeFloat from any mantissa up to 1e21, normalised.
 *
 * @throws InvalidSafeFloat for a mantissa below 0 or above 1e21, or an exponent that is no i64.
 * @example
 * ```ts
 * import { safeFloat } from '@stake/math'
 * safeFloat(1n).mantissa // => 1000000000000000000000
 * safeFloat(1n).exponent // => -21
 * ```
 */
export function safeFloat(mantissa: bigint, exponent = 0n): SafeFloat {
  const held = typeof mantissa === 'bigint' && mantissa >= 0n && mantissa <= LARGEST_MANTISSA
  if (!held || typeof exponent !== 'bigint' || BigInt.asIntN(64, exponent) !== exponent) {
    throw new InvalidSafeFloat(mantissa, exponent)
  }
  return normalised(mantissa, exponent)
}

/**
 * Old shares are stored as U64F64 bits: the integer part plus the fraction divided by 2^64 with 21 digits.
 *
 * @example
 * ```ts
 * import { safeFloatFromFixed } from '@stake/math'
 * safeFloatFromFixed(1n << 63n).mantissa // => 500000000000000000000
 * ```
 */
export function safeFloatFromFixed(bits: bigint): SafeFloat {
  checkBigint('U64F64', bits, 0n, FIXED_MAX)
  return safeFloatAdd(
    safeFloat(bits / FIXED_ONE),
    safeFloatDiv(safeFloat(bits % FIXED_ONE), safeFloat(FIXED_ONE)),
  )
}

/**
 * The integer part, at most 2^64 - 1.
 *
 * @example
 * ```ts
 * import { safeFloat, safeFloatToIntegerFloor } from '@stake/math'
 * safeFloatToIntegerFloor(safeFloat(25n, -1n)) // => 2
 * ```
 */
export function safeFloatToIntegerFloor({ mantissa, exponent }: SafeFloat): bigint {
  const integer = exponent > 0n ? mantissa * cappedPower(exponent) : mantissa / cappedPower(-exponent)
  return integer > U64_MAX ? U64_MAX : integer
}

/**
 * The sum; digits of the smaller exponent that do not fit are dropped.
 *
 * @example
 * ```ts
 * import { safeFloat, safeFloatAdd, safeFloatToIntegerFloor } from '@stake/math'
 * safeFloatToIntegerFloor(safeFloatAdd(safeFloat(2n), safeFloat(3n))) // => 5
 * ```
 */
export function safeFloatAdd(a: SafeFloat, b: SafeFloat): SafeFloat {
  if (a.mantissa === 0n) return b
  if (b.mantissa === 0n) return a
  const [x, y, exponent] = aligned(a, b)
  return normalised(x + y, exponent)
}

/**
 * The difference, 0 where it would be negative; digits of the smaller exponent that do not fit are dropped.
 *
 * @example
 * ```ts
 * import { safeFloat, safeFloatSubtract, safeFloatToIntegerFloor } from '@stake/math'
 * safeFloatToIntegerFloor(safeFloatSubtract(safeFloat(5n), safeFloat(3n))) // => 2
 * safeFloatToIntegerFloor(safeFloatSubtract(safeFloat(3n), safeFloat(5n))) // => 0
 * ```
 */
export function safeFloatSubtract(a: SafeFloat, b: SafeFloat): SafeFloat {
  if (a.mantissa === 0n || b.mantissa === 0n) return a
  const [x, y, exponent] = aligned(a, b)
  return x > y ? normalised(x - y, exponent) : SAFE_FLOAT_ZERO
}

/**
 * `a / b` with 21 digits, rounded down; 0 for a zero divisor.
 *
 * @example
 * ```ts
 * import { safeFloat, safeFloatDiv } from '@stake/math'
 * safeFloatDiv(safeFloat(1n), safeFloat(3n)).mantissa // => 333333333333333333333
 * ```
 */
export function safeFloatDiv(a: SafeFloat, b: SafeFloat): SafeFloat {
  if (b.mantissa === 0n) return SAFE_FLOAT_ZERO
  return normalised((a.mantissa * LARGEST_MANTISSA) / b.mantissa, a.exponent - b.exponent - MANTISSA_DIGITS)
}

/**
 * `a * b / divisor`, rounded down once and then to 21 digits; 0 for a zero divisor.
 *
 * @example
 * ```ts
 * import { safeFloat, safeFloatMulDiv, safeFloatToIntegerFloor } from '@stake/math'
 * safeFloatToIntegerFloor(safeFloatMulDiv(safeFloat(100n), safeFloat(3n), safeFloat(10n))) // => 30
 * ```
 */
export function safeFloatMulDiv(a: SafeFloat, b: SafeFloat, divisor: SafeFloat): SafeFloat {
  if (divisor.mantissa === 0n) return SAFE_FLOAT_ZERO
  return normalised((a.mantissa * b.mantissa) / divisor.mantissa, a.exponent + b.exponent - divisor.exponent)
}

function normalised(mantissa: bigint, exponent: bigint): SafeFloat {
  if (mantissa === 0n) return SAFE_FLOAT_ZERO
  while (mantissa > LARGEST_MANTISSA) {
    mantissa /= 10n
    exponent += 1n
  }
  while (mantissa <= SMALLEST_MANTISSA) {
    mantissa *= 10n
    exponent -= 1n
  }
  return { mantissa, exponent }
}

/** Both mantissas at the larger exponent. */
function aligned(a: SafeFloat, b: SafeFloat): readonly [bigint, bigint, bigint] {
  return a.exponent >= b.exponent
    ? [a.mantissa, b.mantissa / cappedPower(a.exponent - b.exponent), a.exponent]
    : [a.mantissa / cappedPower(b.exponent - a.exponent), b.mantissa, b.exponent]
}

/** The chain never raises 10 beyond the 22nd power: no digit of a mantissa survives that. */
function cappedPower(exponent: bigint): bigint {
  return 10n ** (exponent > MANTISSA_DIGITS + 1n ? MANTISSA_DIGITS + 1n : exponent)
}
