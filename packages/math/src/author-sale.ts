import type { Pool } from './pool.ts'
import { quoteSell, type SwapQuote } from './quote.ts'
import { SwapError } from './swap-error.ts'

/**
 * The pool as the next trade finds it. The fee of a sale is alpha: right after the sale the chain sells it on the same
 * pool, without a fee, for the block's author, so the price ends a little lower than the sale itself left it.
 *
 * @example
 * ```ts
 * import { afterAuthorSale, Balance, quoteSell, spotPrice } from '@stake/math'
 * const pool = { curve: 'constantProduct', netuid: 1, tao: Balance.parse('1000'), alpha: Balance.parse('1500', 1), feeRate: 33 } as const
 * const sale = quoteSell(pool, Balance.parse('150', 1))
 * sale.endPrice.format() // => 0.551014633
 * spotPrice(afterAuthorSale(sale)).format() // => 0.550964187
 * ```
 */
export function afterAuthorSale(quote: SwapQuote): Pool {
  if (quote.side === 'buy' || quote.fee.isZero() || quote.paidIn.isZero()) return quote.after
  try {
    return quoteSell(quote.after, quote.fee, { fees: false }).after
  } catch (error) {
    // A fee too small to be paid anything for stays alpha.
    if (error instanceof SwapError) return quote.after
    throw error
  }
}
