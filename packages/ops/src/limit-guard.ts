import { Balance, quoteBuy, quoteSell, type SwapQuote } from '@stake/math'
import { UselessLimit } from './errors.ts'
import type { ExpectedSwap, Preview } from './preview.ts'

const U64_MAX = 2n ** 64n - 1n
const PPB = 1_000_000_000n
/** The chain swaps at most so many times the reserve. */
const MOST_RESERVES = 1000n

/**
 * A limit protects nothing where it is none, or where the largest trade that the chain would make under it loses more
 * than twice the tolerance. It cannot happen while limits are computed right; so it is looked at once more, on the
 * very limit that will be signed.
 *
 * @throws UselessLimit
 */
export function checkLimits({
  swaps,
  tolerance,
  chosen,
}: Pick<Preview, 'swaps' | 'tolerance' | 'chosen'>): void {
  if (chosen.mode === 'unsafe' || !tolerance) return
  for (const swap of swaps) {
    // A move in one call has its own guard: what its cap lets through is quoted exactly.
    if (swap.limitPrice === undefined) continue
    const lossPpb = lossOnPricePpb(largestTrade(swap, swap.limitPrice))
    if (swap.limitPrice === 0n || swap.limitPrice >= U64_MAX || lossPpb > 2n * tolerance.ppb) {
      throw new UselessLimit(swap.limitPrice, lossPpb, tolerance.toString())
    }
  }
}

/** The largest trade under a limit on the pool of a quote; the quote itself where there is one price only. */
function largestTrade({ quote }: ExpectedSwap, limitPrice: bigint): SwapQuote {
  const { pool, side } = quote
  if (pool.curve === 'stable') return quote
  const reserve = side === 'buy' ? pool.tao : pool.alpha
  const most = reserve.rao * MOST_RESERVES
  const amount = Balance.fromRao(most > U64_MAX ? U64_MAX : most, reserve.netuid)
  return side === 'buy'
    ? quoteBuy(pool, amount, { limitPrice, fees: false })
    : quoteSell(pool, amount, { limitPrice, fees: false })
}

/** What the price movement takes of the trade, in parts per billion of its value at the spot price; fees apart. */
function lossOnPricePpb({ side, paidIn, received, spotPrice }: SwapQuote): bigint {
  const one = 1n << 64n
  // Both sides valued in rao · 2^64.
  const given = side === 'buy' ? paidIn.rao * one : paidIn.rao * spotPrice.bits
  const taken = side === 'buy' ? received.rao * spotPrice.bits : received.rao * one
  return given > taken && given > 0n ? ((given - taken) * PPB) / given : 0n
}
