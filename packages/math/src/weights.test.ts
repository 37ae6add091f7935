import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { magnitude, quoteWeight, reserve } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import { WEIGHT_ONE } from './balancer.ts'
import { InvalidArgument } from './invalid-argument.ts'
import { Price } from './price.ts'
import type { SwapError } from './swap-error.ts'
import { LARGEST_WEIGHT, SMALLEST_WEIGHT, weightAfterInjection, weightFromPrice } from './weights.ts'

const half = WEIGHT_ONE / 2n
const codeOf = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    return (error as SwapError).code
  }
  return 'accepted'
}

describe('after an injection', () => {
  test('the price stays where it was, to the last decimals of the weight', () => {
    const delta = magnitude(10n ** 12n)
    holds([reserve, reserve, quoteWeight, delta, delta], (tao, alpha, weight, addedTao, addedAlpha) => {
      let after: bigint
      try {
        after = weightAfterInjection({ tao, alpha }, weight, { tao: addedTao, alpha: addedAlpha })
      } catch (error) {
        expect((error as SwapError).code).toBe('InvalidValue')
        return
      }
      expect(after >= SMALLEST_WEIGHT && after <= LARGEST_WEIGHT).toBe(true)
      // w1/w2 * tao/alpha on both sides, without divisions; a weight is 0.01 or more in parts of 1e18.
      const before = (WEIGHT_ONE - weight) * tao * after * (alpha + addedAlpha)
      const then = (WEIGHT_ONE - after) * (tao + addedTao) * weight * alpha
      const off = before > then ? before - then : then - before
      expect(off * 10n ** 10n <= before + then).toBe(true)
    })
  })

  test('nothing added changes nothing', () => {
    const reserves = { tao: 123_456_789_012_345n, alpha: 987_654_321_098_765n }
    expect(weightAfterInjection(reserves, half, { tao: 0n, alpha: 0n })).toBe(half)
  })

  test('empty pools start at one half, and a weight beyond 0.01 or 0.99 is refused', () => {
    const none = { tao: 0n, alpha: 0n }
    expect(weightAfterInjection(none, SMALLEST_WEIGHT, none)).toBe(half)
    const pool = { tao: 1_000n, alpha: 1_000n }
    expect(codeOf(() => weightAfterInjection(pool, half, { tao: 98_000n, alpha: 0n }))).toBe('accepted')
    expect(codeOf(() => weightAfterInjection(pool, half, { tao: 98_001n, alpha: 0n }))).toBe('InvalidValue')
    expect(codeOf(() => weightAfterInjection(pool, half, { tao: 0n, alpha: 98_001n }))).toBe('InvalidValue')
  })
})

describe('from a price', () => {
  test('the reserves have that price', () => {
    holds([reserve, reserve, quoteWeight], (tao, alpha, weight) => {
      const bits = (((WEIGHT_ONE - weight) * tao) << 64n) / (weight * alpha)
      fc.pre(bits > 0n)
      // Cut to 2^-64, and the alpha's worth to whole rao, the price is known this well.
      const cut = WEIGHT_ONE / bits + (100n * WEIGHT_ONE) / tao + 2n
      fc.pre(weight > SMALLEST_WEIGHT + cut && weight < LARGEST_WEIGHT - cut)
      const found = weightFromPrice(Price.fromBits(bits), { tao, alpha })
      expect(found >= weight - cut && found <= weight + cut).toBe(true)
    })
  })

  test('a price far from the reserves is refused', () => {
    const reserves = { tao: 1_000n, alpha: 1_000n }
    expect(codeOf(() => weightFromPrice(Price.fromBits(100n << 64n), reserves))).toBe('ReservesOutOfBalance')
    expect(codeOf(() => weightFromPrice(Price.fromBits(0n), reserves))).toBe('ReservesOutOfBalance')
    expect(weightFromPrice(Price.fromBits(1n << 64n), { tao: 0n, alpha: 0n })).toBe(half)
  })
})

test.each([
  [{ tao: -1n, alpha: 1n }, half],
  [{ tao: 2n ** 64n, alpha: 1n }, half],
  [{ tao: 1.5 as unknown as bigint, alpha: 1n }, half],
  [{ tao: 1n, alpha: Number.NaN as unknown as bigint }, half],
  [{ tao: 1n, alpha: 1n }, SMALLEST_WEIGHT - 1n],
  [{ tao: 1n, alpha: 1n }, LARGEST_WEIGHT + 1n],
])('reserves %o and weight %d are refused', (reserves, weight) => {
  expect(() => weightAfterInjection(reserves, weight, { tao: 0n, alpha: 0n })).toThrow(InvalidArgument)
})
