import { checkToken } from './amount-errors.ts'
import { Balance } from './balance.ts'
import type { Pool } from './pool.ts'
import { quoteBuy, quoteSell, type SwapQuote } from './quote.ts'

/** A trade and the way back at once. */
export interface RoundTrip {
  readonly there: SwapQuote
  readonly back: SwapQuote
  /** What is left at the end, in the token of the start. */
  readonly returned: Balance
  /** What the round trip costs: both fees, and what rounding takes. Zero where rounding gives. */
  readonly cost: Balance
  /** The cost in parts per billion of what was spent, rounded up. */
  readonly costPpb: bigint
}

/**
 * What it costs to trade and trade everything back at once: TAO is spent and the alpha sold, alpha is sold and the TAO
 * spent, nobody else trading in between. At reserves up to 2.1e16 rao it never gains.
 *
 * @param amount gross, TAO or the pool's alpha
 * @throws SwapError with the chain's own name as `code`, MixedTokens, InvalidPool, UnknownCurve.
 * @example
 * ```ts
 * import { Balance, roundTrip } from '@stake/math'
 * const pool = { curve: 'constantProduct', netuid: 1, tao: Balance.parse('1000'), alpha: Balance.parse('1500', 1), feeRate: 33 } as const
 * const { returned, cost, costPpb } = roundTrip(pool, Balance.parse('100'))
 * returned.toString() // => 99.903887024
 * cost.toString() // => 0.096112976
 * costPpb // => 961130
 * ```
 */
export function roundTrip(pool: Pool, amount: Balance): RoundTrip {
  const buysFirst = amount?.netuid === 0
  checkToken(buysFirst ? 0 : pool.netuid, amount)
  const there = buysFirst ? quoteBuy(pool, amount) : quoteSell(pool, amount)
  const back = buysFirst ? quoteSell(there.after, there.received) : quoteBuy(there.after, there.received)
  const returned = back.received
  const spent = there.spent
  const cost = Balance.max(spent, returned).subtract(returned)
  return {
    there,
    back,
    returned,
    cost,
    costPpb: spent.isZero() ? 0n : (cost.rao * 10n ** 9n + spent.rao - 1n) / spent.rao,
  }
}
