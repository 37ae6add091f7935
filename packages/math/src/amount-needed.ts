import { checkBalance } from './amount-errors.ts'
import { Balance } from './balance.ts'
import { firstWhere } from './bisect.ts'
import type { Side } from './curve.ts'
import { FEE_RATE_ONE, grossLeaving } from './fee.ts'
import { U64_MAX } from './fixed-point.ts'
import { largestBuyWithin, largestSellWithin } from './largest-within-limit.ts'
import { nearestLimit, startPrice, toleranceReaching } from './limit-price.ts'
import { largestInput } from './limited-swap.ts'
import { feeRateOf, type Pool, spotPrice } from './pool.ts'
import { quoteBuy, quoteSell, type SwapQuote } from './quote.ts'
import { SwapError, type SwapErrorCode } from './swap-error.ts'
import type { Tolerance } from './tolerance.ts'

/**
 * The smallest gross amount of which at least `net` is left after the pool's fee.
 *
 * @param net TAO for a buy, alpha for a sell
 * @throws SwapError `InsufficientLiquidity` at a fee of 100 %, BalanceOutOfRange when no u64 is enough
 * @example
 * ```ts
 * import { Balance, grossForNet } from '@stake/math'
 * const pool = { curve: 'constantProduct', netuid: 1, tao: Balance.parse('1000'), alpha: Balance.parse('1500', 1), feeRate: 33 } as const
 * grossForNet(pool, Balance.parse('0.002')).toString() // => 0.002001007
 * ```
 */
export function grossForNet(pool: Pool, net: Balance): Balance {
  checkBalance(net)
  const rate = feeRateOf(pool)
  if (rate === FEE_RATE_ONE && !net.isZero())
    throw new SwapError('InsufficientLiquidity', { amount: net.rao })
  return net.isZero() ? net : Balance.fromRao(grossLeaving(net.rao, rate), net.netuid)
}

/**
 * The smallest gross amount for which a pool pays at least `wanted`: the TAO to spend for so much alpha (`buy`), or
 * the alpha to sell for so much TAO (`sell`), fee included, under the wide limits of the chain's plain calls.
 *
 * @param wanted alpha for a buy, TAO for a sell
 * @throws SwapError `InsufficientLiquidity` when the pool never pays that much, or the chain's own names;
 * MixedTokens, InvalidPool, UnknownCurve.
 * @example
 * ```ts
 * import { amountFor, Balance, quoteSell } from '@stake/math'
 * const pool = { curve: 'constantProduct', netuid: 1, tao: Balance.parse('1000'), alpha: Balance.parse('1500', 1), feeRate: 33 } as const
 * const alpha = amountFor(pool, 'sell', Balance.parse('5'))
 * alpha.toString() // => 7.541485941
 * quoteSell(pool, alpha).received.toString() // => 5
 * ```
 */
export function amountFor(pool: Pool, side: Side, wanted: Balance): Balance {
  const [given, netuid] = side === 'buy' ? [pool.tao, 0] : [pool.alpha, pool.netuid]
  const most = pool.curve === 'stable' ? U64_MAX : largestInput(given.rao)
  const paid = (rao: bigint) => trade(pool, side, Balance.fromRao(rao, netuid)).received
  if (paid(most).compare(wanted) < 0) throw new SwapError('InsufficientLiquidity', { amount: wanted.rao })
  // The chain refuses amounts too small to be paid anything for.
  const pays = (rao: bigint) => unlessRefused('ReservesTooLow', () => paid(rao).compare(wanted) >= 0)
  return Balance.fromRao(firstWhere(0n, most, pays), netuid)
}

/**
 * The smallest tolerance with which the chain takes the whole amount in strict mode; undefined when none below 100 %
 * is enough.
 *
 * @param amount gross: TAO for a buy, alpha for a sell
 * @throws SwapError when the pool would not take the amount at any price, MixedTokens, InvalidPool, UnknownCurve.
 * @example
 * ```ts
 * import { Balance, protect, toleranceFor } from '@stake/math'
 * const pool = { curve: 'constantProduct', netuid: 1, tao: Balance.parse('1000'), alpha: Balance.parse('1500', 1), feeRate: 33 } as const
 * const amount = Balance.parse('5')
 * const tolerance = toleranceFor(pool, 'buy', amount)
 * tolerance?.toString() // => 1.0019941%
 * tolerance && protect(pool, 'buy', amount, 'strict', tolerance).result // => full
 * ```
 */
export function toleranceFor(pool: Pool, side: Side, amount: Balance): Tolerance | undefined {
  trade(pool, side, amount)
  const start = startPrice(side, spotPrice(pool))
  const largest = side === 'buy' ? largestBuyWithin : largestSellWithin
  const takes = (steps: bigint) =>
    unlessRefused('PriceLimitExceeded', () => largest(pool, nearestLimit(start, steps)).compare(amount) >= 0)
  const nearest = nearestLimit(start, 0n)
  const most = side === 'buy' ? U64_MAX - nearest : nearest
  const steps = firstWhere(1n, most, takes)
  return most > 0n && takes(steps) ? toleranceReaching(start, nearestLimit(start, steps)) : undefined
}

function trade(pool: Pool, side: Side, amount: Balance): SwapQuote {
  return side === 'buy' ? quoteBuy(pool, amount) : quoteSell(pool, amount)
}

/** False where the chain refuses for this reason; every other refusal stays an error. */
function unlessRefused(code: SwapErrorCode, holds: () => boolean): boolean {
  try {
    return holds()
  } catch (error) {
    if (error instanceof SwapError && error.code === code) return false
    throw error
  }
}
