import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NETUID, side } from '../test/arbitraries.ts'
import { alice, livePool, liveTolerance, part, share } from '../test/market.ts'
import { holds, RUNS } from '../test/property.ts'
import { afterAuthorSale } from './author-sale.ts'
import { Balance } from './balance.ts'
import { largestBuyWithin, largestSellWithin } from './largest-within-limit.ts'
import { limitPrice } from './limit-price.ts'
import { type Pool, spotPrice } from './pool.ts'
import { protect } from './protection.ts'
import { quoteBuy, quoteSell, type SwapQuote } from './quote.ts'
import { SwapError } from './swap-error.ts'
import { Tolerance } from './tolerance.ts'
import { worstLoss } from './worst-loss.ts'

const onePercent = Tolerance.parse('1%')

test('no other amount traded before is worse, and one rao more is no longer let through', () => {
  holds(
    [livePool(NETUID), side, liveTolerance, share, share],
    (pool, side, tolerance, ofLargest, ofRoom) => {
      const limit = limitPrice(side, spotPrice(pool), tolerance)
      const [largest, quote, netuid] =
        side === 'buy' ? [largestBuyWithin, quoteBuy, 0] : [largestSellWithin, quoteSell, NETUID]
      const amount = Balance.fromRao(part(largest(pool, limit).rao, ofLargest) + 10n ** 8n, netuid)
      fc.pre(amount.compare(largest(pool, limit)) <= 0)
      const worst = worstLoss(pool, side, amount, limit)
      fc.pre(worst.before !== undefined && worst.before.spent.rao > 10n ** 8n)

      const strict = (before: bigint) => {
        const left = poolAfter(() => quote(pool, Balance.fromRao(before, netuid)))
        return left && protect(left, side, amount, 'strict', tolerance, limit)
      }
      const room = worst.before.spent.rao
      const some = strict(10n ** 6n + part(room - 10n ** 6n, ofRoom))
      // Every trade may round one rao in our favour.
      if (some?.quote) expect(some.quote.received.rao + 2n >= worst.trade.received.rao).toBe(true)
      expect(strict(worst.before.spent.rao + 1n)?.refusal?.code).toMatch(/SlippageTooHigh|PriceLimitExceeded/)
      expect(worst.loss.add(worst.trade.received)).toEqual(worst.expected.received)
    },
    RUNS / 3,
  )
})

/** The pool after a trade; undefined where the chain refuses that, such as for a fee too small to be sold. */
function poolAfter(trade: () => SwapQuote): Pool | undefined {
  try {
    return afterAuthorSale(trade())
  } catch (error) {
    if (error instanceof SwapError) return undefined
    throw error
  }
}

describe('one percent on a pool of 1000 TAO', () => {
  const limit = limitPrice('buy', spotPrice(alice), onePercent)

  test('a small trade can lose almost the whole tolerance', () => {
    const { lossPpb } = worstLoss(alice, 'buy', Balance.parse('0.01'), limit)
    expect(lossPpb).toBe(9_881_208n)
  })

  test('the largest trade leaves no room', () => {
    const worst = worstLoss(alice, 'buy', largestBuyWithin(alice, limit), limit)
    expect([worst.before, worst.behind, worst.loss.rao, worst.othersGain]).toEqual([
      undefined,
      undefined,
      0n,
      0n,
    ])
  })

  test('of more than fits what fits is looked at', () => {
    const worst = worstLoss(alice, 'buy', Balance.parse('500'), limit)
    expect(worst.expected.spent).toEqual(largestBuyWithin(alice, limit))
  })

  test('a limit on the wrong side is refused as the chain does', () => {
    expect(() => worstLoss(alice, 'buy', Balance.parse('1'), 1n)).toThrow(SwapError)
  })
})
