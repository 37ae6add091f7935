import { describe, expect, test } from 'vitest'
import { reserve, swapPool } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import { MixedTokens } from './amount-errors.ts'
import { Balance } from './balance.ts'
import { FIXED_ONE } from './fixed-point.ts'
import { curveOf, InvalidPool, type Pool, spotPrice, UnknownCurve } from './pool.ts'

const pool = {
  curve: 'balancer',
  netuid: 1,
  tao: Balance.parse('1000'),
  alpha: Balance.parse('1500', 1),
  feeRate: 33,
  quoteWeight: 480_000_000_000_000_000n,
} as const

describe('the spot price', () => {
  test('follows the weights', () => {
    expect(spotPrice(pool).format(12)).toBe('0.722222222222')
    expect(spotPrice({ ...pool, curve: 'constantProduct' }).format(12)).toBe('0.666666666666')
    expect(spotPrice({ ...pool, curve: 'stable' }).bits).toBe(FIXED_ONE)
  })

  test('is the exact ratio, rounded down in three steps', () => {
    holds([swapPool], (pool) => {
      const quoteWeight = pool.curve === 'balancer' ? pool.quoteWeight : 5n * 10n ** 17n
      const numerator = (10n ** 18n - quoteWeight) * pool.tao.rao
      const denominator = quoteWeight * pool.alpha.rao
      const exact = (numerator << 64n) / denominator
      const { bits } = spotPrice(pool)
      // Each floored factor loses less than 2^-64 of itself times the other.
      const weights = (10n ** 18n - quoteWeight) / quoteWeight + 1n
      const ratio = pool.tao.rao / pool.alpha.rao + 1n
      expect(bits <= exact && exact - bits <= weights + ratio + 2n).toBe(true)
    })
  })

  test('is zero in a pool without alpha', () => {
    expect(spotPrice({ ...pool, alpha: Balance.zero(1) }).bits).toBe(0n)
  })
})

describe('a pool that cannot be', () => {
  test.each([-1, 65536, 1.5, Number.NaN])('has a fee rate of %d', (feeRate) => {
    expect(() => spotPrice({ ...pool, feeRate })).toThrow(InvalidPool)
    expect(() => spotPrice({ ...pool, curve: 'constantProduct', feeRate })).toThrow(InvalidPool)
  })

  test.each([0n, 9_999_999_999_999_999n, 990_000_000_000_000_001n, 10n ** 18n])(
    'has a weight of %d',
    (quoteWeight) => {
      expect(() => spotPrice({ ...pool, quoteWeight })).toThrow(InvalidPool)
    },
  )

  test('holds the wrong tokens', () => {
    holds([reserve], (rao) => {
      expect(() => spotPrice({ ...pool, tao: Balance.fromRao(rao, 1) })).toThrow(MixedTokens)
      expect(() => spotPrice({ ...pool, alpha: Balance.fromRao(rao, 2) })).toThrow(MixedTokens)
    })
  })

  test('has a curve nobody here knows', () => {
    const superellipse = { ...pool, curve: 'superellipse' } as unknown as Pool
    expect(() => curveOf(superellipse)).toThrow(UnknownCurve)
    for (const none of [undefined, null, 5, 'stable', { ...pool, curve: 5n }]) {
      expect(() => curveOf(none as unknown as Pool)).toThrow(UnknownCurve)
    }
    expect(() => curveOf(superellipse)).toThrow(/"superellipse" is not known/)
  })
})

test('the ends of the weight range are pools', () => {
  for (const quoteWeight of [10n ** 16n, 99n * 10n ** 16n]) {
    expect(spotPrice({ ...pool, quoteWeight }).bits > 0n).toBe(true)
  }
})
