import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { magnitude, side, tolerance } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import type { Side } from './curve.ts'
import { limitPrice, ToleranceTooFine } from './limit-price.ts'
import { InvalidPrice, Price } from './price.ts'
import { Tolerance } from './tolerance.ts'

/** Prices from a billionth of a rao to millions of TAO, at all sizes. */
const bits = magnitude(2n ** 86n, 1n)

/** What one part per billion of the price is, in rao times 2^64. */
const limitOrRefusal = (side: Side, bits: bigint, ppb: bigint): bigint | ToleranceTooFine => {
  try {
    return limitPrice(side, Price.fromBits(bits), Tolerance.fromPpb(ppb))
  } catch (error) {
    if (error instanceof ToleranceTooFine) return error
    throw error
  }
}

test('the seed example: half a percent around two thirds of a TAO', () => {
  const spot = Price.fromBits((2n << 64n) / 3n)
  expect(limitPrice('buy', spot, Tolerance.parse('0.5%'))).toBe(669_999_999n)
  expect(limitPrice('sell', spot, Tolerance.parse('0.5%'))).toBe(663_333_334n)
})

test('a limit is the last whole rao that is not outside the tolerance, and strictly beyond the price', () => {
  holds([side, bits, tolerance], (side, bits, tolerance) => {
    const limit = limitOrRefusal(side, bits, tolerance.ppb)
    fc.pre(typeof limit === 'bigint')
    const within = (rao: bigint) =>
      side === 'buy'
        ? rao << 64n <= bits * (10n ** 9n + tolerance.ppb)
        : rao << 64n >= bits * (10n ** 9n - tolerance.ppb)
    const chainLimit = (limit << 64n) / 10n ** 9n
    expect(within(limit)).toBe(true)
    expect(within(side === 'buy' ? limit + 1n : limit - 1n)).toBe(false)
    expect(side === 'buy' ? chainLimit > bits : chainLimit < bits).toBe(true)
  })
})

test('at least nine tenths of the tolerance survive the rounding', () => {
  holds([side, bits, tolerance], (side, bits, tolerance) => {
    const limit = limitOrRefusal(side, bits, tolerance.ppb)
    fc.pre(typeof limit === 'bigint')
    const kept = (side === 'buy' ? 1n : -1n) * ((limit << 64n) - bits * 10n ** 9n)
    expect(kept * 10n >= 9n * bits * tolerance.ppb).toBe(true)
  })
})

describe('ToleranceTooFine', () => {
  /** Prices of a few rao, where a limit in whole rao is coarse. */
  const coarse = magnitude(2n ** 64n / 10n ** 6n, 1n)

  test('names a tolerance that works', () => {
    holds([side, coarse, tolerance], (side, bits, tolerance) => {
      const refusal = limitOrRefusal(side, bits, tolerance.ppb)
      fc.pre(refusal instanceof ToleranceTooFine && refusal.details.smallest !== undefined)
      const smallest = Tolerance.parse(refusal.details.smallest ?? '')
      expect(typeof limitOrRefusal(side, bits, smallest.ppb)).toBe('bigint')
    })
  })

  test('names the smallest: nothing below it works', () => {
    holds([side, coarse, fc.double({ min: 0, max: 1, noNaN: true })], (side, bits, part) => {
      const refusal = limitOrRefusal(side, bits, 1n)
      fc.pre(refusal instanceof ToleranceTooFine)
      const smallest = refusal.details.smallest
      const bound = smallest === undefined ? 10n ** 9n : Tolerance.parse(smallest).ppb
      const below = (BigInt(Math.floor(part * 2 ** 30)) * (bound - 1n)) / 2n ** 30n
      for (const ppb of [below, bound - 1n]) {
        if (ppb > 0n) expect(limitOrRefusal(side, bits, ppb)).toBeInstanceOf(ToleranceTooFine)
      }
    })
  })

  test('half a rao: a whole one is a limit for a buy', () => {
    const refusal = limitOrRefusal('buy', 9_223_372_042n, 1n)
    expect((refusal as ToleranceTooFine).details.smallest).toBe('99.9999999%')
    expect(limitOrRefusal('buy', 9_223_372_042n, 999_999_999n)).toBe(1n)
  })

  test('a price of five rao: one rao more is 20 percent', () => {
    const spot = Price.fromBits((5n << 64n) / 10n ** 9n + 1n)
    const attempt = () => limitPrice('buy', spot, Tolerance.parse('0.5%'))
    expect(attempt).toThrow(ToleranceTooFine)
    expect(attempt).toThrow(
      expect.objectContaining({ code: 'ToleranceTooFine', remedy: 'Allow at least 20%.' }),
    )
  })

  test('below one rao a sell has no limit at all', () => {
    const spot = Price.fromBits((1n << 64n) / (2n * 10n ** 9n))
    const refusal = limitOrRefusal('sell', spot.bits, 500_000_000n)
    expect(refusal).toBeInstanceOf(ToleranceTooFine)
    expect((refusal as ToleranceTooFine).details.smallest).toBeUndefined()
  })
})

test('a pool without a price has no limit price', () => {
  expect(() => limitPrice('buy', Price.fromBits(0n), Tolerance.parse('5%'))).toThrow(InvalidPrice)
})

test('a limit that would be no u64 is refused', () => {
  expect(() => limitPrice('buy', Price.fromBits(2n ** 127n), Tolerance.parse('5%'))).toThrow(InvalidPrice)
})
