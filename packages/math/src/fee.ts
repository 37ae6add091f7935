import { firstWhere } from './bisect.ts'
import {
  FIXED_ONE,
  fixedDivFloor,
  fixedFromInteger,
  fixedMulFloor,
  fixedToIntegerFloor,
} from './fixed-point.ts'
import { checkBigint, checkInteger } from './invalid-argument.ts'

/** A fee rate of 65535 is 100 %. */
export const FEE_RATE_ONE = 65535

/**
 * The pool's fee on a gross input, in rao of the input token:
 * `floor(amount * floor(rate * 2^64 / 65535) / 2^64)` (pallet Swap, fee of the whole amount).
 * Because the ratio is rounded down first, an amount of which the fee would be a whole number pays 1 rao less.
 *
 * @param amount rao, 0 to 2^64 - 1
 * @param feeRate parts of 65535
 * @throws InvalidArgument
 * @example
 * ```ts
 * import { swapFeeFloor } from '@stake/math'
 * swapFeeFloor(100_000_000_000n, 33) // => 50354772
 * swapFeeFloor(65535n, 33) // => 32
 * ```
 */
export function swapFeeFloor(amount: bigint, feeRate: number): bigint {
  checkBigint('amount', amount)
  checkFeeRate(feeRate)
  return feeFloor(amount, feeRate)
}

/** {@link swapFeeFloor} of an amount of any size. */
function feeFloor(amount: bigint, feeRate: number): bigint {
  return (amount * ((BigInt(feeRate) * FIXED_ONE) / BigInt(FEE_RATE_ONE))) >> 64n
}

/**
 * The pool's fee when a limit price stopped the trade, from the executed net input in rao:
 * `floor(net * floor(rate / (65535 - rate)))`, the ratio rounded down to 2^-64.
 * A rate of 65535 divides by zero, which the chain takes as no fee.
 *
 * @throws InvalidArgument
 * @example
 * ```ts
 * import { swapFeeOnNetFloor } from '@stake/math'
 * swapFeeOnNetFloor(2_496_882_788n, 33) // => 1257933
 * ```
 */
export function swapFeeOnNetFloor(net: bigint, feeRate: number): bigint {
  checkBigint('net amount', net)
  checkFeeRate(feeRate)
  const ratio = fixedDivFloor(
    fixedFromInteger(BigInt(feeRate)),
    fixedFromInteger(BigInt(FEE_RATE_ONE - feeRate)),
  )
  return fixedToIntegerFloor(fixedMulFloor(fixedFromInteger(net), ratio))
}

/** A fee rate is parts of 65535. @throws InvalidArgument */
export function checkFeeRate(feeRate: number): void {
  checkInteger('fee rate', feeRate, 0, FEE_RATE_ONE)
}

/** The smallest gross amount of which at least `net` is left after the fee; none at a rate of 65535. Bare rao. */
export function grossLeaving(net: bigint, feeRate: number): bigint {
  const one = BigInt(FEE_RATE_ONE)
  const left = one - BigInt(feeRate)
  // The fee is the exact one rounded down, or 1 rao less.
  const least = net < 2n ? 0n : ((net - 2n) * one) / left
  return firstWhere(least, (net * one + left - 1n) / left, (gross) => gross - feeFloor(gross, feeRate) >= net)
}
