import { checkToken } from './amount-errors.ts'
import { afterAuthorSale } from './author-sale.ts'
import { Balance } from './balance.ts'
import { firstWhere } from './bisect.ts'
import type { Side } from './curve.ts'
import { largestBuyWithin, largestSellWithin } from './largest-within-limit.ts'
import type { Pool } from './pool.ts'
import { quoteBuy, quoteSell, type SwapQuote } from './quote.ts'
import { SwapError } from './swap-error.ts'

/** A trade with somebody else's trades around it. */
export interface WorstLoss {
  /** The trade on the pool as it is. */
  readonly expected: SwapQuote
  /** What is traded first, on the same side, so that ours is only just accepted; absent when nothing fits. */
  readonly before: SwapQuote | undefined
  /** Our trade after it. */
  readonly trade: SwapQuote
  /** What was traded first, traded back after ours; absent when nothing fits. */
  readonly behind: SwapQuote | undefined
  /** `expected.received - trade.received`. */
  readonly loss: Balance
  /** The loss in parts per billion of what was expected, rounded up. */
  readonly lossPpb: bigint
  /** What trading around ours brings the other: rao of the token that our trade pays with, negative when it costs. */
  readonly othersGain: bigint
}

/**
 * The worst that somebody who trades around a limited trade can do to it: before it they move the price as far as the
 * limit still lets the whole amount through, and after it they trade back. Other trades than these leave ours more, so
 * up to rounding `trade.received` is what the limit guarantees, as long as nothing but trades moves the pool. The
 * amount, or what fits of it within the limit, is the trade: of a partial fill less is traded, and less lost, when the
 * price is moved farther.
 *
 * @param amount gross: TAO for a buy, alpha for a sell
 * @param limitPrice rao per alpha, u64
 * @throws SwapError (`PriceLimitExceeded` when nothing fits within the limit), MixedTokens, InvalidPool, UnknownCurve.
 * @example
 * ```ts
 * import { Balance, limitPrice, spotPrice, Tolerance, worstLoss } from '@stake/math'
 * const pool = { curve: 'constantProduct', netuid: 1, tao: Balance.parse('1000'), alpha: Balance.parse('1500', 1), feeRate: 33 } as const
 * const limit = limitPrice('buy', spotPrice(pool), Tolerance.parse('1%'))
 * const worst = worstLoss(pool, 'buy', Balance.parse('1'), limit)
 * worst.before?.spent.format({ decimals: 3 }) // => τ3.990
 * worst.expected.received.format({ decimals: 6 }) // => 1.497747α
 * worst.trade.received.format({ decimals: 6 }) // => 1.485878α
 * worst.othersGain < 0n // => false
 * ```
 */
export function worstLoss(pool: Pool, side: Side, amount: Balance, limitPrice: bigint): WorstLoss {
  const [trade, largest] = side === 'buy' ? [quoteBuy, largestBuyWithin] : [quoteSell, largestSellWithin]
  checkToken(side === 'buy' ? 0 : pool.netuid, amount)
  const most = largest(pool, limitPrice)
  const ours = Balance.min(amount, most)
  const options = { limitPrice }

  const moved = (rao: bigint) => tradable(() => trade(pool, Balance.fromRao(rao, amount.netuid)))
  const tooFar = (rao: bigint) => {
    const first = moved(rao)
    if (first === undefined) return false
    const left = tradable(() => largest(afterAuthorSale(first), limitPrice))
    return left === undefined || left.compare(ours) < 0
  }
  const room = firstWhere(1n, most.rao + 1n, tooFar) - 1n
  const before = room === 0n ? undefined : moved(room)

  const expected = trade(pool, ours, options)
  const after = trade(before ? afterAuthorSale(before) : pool, ours, options)
  const back = side === 'buy' ? quoteSell : quoteBuy
  const behind = before && tradable(() => back(afterAuthorSale(after), before.received))
  const loss = Balance.fromRao(
    expected.received.rao - Balance.min(expected.received, after.received).rao,
    expected.received.netuid,
  )
  return {
    expected,
    before,
    trade: after,
    behind,
    loss,
    lossPpb: expected.received.isZero()
      ? 0n
      : (loss.rao * 10n ** 9n + expected.received.rao - 1n) / expected.received.rao,
    othersGain: before && behind ? behind.received.rao - before.spent.rao : 0n,
  }
}

function tradable<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch (error) {
    if (error instanceof SwapError) return undefined
    throw error
  }
}
