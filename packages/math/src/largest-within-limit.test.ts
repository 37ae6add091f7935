import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { input, NETUID, reserveIn, side, swapPool, u64 } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import { Balance } from './balance.ts'
import type { Side } from './curve.ts'
import { saturatingMul } from './fixed-point.ts'
import { largestBuyWithin, largestSellWithin } from './largest-within-limit.ts'
import type { Pool } from './pool.ts'
import { quoteBuy, quoteSell } from './quote.ts'
import { SwapError } from './swap-error.ts'

const alice = { netuid: 1, tao: Balance.parse('1000'), alpha: Balance.parse('1500', 1) } as const

const largestWithin = (side: Side, pool: Pool, limit: bigint): Balance | undefined => {
  try {
    return side === 'buy' ? largestBuyWithin(pool, limit) : largestSellWithin(pool, limit)
  } catch (error) {
    if (error instanceof SwapError) return undefined
    throw error
  }
}

// The figures of the documents are rounded to the nearest rao of the ideal formula; the chain's are rounded down.
test.each([
  [0, 670_000_000n, '2.496882788', '2.496882788'],
  [0, 680_000_000n, '9.950493836', '9.950493836'],
  [0, 700_000_000n, '24.695076595', '24.695076596'],
  [33, 670_000_000n, '2.498140721', '2.498140721'],
  [33, 680_000_000n, '9.955506908', '9.955506909'],
  [33, 700_000_000n, '24.707518009', '24.707518010'],
])('the seed pool at fee rate %d and limit %d takes %s TAO', (feeRate, limit, chain, document) => {
  const pool = { ...alice, curve: 'constantProduct', feeRate } as const
  expect(largestBuyWithin(pool, limit).toString()).toBe(chain)
  const off = Balance.parse(document).rao - Balance.parse(chain).rao
  expect(off === 0n || off === 1n).toBe(true)
})

test('is what the chain trades of an order without end under that limit', () => {
  holds([swapPool, side, u64], (pool, side, limit) => {
    const largest = largestWithin(side, pool, limit)
    fc.pre(largest !== undefined)
    const endless = saturatingMul(reserveIn(pool, side), 1000n)
    const quote =
      side === 'buy'
        ? quoteBuy(pool, input(side, endless), { limitPrice: limit })
        : quoteSell(pool, input(side, endless), { limitPrice: limit })
    expect(largest).toEqual(quote.spent)
  })
})

test('trading it leaves at most a few rao', () => {
  holds([swapPool, side, u64], (pool, side, limit) => {
    const largest = largestWithin(side, pool, limit)
    fc.pre(largest !== undefined && !largest.isZero())
    const quote =
      side === 'buy'
        ? quoteBuy(pool, largest, { limitPrice: limit })
        : quoteSell(pool, largest, { limitPrice: limit })
    expect(quote.rest.rao <= 2n).toBe(true)
  })
})

describe('a stable pool', () => {
  const pool = { curve: 'stable', netuid: NETUID, tao: Balance.zero(), alpha: Balance.zero(NETUID) } as const
  const all = 2n ** 64n - 1n

  test('takes everything on the right side of one TAO and nothing on the wrong one', () => {
    holds([u64], (limit) => {
      expect(largestBuyWithin(pool, limit).rao).toBe(limit >= 10n ** 9n ? all : 0n)
      expect(largestSellWithin(pool, limit)).toEqual(Balance.fromRao(limit <= 10n ** 9n ? all : 0n, NETUID))
    })
  })
})

test('a limit on the wrong side of the price is an error, not zero', () => {
  const pool = { ...alice, curve: 'constantProduct', feeRate: 33 } as const
  for (const attempt of [
    () => largestBuyWithin(pool, 666_666_666n),
    () => largestSellWithin(pool, 666_666_667n),
  ]) {
    expect(attempt).toThrow(expect.objectContaining({ code: 'PriceLimitExceeded' }))
  }
})
