import { checkToken } from './amount-errors.ts'
import { afterAuthorSale } from './author-sale.ts'
import { Balance } from './balance.ts'
import type { Side } from './curve.ts'
import { largestBuyWithin, largestSellWithin } from './largest-within-limit.ts'
import { limitPrice, ToleranceTooFine } from './limit-price.ts'
import { largestInput, limitBits } from './limited-swap.ts'
import { MINIMUM_STAKE_RAO, minimumStake } from './minimum-stake.ts'
import { type Pool, reservesOf, spotPrice } from './pool.ts'
import { InvalidPrice } from './price.ts'
import { quoteBuy, quoteSell, type SwapQuote } from './quote.ts'
import type { SafetyMode } from './safety-mode.ts'
import type { StakeError } from './stake-error.ts'
import { SwapError } from './swap-error.ts'
import type { Tolerance } from './tolerance.ts'

/** What the chain would do with an amount in one safety mode. */
export interface ProtectedQuote {
  readonly mode: SafetyMode
  /** The limit sent with the call, rao per alpha; absent in `unsafe` mode and when none could be set. */
  readonly limitPrice?: bigint
  /** The largest amount within the limit. */
  readonly largest?: Balance
  readonly result: 'full' | 'partial' | 'refused'
  /** Why the chain would refuse, under its own name as `code`, or why no limit can be set (`ToleranceTooFine`, `InvalidPrice`). */
  readonly refusal?: StakeError
  /** The trade that would be executed; in `partial` mode its `requested` is what fits, not what was asked for. */
  readonly quote?: SwapQuote
}

/**
 * What the chain would do with an amount on this pool in a safety mode: strict takes all or nothing
 * (`SlippageTooHigh`), partial fills the largest amount within the limit, unsafe trades under the chain's own wide
 * limits. The pool's checks are made in the chain's order (1000 times the reserve, the limit, the minimum stake, the
 * amount within the limit, the author's sale of the fee); balances and hotkeys are not its business.
 *
 * @param amount gross: TAO for a buy, alpha for a sell
 * @param limit a limit price to use in place of the tolerance, rao per alpha
 * @throws MixedTokens, InvalidPool, UnknownCurve; what the chain would refuse is returned.
 * @example
 * ```ts
 * import { Balance, protect, Tolerance } from '@stake/math'
 * const pool = { curve: 'constantProduct', netuid: 1, tao: Balance.parse('1000'), alpha: Balance.parse('1500', 1), feeRate: 33 } as const
 * const amount = Balance.parse('100')
 * protect(pool, 'buy', amount, 'strict', Tolerance.parse('5%')).refusal?.code // => SlippageTooHigh
 * protect(pool, 'buy', amount, 'partial', Tolerance.parse('5%')).quote?.spent.format({ decimals: 3 }) // => τ24.707
 * protect(pool, 'buy', amount, 'unsafe', Tolerance.parse('5%')).result // => full
 * ```
 */
export function protect(
  pool: Pool,
  side: Side,
  amount: Balance,
  mode: SafetyMode,
  tolerance: Tolerance,
  limit?: bigint,
): ProtectedQuote {
  const inputNetuid = side === 'buy' ? 0 : pool.netuid
  checkToken(inputNetuid, amount)
  let reached: Pick<ProtectedQuote, 'mode' | 'limitPrice' | 'largest'> = { mode }
  try {
    if (mode === 'unsafe') {
      checkReserve(pool, side, amount)
      const quote = checkSize(pool, side, amount, amount)
      afterAuthorSale(quote)
      return { ...reached, result: quote.rest.isZero() ? 'full' : 'partial', quote }
    }
    const price = limit ?? limitPrice(side, spotPrice(pool), tolerance)
    reached = { mode, limitPrice: price }
    checkReserve(pool, side, amount)
    const largest = side === 'buy' ? largestBuyWithin(pool, price) : largestSellWithin(pool, price)
    reached = { mode, limitPrice: price, largest }
    const possible = Balance.min(amount, largest)
    if (mode === 'strict' && amount.compare(largest) > 0) {
      checkMinimum(pool, side, amount)
      throw new SwapError('SlippageTooHigh', { amount: amount.rao, largest: largest.rao, limitPrice: price })
    }
    const plain = checkSize(pool, side, amount, possible)
    const quote = isWithin(plain, possible, price)
      ? plain
      : side === 'buy'
        ? quoteBuy(pool, possible, { limitPrice: price })
        : quoteSell(pool, possible, { limitPrice: price })
    afterAuthorSale(quote)
    return { ...reached, result: possible.equals(amount) ? 'full' : 'partial', quote }
  } catch (error) {
    if (isRefusal(error)) return { ...reached, result: 'refused', refusal: error }
    throw error
  }
}

/** What is told as a refusal: the chain would not, or no limit can be set. */
export function isRefusal(error: unknown): error is StakeError {
  return error instanceof SwapError || error instanceof ToleranceTooFine || error instanceof InvalidPrice
}

/** Whether a plain trade is the very one that the limit would let through. */
function isWithin(
  { side, requested, limitHit, endPrice }: SwapQuote,
  amount: Balance,
  limit: bigint,
): boolean {
  if (limitHit || !requested.equals(amount)) return false
  return side === 'buy' ? endPrice.bits <= limitBits(limit) : endPrice.bits >= limitBits(limit)
}

/** Before anything else staking refuses more than 1000 times the reserve, fee included. */
function checkReserve(pool: Pool, side: Side, amount: Balance): void {
  if (pool.curve === 'stable') return
  const reserves = reservesOf(pool)
  const reserve = side === 'buy' ? reserves.tao : reserves.alpha
  if (amount.rao > largestInput(reserve)) {
    throw new SwapError('InsufficientLiquidity', { amount: amount.rao, reserve })
  }
}

/** Minimum stake for a buy, any amount but zero for a sell; both on the requested amount. */
function checkMinimum(pool: Pool, side: Side, requested: Balance): void {
  const minimum = side === 'buy' ? minimumStake(pool).rao : 1n
  if (requested.rao < minimum) throw new SwapError('AmountTooLow', { amount: requested.rao, minimum })
}

/** The checks on the amount that will be traded: a simulated plain swap must work and bring in the minimum. */
function checkSize(pool: Pool, side: Side, requested: Balance, possible: Balance): SwapQuote {
  checkMinimum(pool, side, requested)
  const simulated = simulate(pool, side, side === 'buy' ? possible : requested)
  if (side === 'buy' && simulated.paidIn.rao < MINIMUM_STAKE_RAO) {
    throw new SwapError('AmountTooLow', { amount: possible.rao, minimum: minimumStake(pool).rao })
  }
  if (side === 'buy' && simulated.received.isZero()) {
    throw new SwapError('InsufficientLiquidity', { amount: possible.rao })
  }
  return simulated
}

/** The chain hides the reason why a simulated swap fails behind `InsufficientLiquidity`; here it is the cause. */
export function simulate(pool: Pool, side: Side, amount: Balance): SwapQuote {
  try {
    return side === 'buy' ? quoteBuy(pool, amount) : quoteSell(pool, amount)
  } catch (error) {
    if (!(error instanceof SwapError)) throw error
    throw new SwapError('InsufficientLiquidity', { amount: amount.rao }, error)
  }
}
