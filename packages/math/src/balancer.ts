import type { Curve } from './curve.ts'
import { FIXED_ONE, fixedDivFloor, fixedMulFloor, saturatingAdd, U64_MAX } from './fixed-point.ts'
import { limitedCurve, type SwapFormulas } from './limited-swap.ts'
import { powerFloor } from './power.ts'

/** Weights and scaled powers are parts of 1e18. */
export const WEIGHT_ONE: bigint = 10n ** 18n

/** Bits after the point that the chain asks for in a swap, and when it computes the input up to a limit. */
const SWAP_PRECISION = 256
const LIMIT_PRECISION = 1024

/** The weighted pool (chain-side name: balancer): `alpha^w1 * tao^w2` stays the same, `w1 + w2 = 1`. */
export function balancer(quoteWeight: bigint): Curve {
  return limitedCurve(balancerFormulas(quoteWeight))
}

/** @param quoteWeight `w2`, the weight on the TAO side in parts of 1e18 */
export function balancerFormulas(quoteWeight: bigint): SwapFormulas {
  const baseWeight = WEIGHT_ONE - quoteWeight
  const weightRatio = fixedDivFloor(baseWeight, quoteWeight)
  return {
    price: ({ tao, alpha }) => fixedMulFloor(weightRatio, fixedDivFloor(tao, alpha)),

    received(side, { tao, alpha }, net) {
      return side === 'buy'
        ? paidOut(alpha, remaining(tao, net, quoteWeight, baseWeight))
        : paidOut(tao, remaining(alpha, net, baseWeight, quoteWeight))
    },

    inputToPrice(side, { tao, alpha }, current, limit) {
      return side === 'buy'
        ? growth(tao, limit, current, baseWeight)
        : growth(alpha, current, limit, quoteWeight)
    },
  }
}

/** U64F64 bits of `(reserve / (reserve + net))^(weight / otherWeight)`: the part of the other reserve that stays. */
function remaining(reserve: bigint, net: bigint, weight: bigint, otherWeight: bigint): bigint {
  const grown = saturatingAdd(reserve, net)
  return remainingBits(powerFloor(reserve, grown, weight, otherWeight, WEIGHT_ONE, SWAP_PRECISION))
}

/** A power in parts of 1e18 as U64F64 bits, rounded down, at most 1. What does not fit u64 counts as 0. */
export function remainingBits(scaled: bigint | undefined): bigint {
  if (scaled === undefined || scaled < 0n || scaled > U64_MAX) return 0n
  const bits = (scaled << 64n) / WEIGHT_ONE
  return bits > FIXED_ONE ? FIXED_ONE : bits
}

/** `floor(reserve * (1 - remaining))`. */
export function paidOut(reserve: bigint, remaining: bigint): bigint {
  return (reserve * (FIXED_ONE - remaining)) >> 64n
}

/** `floor(reserve * ((to / from)^weight - 1))`, 0 when that is negative. */
function growth(reserve: bigint, to: bigint, from: bigint, weight: bigint): bigint {
  return grownBy(reserve, powerFloor(to, from, weight, WEIGHT_ONE, WEIGHT_ONE, LIMIT_PRECISION))
}

/** The chain clamps the scaled power to u64, so a reserve never grows by more than 17.446744073709551615 times. */
export function grownBy(reserve: bigint, scaled: bigint | undefined): bigint {
  const clamped = scaled === undefined ? 0n : scaled > U64_MAX ? U64_MAX : scaled
  const bits = (clamped << 64n) / WEIGHT_ONE
  if (bits <= FIXED_ONE) return 0n
  const growth = (reserve * (bits - FIXED_ONE)) >> 64n
  return growth > U64_MAX ? U64_MAX : growth
}
