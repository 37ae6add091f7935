import { checkToken, InvalidAmount } from './amount-errors.ts'
import { Balance } from './balance.ts'
import type { Side, SwapFill } from './curve.ts'
import {
  FIXED_MAX,
  mulDivCeil,
  mulDivFloor,
  saturatingAdd,
  saturatingSubtract,
  U64_MAX,
} from './fixed-point.ts'
import { curveOf, feeRateOf, type Pool, reservesOf } from './pool.ts'
import { Price } from './price.ts'

/** The limit of a plain `add_stake`: 1,000,000 TAO per alpha, in rao. */
export const DEFAULT_BUY_LIMIT: bigint = 10n ** 15n
/** The limit of a plain `remove_stake`: 0.000001 TAO per alpha, in rao. */
export const DEFAULT_SELL_LIMIT = 1000n

/** Options of {@link quoteBuy} and {@link quoteSell}. */
export interface QuoteOptions {
  /**
   * Limit on the price at the END of the trade, rao per alpha, u64. Default: the one of the chain's plain calls,
   * {@link DEFAULT_BUY_LIMIT} or {@link DEFAULT_SELL_LIMIT}.
   */
  readonly limitPrice?: bigint
  /** Whether the pool's fee is taken. Default true. */
  readonly fees?: boolean
}

/** What the chain would do with one trade on a pool, to the rao. */
export interface SwapQuote {
  readonly side: Side
  /** The pool before the trade. */
  readonly pool: Pool
  /** The gross input that was asked for. */
  readonly requested: Balance
  /** Input that goes into the pool, without the fee. */
  readonly paidIn: Balance
  /** Fee, in the input token. */
  readonly fee: Balance
  /**
   * `paidIn + fee`: what the trade takes. In a nearly drained pool of extreme weights a limit fill can take more than
   * was asked for, because the chain does not cap it.
   */
  readonly spent: Balance
  /** `requested - spent`: what the limit price left over; 0 when the trade takes more than was asked for. */
  readonly rest: Balance
  readonly received: Balance
  /** Price before the trade. */
  readonly spotPrice: Price
  /** Price after the trade; 0 when a buy empties the pool. */
  readonly endPrice: Price
  /**
   * TAO per alpha of the whole trade, fee included: spent / received for a buy (rounded up), received / spent for a
   * sell (rounded down). The spot price when nothing is traded; the largest price when a buy pays and gets nothing.
   */
  readonly averagePrice: Price
  /** Whether the limit price stopped the trade. */
  readonly limitHit: boolean
  /** The pool after this trade (without the block author's own sale of an alpha fee). */
  readonly after: Pool
}

/**
 * Quotes spending TAO for alpha (stake): the fee first, then the pool's formula, then the limit price.
 *
 * @throws SwapError with the chain's own name as `code`, InvalidPool, MixedTokens, InvalidAmount.
 * @example
 * ```ts
 * import { Balance, quoteBuy } from '@stake/math'
 * const pool = { curve: 'constantProduct', netuid: 1, tao: Balance.parse('1000'), alpha: Balance.parse('1500', 1), feeRate: 33 } as const
 * const quote = quoteBuy(pool, Balance.parse('100'))
 * quote.fee.toString() // => 0.050354772
 * quote.received.toString() // => 136.301210234
 * ```
 */
export function quoteBuy(pool: Pool, tao: Balance, options: QuoteOptions = {}): SwapQuote {
  return quote('buy', pool, tao, options)
}

/**
 * Quotes selling alpha for TAO (unstake): the fee first, then the pool's formula, then the limit price.
 *
 * @throws SwapError with the chain's own name as `code`, InvalidPool, MixedTokens, InvalidAmount.
 * @example
 * ```ts
 * import { Balance, quoteSell } from '@stake/math'
 * const pool = { curve: 'constantProduct', netuid: 1, tao: Balance.parse('1000'), alpha: Balance.parse('1500', 1), feeRate: 0 } as const
 * quoteSell(pool, Balance.parse('500', 1)).received.toString() // => 250
 * ```
 */
export function quoteSell(pool: Pool, alpha: Balance, options: QuoteOptions = {}): SwapQuote {
  return quote('sell', pool, alpha, options)
}

function quote(side: Side, pool: Pool, requested: Balance, options: QuoteOptions): SwapQuote {
  const buy = side === 'buy'
  const curve = curveOf(pool)
  const [inputNetuid, outputNetuid] = buy ? [0, pool.netuid] : [pool.netuid, 0]
  checkToken(inputNetuid, requested)
  const limitPrice = checkedLimit(options.limitPrice ?? (buy ? DEFAULT_BUY_LIMIT : DEFAULT_SELL_LIMIT))

  const feeRate = options.fees === false ? 0 : feeRateOf(pool)
  const fill = curve.swap({ side, reserves: reservesOf(pool), amount: requested.rao, limitPrice, feeRate })
  const spotPrice = Price.fromBits(fill.startPrice)
  const spent = saturatingAdd(fill.paidIn, fill.fee)
  return {
    side,
    pool,
    requested,
    paidIn: Balance.fromRao(fill.paidIn, inputNetuid),
    fee: Balance.fromRao(fill.fee, inputNetuid),
    spent: Balance.fromRao(spent, inputNetuid),
    rest: Balance.fromRao(saturatingSubtract(requested.rao, spent), inputNetuid),
    received: Balance.fromRao(fill.received, outputNetuid),
    spotPrice,
    endPrice: Price.fromBits(fill.endPrice),
    averagePrice: averagePrice(buy, fill, spotPrice),
    limitHit: fill.limitHit,
    after: {
      ...pool,
      tao: Balance.fromRao(fill.after.tao),
      alpha: Balance.fromRao(fill.after.alpha, pool.netuid),
    },
  }
}

/** A limit price must be a u64 of rao per alpha. */
export function checkedLimit(limitPrice: bigint): bigint {
  if (typeof limitPrice !== 'bigint' || limitPrice < 0n || limitPrice > U64_MAX) {
    throw new InvalidAmount(
      limitPrice,
      'is no limit price',
      'A limit price is a bigint of rao per alpha from 0 to 2^64 - 1.',
    )
  }
  return limitPrice
}

function averagePrice(buy: boolean, fill: SwapFill, spot: Price): Price {
  const spent = fill.paidIn + fill.fee
  if (spent === 0n) return spot
  if (!buy) return Price.fromBits(mulDivFloor(fill.received, 1n << 64n, spent))
  if (fill.received === 0n) return Price.fromBits(FIXED_MAX)
  return Price.fromBits(mulDivCeil(spent, 1n << 64n, fill.received))
}
