import { checkToken } from './amount-errors.ts'
import { afterAuthorSale } from './author-sale.ts'
import { Balance } from './balance.ts'
import { formatDecimal, trimmed } from './decimal.ts'
import { FIXED_ONE, U64_MAX } from './fixed-point.ts'
import { largestMoveWithin } from './largest-move-within.ts'
import { largestInput } from './limited-swap.ts'
import { MINIMUM_STAKE_RAO } from './minimum-stake.ts'
import { moveLimit } from './move-limit.ts'
import { type MoveQuote, quoteMove } from './move-quote.ts'
import { checkOtherSubnet, type Pool } from './pool.ts'
import type { Price } from './price.ts'
import { isRefusal, type ProtectedQuote, protect, simulate } from './protection.ts'
import type { SwapQuote } from './quote.ts'
import type { SafetyMode } from './safety-mode.ts'
import { StakeError } from './stake-error.ts'
import { SwapError } from './swap-error.ts'
import type { Tolerance } from './tolerance.ts'
import { worstLoss } from './worst-loss.ts'

const ONE_PPB = 10n ** 9n

/** The chain's cap on a move lets worse results through than its limit says. `code` is `UnprotectedMove`. */
export class UnprotectedMove extends StakeError {
  constructor(allowed: string, lossPpb: bigint, largest: Balance) {
    const loss = percent(lossPpb)
    super(
      'UnprotectedMove',
      `The limit of this move allows a loss of ${allowed}, but lets ${loss} through.`,
      {
        details: { allowed, loss, largest: largest.toString() },
        remedy: 'Sell within a limit and stake the TAO within a limit, both in one batch.',
      },
    )
  }
}

/** What the chain would do with a move in one safety mode, and what its limit is worth. */
export interface ProtectedMove {
  readonly mode: SafetyMode
  /** The limit sent with the call, ratio times 1e9; absent in `unsafe` mode and when none could be set. */
  readonly limit?: bigint
  /** The largest amount that the chain's formula lets through. */
  readonly largest?: Balance
  /** The move of that amount, without its fee: the worst that the limit lets through. Absent when nothing may move. */
  readonly worst?: MoveQuote
  /**
   * What the worst loses against the spot prices, in parts per billion, rounded down; 1e9 when it cannot even be
   * executed.
   */
  readonly worstLossPpb?: bigint
  readonly result: 'full' | 'partial' | 'refused'
  /** Why the chain would refuse, why no limit can be set, or that the limit protects nothing (`UnprotectedMove`). */
  readonly refusal?: StakeError
  /** The move that would be executed. */
  readonly quote?: MoveQuote
}

/**
 * What the chain would do with a move between two subnets in a safety mode, beside what its limit is worth. The chain
 * only caps the amount, by a formula that ignores weights and fees; here the largest amount that it lets through is
 * quoted exactly. If that loses more than the limit allows, fee apart, `strict` refuses; `partial` where it is more than
 * twice as much. A limit of 0 is refused by both. {@link protectedRoute} is the way around.
 *
 * @param amount origin alpha
 * @param limit a limit to use in place of the tolerance's, ratio times 1e9
 * @throws MixedTokens, InvalidPool, UnknownCurve; what the chain would refuse is returned.
 * @example
 * ```ts
 * import { Balance, protectMove, Tolerance } from '@stake/math'
 * const pool = { curve: 'balancer', feeRate: 33, tao: Balance.parse('100000') } as const
 * const origin = { ...pool, netuid: 1, alpha: Balance.parse('100000', 1), quoteWeight: 5n * 10n ** 17n }
 * const destination = { ...pool, netuid: 2, alpha: Balance.parse('100000', 2), quoteWeight: 5n * 10n ** 17n }
 * const amount = Balance.parse('100', 1)
 * const tolerance = Tolerance.parse('0.5%')
 * protectMove(origin, destination, amount, 'strict', tolerance).result // => full
 *
 * const lighter = { ...destination, quoteWeight: 49n * 10n ** 16n }
 * const { refusal, largest, worstLossPpb } = protectMove(origin, lighter, amount, 'strict', tolerance)
 * refusal?.code // => UnprotectedMove
 * largest?.format({ decimals: 3 }) // => 2302.327α
 * worstLossPpb // => 43603858
 * ```
 */
export function protectMove(
  origin: Pool,
  destination: Pool,
  amount: Balance,
  mode: SafetyMode,
  tolerance: Tolerance,
  limit?: bigint,
): ProtectedMove {
  checkOtherSubnet(origin, destination)
  checkToken(origin.netuid, amount)
  let reached: Omit<ProtectedMove, 'result'> = { mode }
  try {
    if (mode === 'unsafe') {
      checkSale(origin, amount)
      const quote = quoteMove(origin, destination, amount)
      afterAuthorSale(quote.sale)
      return { ...reached, result: quote.sale.rest.isZero() ? 'full' : 'partial', quote }
    }
    const used = limit ?? moveLimit(origin, destination, tolerance)
    reached = { mode, limit: used }
    const largest = largestMoveWithin(origin, destination, used)
    reached = { ...reached, largest, ...worstMove(origin, destination, largest) }
    const possible = Balance.min(amount, largest)
    checkSale(origin, amount)
    if (mode === 'strict' && amount.compare(largest) > 0) {
      throw new SwapError('SlippageTooHigh', { amount: amount.rao, largest: largest.rao, limit: used })
    }
    const quote = quoteMove(origin, destination, possible)
    afterAuthorSale(quote.sale)
    const { worstLossPpb = 0n } = reached
    const allowed = limit === undefined ? tolerance.ppb : allowedPpb(quote.spotRatio, limit)
    if (used === 0n || worstLossPpb > allowed * (mode === 'strict' ? 1n : 2n)) {
      throw new UnprotectedMove(percent(allowed), worstLossPpb, largest)
    }
    return { ...reached, result: possible.equals(amount) ? 'full' : 'partial', quote }
  } catch (error) {
    if (isRefusal(error) || error instanceof UnprotectedMove) {
      return { ...reached, result: 'refused', refusal: error }
    }
    throw error
  }
}

