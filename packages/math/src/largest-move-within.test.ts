import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { magnitude, u64 } from '../test/arbitraries.ts'
import { alice, livePool, liveTolerance, stablePool } from '../test/market.ts'
import { holds } from '../test/property.ts'
import { InvalidAmount } from './amount-errors.ts'
import { Balance } from './balance.ts'
import { largestMoveWithin } from './largest-move-within.ts'
import { largestBuyWithin, largestSellWithin } from './largest-within-limit.ts'
import { moveLimit } from './move-limit.ts'
import { quoteMove } from './move-quote.ts'

const MOST = 2n ** 64n - 1n
const bob = { ...alice, netuid: 2, alpha: Balance.parse('1500', 2) }
const half = { quoteWeight: 5n * 10n ** 17n }
const max = (origin: Parameters<typeof largestMoveWithin>[0], destination: typeof origin, limit: bigint) =>
  largestMoveWithin(origin, destination, limit).rao

test('at equal weights and without a fee the largest move gets the limit on average, and more gets less', () => {
  holds([livePool(1), livePool(2), liveTolerance], (origin, destination, tolerance) => {
    const [from, to] = [
      { ...origin, ...half },
      { ...destination, ...half },
    ]
    const limit = moveLimit(from, to, tolerance)
    const largest = largestMoveWithin(from, to, limit)
    fc.pre(largest.rao > 0n)
    const got = (alpha: bigint) => {
      const { received } = quoteMove(from, to, Balance.fromRao(alpha, 1), { fees: false })
      return received.rao * 10n ** 9n
    }
    // Each leg rounds by a rao; one of TAO is worth this much alpha.
    const rao = limit + 10n ** 9n * (2n + to.alpha.rao / to.tao.rao)
    expect(got(largest.rao) + rao >= limit * largest.rao).toBe(true)
    const more = largest.rao + largest.rao / 1_000n + 1_000n
    expect(got(more) <= limit * more + rao).toBe(true)
  })
})

describe('the corners of the formula', () => {
  test('two stable pools: everything up to a ratio of 1, nothing above', () => {
    expect(max(stablePool(0), stablePool(5), 10n ** 9n)).toBe(MOST)
    expect(max(stablePool(0), stablePool(5), 0n)).toBe(MOST)
    expect(max(stablePool(0), stablePool(5), 10n ** 9n + 1n)).toBe(0n)
  })

  test('from a stable pool it is a purchase, to one a sale', () => {
    expect(max(stablePool(0), bob, 1_400_000_000n)).toBe(largestBuyWithin(bob, 714_285_714n).rao)
    expect(max(stablePool(0), bob, 0n)).toBe(MOST)
    expect(max(bob, stablePool(0), 600_000_000n)).toBe(largestSellWithin(bob, 600_000_000n).rao)
  })

  test('an empty reserve, and a ratio above the one there is, let nothing through', () => {
    for (const empty of [{ tao: Balance.zero() }, { alpha: Balance.zero(1) }]) {
      expect(max({ ...alice, ...empty }, bob, 0n)).toBe(0n)
    }
    expect(max(alice, { ...bob, alpha: Balance.zero(2) }, 0n)).toBe(0n)
    expect(max(alice, bob, 10n ** 9n + 1n)).toBe(0n)
    expect(max(alice, bob, 10n ** 9n)).toBe(0n)
    expect(max(alice, bob, 10n ** 9n - 1n)).toBe(750n)
  })

  test('no limit lets everything through, a tiny one overflows and lets nothing through', () => {
    const huge = { ...bob, alpha: Balance.fromRao(10n ** 18n, 2) }
    expect(max(alice, huge, 0n)).toBe(MOST)
    expect(max(alice, huge, 1n)).toBe(0n)
    expect(max(alice, huge, 100_000_000n) > 0n).toBe(true)
  })

  test('any u64 is taken, and never a negative or overflowing amount comes out', () => {
    const pool = (netuid: number, tao: bigint, alpha: bigint) => ({
      ...alice,
      netuid,
      tao: Balance.fromRao(tao),
      alpha: Balance.fromRao(alpha, netuid),
    })
    holds([u64, u64, u64, u64, magnitude(MOST)], (tao1, alpha1, tao2, alpha2, limit) => {
      const amount = max(pool(1, tao1, alpha1), pool(2, tao2, alpha2), limit)
      expect(amount >= 0n && amount <= MOST).toBe(true)
    })
  })

  test.each([-1n, 2n ** 64n, 1 as unknown as bigint])('a limit of %d is refused', (limit) => {
    expect(() => largestMoveWithin(alice, bob, limit)).toThrow(InvalidAmount)
  })
})
