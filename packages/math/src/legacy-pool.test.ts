import { expect, test } from 'vitest'
import { reserve } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import { InvalidArgument } from './invalid-argument.ts'
import { legacyPool } from './legacy-pool.ts'

test('the largest buy pays at most the limit on average', () => {
  holds([reserve, reserve, reserve], (tao, alpha, limit) => {
    const largest = legacyPool.largestBuy(limit, { tao, alpha })
    if (largest === 0n || largest >= 2n ** 64n) return
    const received = legacyPool.alphaFor(largest, { tao, alpha })
    expect(largest * 10n ** 9n <= limit * (received + 1n)).toBe(true)
  })
})

test('what nothing can be sold or bought for is 0', () => {
  const reserves = { tao: 100n, alpha: 100n }
  expect(legacyPool.largestSell(0n, reserves)).toBe(0n)
  expect(legacyPool.largestSell(2_000_000_000n, reserves)).toBe(0n)
  expect(legacyPool.largestBuy(1n, reserves)).toBe(0n)
  expect(legacyPool.alphaFor(0n, { tao: 0n, alpha: 5n })).toBe(0n)
  expect(() => legacyPool.alphaFor(-1n, reserves)).toThrow(InvalidArgument)
})
