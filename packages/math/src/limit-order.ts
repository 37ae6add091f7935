import type { Side } from './curve.ts'
import { saturatingAdd, U64_MAX } from './fixed-point.ts'
import { checkBigint } from './invalid-argument.ts'

const PERBILL_ONE = 10n ** 9n

/**
 * The limit price that the pool sees when a signed limit order is executed (pallet LimitOrders): none without a
 * largest slippage, else `limit + floor(limit * slippage)` for a buy and `limit - floor(limit * slippage)` for a sell,
 * within u64. The order's own limit price only decides when it may be executed.
 *
 * @param limitPrice of the order, rao per alpha
 * @param maxSlippage parts per billion (Perbill)
 * @returns rao per alpha; no limit is 2^64 - 1 for a buy and 0 for a sell
 * @throws InvalidArgument
 * @example
 * ```ts
 * import { limitOrderPoolLimit } from '@stake/math'
 * limitOrderPoolLimit('buy', 1_000_000_000n, 5_000_000n) // => 1005000000
 * limitOrderPoolLimit('sell', 1_000_000_000n) // => 0
 * ```
 */
export function limitOrderPoolLimit(side: Side, limitPrice: bigint, maxSlippage?: bigint): bigint {
  checkBigint('limit price', limitPrice)
  if (maxSlippage === undefined) return side === 'buy' ? U64_MAX : 0n
  checkBigint('largest slippage', maxSlippage, 0n, PERBILL_ONE)
  const slippage = (limitPrice * maxSlippage) / PERBILL_ONE
  return side === 'buy' ? saturatingAdd(limitPrice, slippage) : limitPrice - slippage
}
