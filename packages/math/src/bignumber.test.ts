import { BigNumber } from 'bignumber.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { magnitude, u64 } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import { BalanceOutOfRange, InvalidAmount, InvalidNetuid } from './amount-errors.ts'
import { Balance } from './balance.ts'
import * as entry from './bignumber.ts'
import { percentChange, toBalance, toBigNumber } from './bignumber.ts'
import { FIXED_MAX } from './fixed-point.ts'
import { Price } from './price.ts'
import { Tolerance } from './tolerance.ts'

test('the entry exports its three conversions', () => {
  expect(Object.keys(entry).sort()).toEqual(['percentChange', 'toBalance', 'toBigNumber'])
})

describe('to a BigNumber', () => {
  test('an amount comes back as it was', () => {
    holds([u64, fc.integer({ min: 0, max: 65535 })], (rao, netuid) => {
      const balance = Balance.fromRao(rao, netuid)
      expect(toBigNumber(balance).toFixed()).toBe(balance.toString())
      expect(toBalance(toBigNumber(balance), netuid)).toEqual(balance)
    })
  })

  test('a price is exact to its last bit', () => {
    holds([magnitude(FIXED_MAX)], (bits) => {
      expect(toBigNumber(Price.fromBits(bits)).times(new BigNumber(2).pow(64)).toFixed()).toBe(String(bits))
    })
  })

  test('a tolerance is a fraction', () => {
    expect(toBigNumber(Tolerance.parse('0.5%')).toFixed()).toBe('0.005')
    expect(toBigNumber(Tolerance.fromPpb(1n)).toFixed()).toBe('0.000000001')
  })

  test('is never written with an exponent, whatever the settings of the program', () => {
    BigNumber.config({ EXPONENTIAL_AT: 0 })
    try {
      expect(String(toBigNumber(Balance.fromRao(1n)))).toBe('0.000000001')
      expect(toBigNumber(Price.fromBits(FIXED_MAX)).times(1e20).toString()).toMatch(/^\d+(\.\d+)?$/)
    } finally {
      BigNumber.config({ EXPONENTIAL_AT: [-7, 20] })
    }
  })
})

describe('to a Balance', () => {
  test.each([
    ['0.0000000001', 'down', 0n],
    ['0.0000000001', 'up', 1n],
    ['1.9999999999', 'down', 1_999_999_999n],
    ['1.9999999999', 'up', 2_000_000_000n],
    ['-0', 'exact', 0n],
    ['1.5', 'exact', 1_500_000_000n],
    ['18446744073.709551615', 'exact', 2n ** 64n - 1n],
  ] as const)('%s rounded %s', (text, rounding, rao) => {
    expect(toBalance(new BigNumber(text), 9, rounding)).toEqual(Balance.fromRao(rao, 9))
  })

  test.each([
    [new BigNumber(Number.NaN), InvalidAmount],
    [new BigNumber(Number.POSITIVE_INFINITY), InvalidAmount],
    [new BigNumber(-1), InvalidAmount],
    [new BigNumber('-1e1000000'), InvalidAmount],
    [new BigNumber('0.0000000001'), InvalidAmount],
    [new BigNumber('1e-1000000'), InvalidAmount],
    [1.5 as unknown as BigNumber, InvalidAmount],
    [undefined as unknown as BigNumber, InvalidAmount],
    [new BigNumber('18446744073.709551616'), BalanceOutOfRange],
    [new BigNumber('1e1000000'), BalanceOutOfRange],
  ])('%s is refused', (value, error) => {
    expect(() => toBalance(value)).toThrow(error)
  })

  test('the netuid is checked', () => {
    expect(() => toBalance(new BigNumber(1), 65536)).toThrow(InvalidNetuid)
  })
})

test('a change is told in percent of the first price', () => {
  const price = (units: bigint) => Price.fromBits(units << 64n)
  expect(percentChange(price(100n), price(121n)).toFixed()).toBe('21')
  expect(percentChange(price(3n), price(2n)).toFixed(4)).toBe('-33.3333')
  expect(percentChange(price(0n), price(2n)).isFinite()).toBe(false)
})