/** The chain first sells the requested amount on paper, which must bring more than the minimum stake. */
function checkSale(origin: Pool, amount: Balance): void {
  const { received } = simulate(origin, 'sell', amount)
  if (received.rao <= MINIMUM_STAKE_RAO) {
    throw new SwapError('AmountTooLow', { worth: received.rao, minimum: MINIMUM_STAKE_RAO + 1n })
  }
}

function worstMove(
  origin: Pool,
  destination: Pool,
  largest: Balance,
): Pick<ProtectedMove, 'worst' | 'worstLossPpb'> {
  if (largest.isZero()) return {}
  const most = origin.curve === 'stable' ? U64_MAX : largestInput(origin.alpha.rao)
  const amount = Balance.min(largest, Balance.fromRao(most, origin.netuid))
  try {
    const worst = quoteMove(origin, destination, amount, { fees: false })
    return { worst, worstLossPpb: lossPpb(worst) }
  } catch (error) {
    if (error instanceof SwapError) return { worstLossPpb: ONE_PPB }
    throw error
  }
}

/** What a limit allows to be lost of the ratio there is, rounded up. */
function allowedPpb({ bits }: Price, limit: bigint): bigint {
  const kept = bits === 0n ? 0n : (limit << 64n) / bits
  return kept > ONE_PPB ? 0n : ONE_PPB - kept
}

function percent(ppb: bigint): string {
  return `${trimmed(formatDecimal(ppb, 7))}%`
}

/** Loss against both spot prices; the rao that rounding takes from each of the two trades is no loss. */
function lossPpb({ sale, purchase, spent, received, free }: MoveQuote): bigint {
  const price = purchase?.spotPrice.bits ?? 0n
  const given = spent.rao * sale.spotPrice.bits
  const taken = (received.rao + 1n) * price + (free.rao + 1n) * FIXED_ONE
  return given > taken ? ((given - taken) * ONE_PPB) / given : 0n
}

/** Two limited trades in one batch in place of a move. */
export interface ProtectedRoute {
  /** `remove_stake_limit`, strict: the limit in rao per alpha, and what is expected. */
  readonly saleLimit: bigint
  readonly sale: SwapQuote
  /** TAO that the sale pays at the least within its limit; this much is staked again. */
  readonly guaranteed: Balance
  /** `add_stake_limit`, strict, of the guaranteed TAO. */
  readonly purchaseLimit: bigint
  readonly purchase: SwapQuote
  /** TAO that is expected to stay free balance: what the sale brings beyond the guaranteed. */
  readonly free: Balance
  /** Destination alpha at the least, whatever others trade around both. */
  readonly leastReceived: Balance
}

/**
 * The protected way from one subnet to another: sell within a limit, and stake within a limit the TAO that the first
 * limit guarantees, both strict and in one atomic batch. It costs one fee more than a move, and what the sale brings
 * beyond the guaranteed stays free TAO.
 *
 * @param amount origin alpha
 * @throws SwapError, ToleranceTooFine, InvalidPrice when either trade cannot be made within the tolerance;
 * MixedTokens, InvalidPool, UnknownCurve.
 * @example
 * ```ts
 * import { Balance, protectedRoute, Tolerance } from '@stake/math'
 * const pool = { curve: 'balancer', feeRate: 33, tao: Balance.parse('100000') } as const
 * const origin = { ...pool, netuid: 1, alpha: Balance.parse('100000', 1), quoteWeight: 48n * 10n ** 16n }
 * const destination = { ...pool, netuid: 2, alpha: Balance.parse('100000', 2), quoteWeight: 52n * 10n ** 16n }
 * const route = protectedRoute(origin, destination, Balance.parse('100', 1), Tolerance.parse('0.5%'))
 * route.sale.received.format({ decimals: 3 }) // => τ108.166
 * route.guaranteed.format({ decimals: 3 }) // => τ107.849
 * route.purchase.received.format({ decimals: 3 }) // => 116.647α
 * ```
 */
export function protectedRoute(
  origin: Pool,
  destination: Pool,
  amount: Balance,
  tolerance: Tolerance,
): ProtectedRoute {
  checkOtherSubnet(origin, destination)
  const sale = accepted(protect(origin, 'sell', amount, 'strict', tolerance))
  const guaranteed = worstLoss(origin, 'sell', amount, sale.limitPrice).trade.received
  const purchase = accepted(protect(destination, 'buy', guaranteed, 'strict', tolerance))
  const least = worstLoss(destination, 'buy', guaranteed, purchase.limitPrice).trade.received
  return {
    saleLimit: sale.limitPrice,
    sale: sale.quote,
    guaranteed,
    purchaseLimit: purchase.limitPrice,
    purchase: purchase.quote,
    free: sale.quote.received.subtract(guaranteed),
    leastReceived: least,
  }
}

function accepted({ limitPrice, quote, refusal }: ProtectedQuote): { limitPrice: bigint; quote: SwapQuote } {
  if (limitPrice === undefined || quote === undefined) throw refusal ?? new SwapError('SlippageTooHigh', {})
  return { limitPrice, quote }
}
