import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { u64 } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import { swapFeeFloor, swapFeeOnNetFloor } from './fee.ts'
import { InvalidArgument } from './invalid-argument.ts'

const rate = fc.integer({ min: 0, max: 65535 })

describe('the fee of a gross amount', () => {
  test('is the exact share rounded down, or one rao less', () => {
    holds([u64, rate], (amount, rate) => {
      const exact = (amount * BigInt(rate)) / 65535n
      const fee = swapFeeFloor(amount, rate)
      expect(fee === exact || fee === exact - 1n).toBe(true)
    })
  })

  test('is one rao less whenever the share is a whole number', () => {
    holds([fc.bigInt({ min: 1n, max: 2n ** 47n }), fc.integer({ min: 1, max: 65534 })], (many, rate) => {
      expect(swapFeeFloor(many * 65535n, rate)).toBe(many * BigInt(rate) - 1n)
    })
  })

  test('is nothing at rate 0 and everything at 65535', () => {
    holds([u64], (amount) => {
      expect(swapFeeFloor(amount, 0)).toBe(0n)
      expect(swapFeeFloor(amount, 65535)).toBe(amount)
    })
  })
})

describe('the fee of an executed net amount', () => {
  test('belongs to a gross amount of about the same rate', () => {
    holds([fc.bigInt({ min: 0n, max: 2n ** 60n }), fc.integer({ min: 0, max: 10_000 })], (net, rate) => {
      const fee = swapFeeOnNetFloor(net, rate)
      const exact = (net * BigInt(rate)) / BigInt(65535 - rate)
      expect(fee === exact || fee === exact - 1n).toBe(true)
      const difference = swapFeeFloor(net + fee, rate) - fee
      expect(difference >= -1n && difference <= 1n).toBe(true)
    })
  })

  test('is nothing at the rate that divides by zero', () => {
    expect(swapFeeOnNetFloor(10n ** 18n, 65535)).toBe(0n)
  })

  test('stops at the largest u64', () => {
    expect(swapFeeOnNetFloor(2n ** 64n - 1n, 65534)).toBe(2n ** 64n - 1n)
  })
})

test.each([
  [-1n, 33],
  [2n ** 64n, 33],
  [1.5 as unknown as bigint, 33],
  [1n, -1],
  [1n, 65_536],
  [1n, 0.5],
  [1n, Number.NaN],
])('no fee is taken of %s at a rate of %s', (amount, feeRate) => {
  expect(() => swapFeeFloor(amount, feeRate)).toThrow(InvalidArgument)
  expect(() => swapFeeOnNetFloor(amount, feeRate)).toThrow(InvalidArgument)
})
