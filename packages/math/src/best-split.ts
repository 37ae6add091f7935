import { checkToken } from './amount-errors.ts'
import { Balance } from './balance.ts'
import { firstWhere } from './bisect.ts'
import { FEE_RATE_ONE, grossLeaving } from './fee.ts'
import { FIXED_MAX, FIXED_ONE } from './fixed-point.ts'
import { checkInteger } from './invalid-argument.ts'
import { minimumStake } from './minimum-stake.ts'
import { curveOf, feeRateOf, InvalidPool, type Pool, reservesOf } from './pool.ts'
import { quoteBuy, type SwapQuote } from './quote.ts'
import { SwapError } from './swap-error.ts'

const MOST_POOLS = 1024
/** No price rises more than this many times 2^64: pools take no more than 17.4 times their TAO. */
const LARGEST_RISE = 1n << 128n

/** `value` gets the most alpha at spot prices, `impact` raises the prices least. */
export type SplitGoal = 'value' | 'impact'

/** One pool's part of a split. */
export interface SplitPart {
  readonly pool: Pool
  /** TAO, fee included; together they are the whole amount. */
  readonly amount: Balance
  /** The purchase; absent where the amount is zero. */
  readonly quote: SwapQuote | undefined
}

/** TAO over several pools. */
export interface BestSplit {
  /** In the order of the pools. */
  readonly parts: readonly SplitPart[]
  /** What is received, at the prices before: TAO, each part rounded down. */
  readonly value: Balance
}

/**
 * Splits TAO over several pools. For the most value every TAO goes where it buys most at that moment, so in the end
 * all pools' prices have risen by the same factor, less where the fee is larger; for the least impact by the same
 * factor whatever the fee. A stable pool, which never moves, takes everything. Pools whose part would be below the
 * minimum stake get nothing.
 *
 * @param pools 1 to 1024, each of another subnet
 * @throws SwapError `AmountTooLow` when it is below the minimum of every pool, `InsufficientLiquidity` when it is more
 * than all can take (17.4 times their TAO); MixedTokens, InvalidPool, InvalidArgument, UnknownCurve.
 * @example
 * ```ts
 * import { Balance, bestSplit } from '@stake/math'
 * const pool = { curve: 'constantProduct', feeRate: 33 } as const
 * const deep = { ...pool, netuid: 1, tao: Balance.parse('3000'), alpha: Balance.parse('9000', 1) }
 * const shallow = { ...pool, netuid: 2, tao: Balance.parse('1000'), alpha: Balance.parse('500', 2) }
 * const { parts, value } = bestSplit([deep, shallow], Balance.parse('100'), 'value')
 * parts.map(({ amount }) => amount.format()) // => [ 'τ75.000000000', 'τ25.000000000' ]
 * value.format({ decimals: 3 }) // => τ97.513
 * ```
 */
export function bestSplit(pools: readonly Pool[], tao: Balance, goal: SplitGoal): BestSplit {
  checkInteger('number of pools', pools.length, 1, MOST_POOLS)
  checkToken(0, tao)
  if (new Set(pools.map(({ netuid }) => netuid)).size < pools.length) {
    throw new InvalidPool('netuid', 'given twice', 'one of its own for each pool')
  }
  let used = pools
  let amounts = evened(used, tao.rao, goal)
  for (;;) {
    const small = used
      .filter((pool) => (amounts.get(pool) ?? 0n) < minimumStake(pool).rao)
      .sort((a, b) => ((amounts.get(a) ?? 0n) < (amounts.get(b) ?? 0n) ? -1 : 1))
    if (small.length === 0) break
    // Half at a time: what the smallest leave may lift the others over the minimum.
    const dropped = new Set(small.slice(0, Math.ceil(small.length / 2)))
    used = used.filter((pool) => !dropped.has(pool))
    if (used.length === 0) throw new SwapError('AmountTooLow', { amount: tao.rao })
    amounts = evened(used, tao.rao, goal)
  }
  const parts = pools.map((pool): SplitPart => {
    const amount = Balance.fromRao(amounts.get(pool) ?? 0n)
    return { pool, amount, quote: amount.isZero() ? undefined : quoteBuy(pool, amount) }
  })
  const value = parts.reduce(
    (sum, { quote }) => sum + (quote ? (quote.received.rao * quote.spotPrice.bits) >> 64n : 0n),
    0n,
  )
  return { parts, value: Balance.fromRao(value) }
}

/** Gross amounts that lift all prices alike, together exactly `total`. */
function evened(pools: readonly Pool[], total: bigint, goal: SplitGoal): Map<Pool, bigint> {
  const needs = pools.map((pool) => amountForRise(pool, goal))
  const sumAt = (rise: bigint) => needs.reduce((sum, need) => sum + need(rise), 0n)
  if (sumAt(LARGEST_RISE) < total) throw new SwapError('InsufficientLiquidity', { amount: total })
  const rise = firstWhere(FIXED_ONE, LARGEST_RISE, (rise) => sumAt(rise) >= total)
  // Just below that rise the amounts are a little too small; the steps up to it hold the rest.
  const amounts = new Map<Pool, bigint>()
  let rest = total
  for (const [index, pool] of pools.entries()) {
    const amount = rise === FIXED_ONE ? 0n : (needs[index]?.(rise - 1n) ?? 0n)
    amounts.set(pool, amount)
    rest -= amount
  }
  for (const [index, pool] of pools.entries()) {
    const amount = amounts.get(pool) ?? 0n
    const step = (needs[index]?.(rise) ?? 0n) - amount
    const more = step < rest ? step : rest
    amounts.set(pool, amount + more)
    rest -= more
  }
  return amounts
}

/** Gross TAO after which a pool's price is so many times 2^-64 the price before. */
function amountForRise(pool: Pool, goal: SplitGoal): (rise: bigint) => bigint {
  const curve = curveOf(pool)
  const reserves = reservesOf(pool)
  const spot = curve.price(reserves)
  const rate = feeRateOf(pool)
  const worth = goal === 'value' ? BigInt(FEE_RATE_ONE - rate) : BigInt(FEE_RATE_ONE)
  return (rise) => {
    const target = ((spot * rise * worth) / BigInt(FEE_RATE_ONE)) >> 64n
    if (target < spot || spot === 0n) return 0n
    return grossLeaving(curve.inputTo('buy', reserves, target > FIXED_MAX ? FIXED_MAX : target), rate)
  }
}
