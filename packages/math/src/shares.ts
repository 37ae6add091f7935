import { BalanceOutOfRange } from './amount-errors.ts'
import { saturatingAdd, saturatingSubtract, U64_MAX } from './fixed-point.ts'
import {
  SAFE_FLOAT_ZERO,
  type SafeFloat,
  safeFloat,
  safeFloatAdd,
  safeFloatFromFixed,
  safeFloatMulDiv,
  safeFloatSubtract,
  safeFloatToIntegerFloor,
} from './safe-float.ts'

/** One coldkey's part of a hotkey's alpha on a subnet. */
export interface SharePosition {
  /** All alpha of the hotkey on the subnet, in rao (`TotalHotkeyAlpha`). */
  readonly totalAlpha: bigint
  /** All shares (`TotalHotkeySharesV2`). */
  readonly denominator: SafeFloat
  /** The coldkey's shares (`AlphaV2`). */
  readonly share: SafeFloat
}

/**
 * Shares as storage holds them, in either format: while the old entry exists (`Alpha` or `TotalHotkeyShares`, U64F64
 * bits) it counts, even when it is 0, and the new one (`AlphaV2` or `TotalHotkeySharesV2`) otherwise. None at all is
 * zero.
 *
 * @param old U64F64 bits
 * @throws InvalidArgument, InvalidSafeFloat
 * @example
 * ```ts
 * import { safeFloat, safeFloatToIntegerFloor, storedShare } from '@stake/math'
 * safeFloatToIntegerFloor(storedShare(5n << 64n, safeFloat(7n))) // => 5
 * safeFloatToIntegerFloor(storedShare(undefined, safeFloat(7n))) // => 7
 * ```
 */
export function storedShare(old: bigint | undefined, current: SafeFloat | undefined): SafeFloat {
  if (old !== undefined) return safeFloatFromFixed(old)
  return current === undefined ? SAFE_FLOAT_ZERO : safeFloat(current.mantissa, current.exponent)
}

/**
 * The stake that shares stand for, in alpha rao: `floor(totalAlpha * share / denominator)` with SafeFloat's 21 digits
 * (share pool, `get_value`). 0 when there are no shares.
 *
 * @throws BalanceOutOfRange when `totalAlpha` is no u64.
 * @example
 * ```ts
 * import { safeFloat, stakeOfShare } from '@stake/math'
 * stakeOfShare(100n, safeFloat(3n), safeFloat(10n)) // => 30
 * ```
 */
export function stakeOfShare(totalAlpha: bigint, share: SafeFloat, denominator: SafeFloat): bigint {
  return safeFloatToIntegerFloor(safeFloatMulDiv(alphaFloat(totalAlpha), share, denominator))
}

/**
 * The shares that a deposit of alpha buys (a withdrawal gives up the same number):
 * `amount * denominator / totalAlpha`, rounded down to 21 digits; one a rao in an empty pool. Zero means that the
 * chain refuses the deposit (`InsufficientLiquidity`).
 *
 * @throws BalanceOutOfRange when an amount is no u64.
 * @example
 * ```ts
 * import { safeFloat, sharesForDeposit } from '@stake/math'
 * // Three alpha for every share: fifteen more buy five shares.
 * sharesForDeposit(15n, 30n, safeFloat(10n)).mantissa === safeFloat(5n).mantissa // => true
 * ```
 */
export function sharesForDeposit(amount: bigint, totalAlpha: bigint, denominator: SafeFloat): SafeFloat {
  if (denominator.mantissa === 0n) return alphaFloat(amount)
  return safeFloatMulDiv(alphaFloat(amount), denominator, alphaFloat(totalAlpha))
}

/**
 * Adds alpha to a position, or takes it away when `change` is negative (share pool, `update_value_for_one`): shares
 * are counted at the value before the change. In a pool without shares the change becomes the only position.
 *
 * @param change alpha rao
 * @example
 * ```ts
 * import { changeStake, SAFE_FLOAT_ZERO, stakeOfShare } from '@stake/math'
 * const empty = { totalAlpha: 0n, denominator: SAFE_FLOAT_ZERO, share: SAFE_FLOAT_ZERO }
 * const { totalAlpha, share, denominator } = changeStake(changeStake(empty, 1000n), -990n)
 * stakeOfShare(totalAlpha, share, denominator) // => 10
 * ```
 */
export function changeStake(position: SharePosition, change: bigint): SharePosition {
  const amount = change < 0n ? -change : change
  const shares = sharesForDeposit(amount, position.totalAlpha, position.denominator)
  const totalAlpha =
    change < 0n ? saturatingSubtract(position.totalAlpha, amount) : saturatingAdd(position.totalAlpha, amount)
  if (position.denominator.mantissa === 0n) return { totalAlpha, denominator: shares, share: shares }
  const applied = change > 0n ? safeFloatAdd : safeFloatSubtract
  return {
    totalAlpha,
    denominator: applied(position.denominator, shares),
    share: applied(position.share, shares),
  }
}

function alphaFloat(rao: bigint): SafeFloat {
  if (rao < 0n || rao > U64_MAX) throw new BalanceOutOfRange(rao, 0)
  return safeFloat(rao)
}
