import fc from 'fast-check'
import { expect, test } from 'vitest'
import { magnitude } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import { FIXED_MAX, U64_MAX } from './fixed-point.ts'
import { InvalidArgument } from './invalid-argument.ts'
import { InvalidPrice, Price } from './price.ts'

const bits = magnitude(FIXED_MAX)

test('shows rao and decimals rounded down', () => {
  holds([bits, fc.integer({ min: 0, max: 19 })], (bits, decimals) => {
    const price = Price.fromBits(bits)
    const exact = (bits * 10n ** 9n) >> 64n
    expect(price.rao).toBe(exact > U64_MAX ? U64_MAX : exact)
    expect(BigInt(price.format(decimals).replace('.', ''))).toBe((bits * 10n ** BigInt(decimals)) >> 64n)
  })
})

test('compares by every bit', () => {
  holds([bits, bits], (a, b) => {
    expect(Price.fromBits(a).compare(Price.fromBits(b))).toBe(a < b ? -1 : a > b ? 1 : 0)
  })
  expect(Price.fromBits(5n).compare(Price.fromBits(6n))).toBe(-1)
})

test('the price calls of a chain report the same integer', () => {
  const price = Price.fromBits((2n << 64n) / 3n)
  expect([price.rao, price.format(), String(price), price.format(0)]).toEqual([
    666_666_666n,
    '0.666666666',
    '0.666666666',
    '0',
  ])
  expect(JSON.stringify(price)).toBe('{"bits":"12297829382473034410"}')
})

test.each([-1n, FIXED_MAX + 1n, 5 as unknown as bigint])('%s is refused', (bits) => {
  expect(() => Price.fromBits(bits)).toThrow(InvalidPrice)
})

test.each([-1, 20, 0.5])('%d decimals are refused', (decimals) => {
  expect(() => Price.fromBits(1n).format(decimals)).toThrow(InvalidArgument)
})
