import { expect, test } from 'vitest'
import { InvalidArgument } from './invalid-argument.ts'
import { limitOrderPoolLimit } from './limit-order.ts'

test('without a largest slippage nothing bounds the price', () => {
  expect([limitOrderPoolLimit('buy', 5n), limitOrderPoolLimit('sell', 5n)]).toEqual([2n ** 64n - 1n, 0n])
})

test('the slippage is rounded down, and the limit stays in u64', () => {
  expect(limitOrderPoolLimit('buy', 999n, 1_001_002n)).toBe(1_000n)
  expect(limitOrderPoolLimit('sell', 999n, 1_001_002n)).toBe(998n)
  expect(limitOrderPoolLimit('buy', 999n, 1_001_000n)).toBe(999n)
  expect(limitOrderPoolLimit('sell', 999n, 0n)).toBe(999n)
  expect(limitOrderPoolLimit('sell', 999n, 10n ** 9n)).toBe(0n)
  expect(limitOrderPoolLimit('buy', 2n ** 64n - 1n, 10n ** 9n)).toBe(2n ** 64n - 1n)
})

test.each([
  [-1n, 0n],
  [2n ** 64n, 0n],
  [1n, -1n],
  [1n, 10n ** 9n + 1n],
])('a limit of %d with a slippage of %d is refused', (limit, slippage) => {
  expect(() => limitOrderPoolLimit('buy', limit, slippage)).toThrow(InvalidArgument)
})
