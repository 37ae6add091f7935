import { expect, test } from 'vitest'
import { magnitude, u64 } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import {
  FIXED_MAX,
  FIXED_ONE,
  fixedDivFloor,
  fixedFromInteger,
  fixedMulFloor,
  fixedToIntegerFloor,
  mulDivCeil,
  mulDivFloor,
  saturatingAdd,
  saturatingMul,
  saturatingSubtract,
  U64_MAX,
} from './fixed-point.ts'

const bits = magnitude(FIXED_MAX)

test('a product is rounded down and stops at the largest value', () => {
  holds([bits, bits], (a, b) => {
    const product = fixedMulFloor(a, b)
    if (a * b >= (FIXED_MAX + 1n) << 64n) expect(product).toBe(FIXED_MAX)
    else expect(product * FIXED_ONE <= a * b && a * b < (product + 1n) * FIXED_ONE).toBe(true)
  })
})

test('a quotient is rounded down; overflow and zero divisors give zero', () => {
  holds([bits, bits], (a, b) => {
    const quotient = fixedDivFloor(a, b)
    if (b === 0n || a * FIXED_ONE >= (FIXED_MAX + 1n) * b) expect(quotient).toBe(0n)
    else expect(quotient * b <= a * FIXED_ONE && a * FIXED_ONE < (quotient + 1n) * b).toBe(true)
  })
  expect(fixedDivFloor(FIXED_MAX, 1n)).toBe(0n)
})

test('integers survive the way there and back', () => {
  holds([u64], (value) => {
    expect(fixedToIntegerFloor(fixedFromInteger(value))).toBe(value)
    expect(fixedToIntegerFloor(fixedFromInteger(value) + FIXED_ONE - 1n)).toBe(value)
  })
})

test('floor and ceiling enclose the exact quotient', () => {
  holds([u64, u64, u64.filter((value) => value > 0n)], (a, b, divisor) => {
    const [floor, ceil] = [mulDivFloor(a, b, divisor), mulDivCeil(a, b, divisor)]
    expect(floor * divisor <= a * b && a * b <= ceil * divisor && ceil - floor <= 1n).toBe(true)
    expect(ceil === floor).toBe((a * b) % divisor === 0n)
  })
})

test('u64 arithmetic stops at its ends', () => {
  holds([u64, u64], (a, b) => {
    const within = (exact: bigint) => exact >= 0n && exact <= U64_MAX
    expect(saturatingAdd(a, b)).toBe(within(a + b) ? a + b : U64_MAX)
    expect(saturatingMul(a, b)).toBe(within(a * b) ? a * b : U64_MAX)
    expect(saturatingSubtract(a, b)).toBe(within(a - b) ? a - b : 0n)
  })
})
