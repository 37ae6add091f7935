import fc from 'fast-check'
import { expect, test } from 'vitest'
import { input, magnitude, reserveIn, side, swapPool } from '../test/arbitraries.ts'
import { stablePool } from '../test/market.ts'
import { holds } from '../test/property.ts'
import { Balance } from './balance.ts'
import { InvalidPool } from './pool.ts'
import { type RoundTrip, roundTrip } from './round-trip.ts'
import { SwapError } from './swap-error.ts'

test('never gains at reserves up to 2.1e16', () => {
  holds([swapPool, side, magnitude(21n * 10n ** 15n, 1n)], (pool, side, rao) => {
    fc.pre(rao <= 17n * reserveIn(pool, side))
    let trip: RoundTrip
    try {
      trip = roundTrip(pool, input(side, rao))
    } catch (error) {
      // Too little to be paid anything for.
      expect(error).toBeInstanceOf(SwapError)
      return
    }
    const { there, returned, cost, costPpb } = trip
    const { tao, alpha } = there.after
    fc.pre(tao.rao <= 21n * 10n ** 15n && alpha.rao <= 21n * 10n ** 15n)
    expect(returned.compare(there.spent)).toBeLessThanOrEqual(0)
    expect(returned.add(cost)).toEqual(there.spent)
    expect(costPpb * there.spent.rao >= cost.rao * 10n ** 9n).toBe(true)
  })
})

test('a stable pool costs nothing', () => {
  const { returned, cost, costPpb } = roundTrip(stablePool(0), Balance.parse('5'))
  expect([returned, cost, costPpb]).toEqual([Balance.parse('5'), Balance.zero(), 0n])
})

test('a pool that cannot be is refused', () => {
  const pool = { ...stablePool(4), curve: 'constantProduct', feeRate: -1 } as const
  expect(() => roundTrip(pool, Balance.parse('5'))).toThrow(InvalidPool)
})
