import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { magnitude } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import {
  InvalidSafeFloat,
  SAFE_FLOAT_ZERO,
  type SafeFloat,
  safeFloat,
  safeFloatAdd,
  safeFloatDiv,
  safeFloatFromFixed,
  safeFloatMulDiv,
  safeFloatSubtract,
  safeFloatToIntegerFloor,
} from './safe-float.ts'

const float = fc
  .tuple(magnitude(10n ** 21n), fc.integer({ min: -30, max: 30 }).map(BigInt))
  .map(([mantissa, exponent]) => safeFloat(mantissa, exponent))

/** The value as an integer of 10^-200, exact for every exponent of the tests and their products. */
const exact = ({ mantissa, exponent }: SafeFloat) => mantissa * 10n ** (exponent + 200n)
const expectNormal = ({ mantissa, exponent }: SafeFloat) => {
  const normal = mantissa === 0n ? exponent === 0n : mantissa > 10n ** 20n && mantissa <= 10n ** 21n
  expect(normal).toBe(true)
}
/** Not above the exact value, and less than `units` in the 21st digit below it. */
const expectFloored = (result: SafeFloat, value: bigint, units = 10n) => {
  expectNormal(result)
  const missing = value - exact(result)
  expect(missing >= 0n).toBe(true)
  if (value > 0n) expect(missing * 10n ** 21n <= value * units).toBe(true)
}

test('is made normalised, without changing its value', () => {
  holds([magnitude(10n ** 21n), fc.bigInt({ min: -100n, max: 100n })], (mantissa, exponent) => {
    const made = safeFloat(mantissa, exponent)
    expectNormal(made)
    expect(exact(made)).toBe(mantissa * 10n ** (exponent + 200n))
  })
})

test.each([
  [10n ** 21n + 1n, 0n],
  [-1n, 0n],
  [1n, 2n ** 63n],
  [1n, -(2n ** 63n) - 1n],
])('%d * 10^%d is refused', (mantissa, exponent) => {
  expect(() => safeFloat(mantissa, exponent)).toThrow(InvalidSafeFloat)
})

test('sums, products and quotients keep 21 digits, rounded down', () => {
  holds([float, float, float], (a, b, c) => {
    expectFloored(safeFloatAdd(a, b), exact(a) + exact(b), 20n)
    if (c.mantissa === 0n) return
    expectFloored(safeFloatDiv(a, c), (exact(a) * 10n ** 200n) / exact(c), 20n)
    // A product of small mantissas over a large one has only 20 digits to begin with.
    expectFloored(safeFloatMulDiv(a, b, c), (exact(a) * exact(b)) / exact(c), 110n)
  })
})

test('a difference is exact to the larger one’s 21st digit and never below zero', () => {
  holds([float, float], (a, b) => {
    const difference = exact(a) - exact(b)
    const result = safeFloatSubtract(a, b)
    expectNormal(result)
    const [larger] = [a, b].sort((one, other) => Number(other.exponent - one.exponent)) as [SafeFloat]
    const unit = exact({ ...larger, mantissa: 1n })
    const off = exact(result) - (difference > 0n ? difference : 0n)
    expect(off <= unit && -off <= unit).toBe(true)
  })
})

describe('zero', () => {
  test('changes nothing that it is added to or taken from', () => {
    holds([float], (a) => {
      expect(safeFloatAdd(a, SAFE_FLOAT_ZERO)).toEqual(a)
      expect(safeFloatAdd(SAFE_FLOAT_ZERO, a)).toEqual(a)
      expect(safeFloatSubtract(a, SAFE_FLOAT_ZERO)).toEqual(a)
      expect(safeFloatSubtract(a, a)).toEqual(SAFE_FLOAT_ZERO)
      expect(safeFloatSubtract(SAFE_FLOAT_ZERO, a)).toEqual(SAFE_FLOAT_ZERO)
    })
  })

  test('as a divisor gives zero', () => {
    holds([float, float], (a, b) => {
      expect(safeFloatDiv(a, SAFE_FLOAT_ZERO)).toEqual(SAFE_FLOAT_ZERO)
      expect(safeFloatMulDiv(a, b, SAFE_FLOAT_ZERO)).toEqual(SAFE_FLOAT_ZERO)
    })
  })
})

test('the integer part is rounded down and stops at the largest u64', () => {
  holds([float], (a) => {
    const integer = exact(a) / 10n ** 200n
    expect(safeFloatToIntegerFloor(a)).toBe(integer >= 2n ** 64n ? 2n ** 64n - 1n : integer)
  })
})

test('old fixed point shares keep 21 digits', () => {
  holds([magnitude(2n ** 128n - 1n)], (bits) => {
    expectFloored(safeFloatFromFixed(bits), (bits * 10n ** 200n) >> 64n, 20n)
  })
})
