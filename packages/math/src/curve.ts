import { checkFeeRate } from './fee.ts'
import { checkBigint, InvalidArgument } from './invalid-argument.ts'

/** `buy` spends TAO for alpha (stake), `sell` spends alpha for TAO (unstake). */
export type Side = 'buy' | 'sell'

/** What a pool holds, in rao of each token. */
export interface Reserves {
  readonly tao: bigint
  readonly alpha: bigint
}

/** One swap as asked for; bare rao, because curves mirror the chain step by step. */
export interface SwapOrder {
  readonly side: Side
  readonly reserves: Reserves
  /** Gross input: TAO rao for a buy, alpha rao for a sell. */
  readonly amount: bigint
  /** Limit on the price at the end of the swap, rao per alpha, u64. */
  readonly limitPrice: bigint
  /** Parts of 65535; 0 drops the fee. */
  readonly feeRate: number
}

/** Every curve refuses an order that is none. @throws InvalidArgument */
export function checkOrder({ side, reserves, amount, limitPrice, feeRate }: SwapOrder): void {
  if (side !== 'buy' && side !== 'sell') throw new InvalidArgument('side', side, "'buy' or 'sell'")
  checkBigint('TAO reserve', reserves.tao)
  checkBigint('alpha reserve', reserves.alpha)
  checkBigint('amount', amount)
  checkBigint('limit price', limitPrice)
  checkFeeRate(feeRate)
}

/** What the pool did with an order. */
export interface SwapFill {
  /** Input that went into the pool, without the fee. */
  readonly paidIn: bigint
  /** Fee, in the input token. */
  readonly fee: bigint
  /** Output of the pool. */
  readonly received: bigint
  /** Whether the limit price stopped the swap. */
  readonly limitHit: boolean
  /** The reserves after this swap. */
  readonly after: Reserves
  /** Price before the swap, U64F64 bits. */
  readonly startPrice: bigint
  /** Price after the swap, U64F64 bits. */
  readonly endPrice: bigint
}

/**
 * All that the package needs to know of a pricing curve. The chain changes its curve every few months: a new one is
 * one new file that implements this.
 */
export interface Curve {
  /** Spot price, U64F64 bits of TAO per alpha. */
  price(reserves: Reserves): bigint
  /** Executes an order on paper. @throws SwapError as the chain would, InvalidArgument */
  swap(order: SwapOrder): SwapFill
  /**
   * Largest gross input the chain accepts under a limit price (`get_max_amount_add` and `_remove`).
   *
   * @throws SwapError, InvalidArgument
   */
  largest(order: Omit<SwapOrder, 'amount'>): bigint
  /** Net input after which the price is `target` (U64F64 bits), rounded down; 0 when the price is already beyond it. */
  inputTo(side: Side, reserves: Reserves, target: bigint): bigint
}
