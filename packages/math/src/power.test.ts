import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { magnitude, u64 } from '../test/arbitraries.ts'
import { holds, RUNS } from '../test/property.ts'
import { integerRootFloor, powRatioScaledFloor, UnsupportedWeight } from './power.ts'

const SCALE = 10n ** 18n

describe('integerRootFloor', () => {
  test('is the largest number whose power is not above the value', () => {
    holds([magnitude(2n ** 300n), fc.integer({ min: 1, max: 1024 }).map(BigInt)], (value, degree) => {
      const root = integerRootFloor(value, degree)
      expect(root ** degree <= value && value < (root + 1n) ** degree).toBe(true)
    })
  })

  test('meets powers exactly', () => {
    holds([magnitude(2n ** 64n), fc.integer({ min: 1, max: 40 }).map(BigInt)], (root, degree) => {
      expect(integerRootFloor(root ** degree, degree)).toBe(root)
      if (root > 1n && degree > 1n) expect(integerRootFloor(root ** degree - 1n, degree)).toBe(root - 1n)
    })
  })

  test.each([
    [0n, 2n, 0n],
    [1n, 1024n, 1n],
    [80n, 4n, 2n],
    [81n, 4n, 3n],
  ])('of %d, degree %d, is %d', (value, degree, root) => {
    expect(integerRootFloor(value, degree)).toBe(root)
  })
})

describe('powRatioScaledFloor', () => {
  const part = fc.integer({ min: 1, max: 1024 }).map(BigInt)

  test('is correctly floored for every exponent on the exact path', () => {
    holds(
      [u64, u64.filter((value) => value > 0n), part, part, magnitude(SCALE, 1n)],
      (numerator, denominator, n, d, scale) => {
        const root = powRatioScaledFloor(numerator, denominator, n, d, scale) ?? -1n
        const exact = numerator ** n * scale ** d
        expect(root ** d * denominator ** n <= exact && exact < (root + 1n) ** d * denominator ** n).toBe(
          true,
        )
      },
      RUNS / 5,
    )
  })

  test('reduces the exponent first', () => {
    holds(
      [u64, u64.filter((value) => value > 0n), part, part],
      (numerator, denominator, n, d) => {
        const many = SCALE / 1024n
        expect(powRatioScaledFloor(numerator, denominator, n * many, d * many, 1000n)).toBe(
          powRatioScaledFloor(numerator, denominator, n, d, 1000n),
        )
      },
      RUNS / 5,
    )
  })

  test('has no value for a zero denominator, and the plain ones at zero', () => {
    expect(powRatioScaledFloor(1n, 0n, 1n, 2n, SCALE)).toBeUndefined()
    expect(powRatioScaledFloor(1n, 2n, 1n, 0n, SCALE)).toBeUndefined()
    expect(powRatioScaledFloor(0n, 2n, 1n, 2n, SCALE)).toBe(0n)
    expect(powRatioScaledFloor(3n, 2n, 0n, 2n, SCALE)).toBe(SCALE)
  })

  test.each([
    [1025n, 1024n],
    [1024n, 1025n],
    [497_312_345_678_901_234n, SCALE],
  ])('the exponent %d/%d is refused by name', (n, d) => {
    expect(() => powRatioScaledFloor(3n, 2n, n, d, SCALE)).toThrow(UnsupportedWeight)
  })
})
