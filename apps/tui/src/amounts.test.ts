import { Balance, Price } from '@stake/math'
import { expect, test } from 'vitest'
import { showAmount, showPercent, showPrice, showRaoPrice } from './amounts.ts'

test('amounts are grouped, with fixed decimals, rounded down, never with an exponent', () => {
  expect(showAmount(Balance.fromRao(1n))).toBe('τ0.0000')
  expect(showAmount(Balance.fromRao(1n), undefined, 9)).toBe('τ0.000000001')
  expect(showAmount(Balance.fromRao(2n ** 64n - 1n))).toBe('τ18,446,744,073.7095')
  expect(showAmount(Balance.parse('1234.56789', 3), 'γ', 2)).toBe('1,234.56γ')
})

test('the symbol of a subnet never stands on TAO', () => {
  expect(showAmount(Balance.parse('1'), 'γ', 1)).toBe('τ1.0')
})

test('prices and percentages', () => {
  expect(showPrice(Price.fromBits((2n << 64n) / 3n))).toBe('0.666666')
  expect(showPrice(Price.fromBits(1n))).toBe('0.000000')
  expect(showRaoPrice(251_250_000n)).toBe('0.251250000')
  expect(showRaoPrice(1_000_000_000_000_001n)).toBe('1000000.000000001')
  expect(showPercent(5_000_000n)).toBe('0.50%')
  expect(showPercent(1_234_567_890n)).toBe('123.45%')
})
