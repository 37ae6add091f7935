import type { Pool } from './pool.ts'
import { quoteSell, type SwapQuote } from './quote.ts'
import { SwapError } from './swap-error.ts'

/**
 * The pool as the next trade finds it. The fee of a sale is alpha: right after the sale the chain sells it on the same
 * pool, without a fee, for the block's author, so the price ends a little lower than the sale itself left it.
 *
 * @throws SwapError where that second sale fails, and with it, on the chain, the first: `ReservesTooLow` where nothing
 * would be paid for the fee, as of a sale of less than about 2,000 rao of TAO; `PriceLimitExceeded` where the first left
 * the price below the chain's own limit.
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
    throw error instanceof SwapError ? new SwapError(error.code, { fee: quote.fee.rao }, error) : error
  }
}
