import { WEIGHT_ONE } from './balancer.ts'
import type { Reserves } from './curve.ts'
import { FIXED_MAX } from './fixed-point.ts'
import { checkBigint } from './invalid-argument.ts'
import type { Price } from './price.ts'
import { SwapError, type SwapErrorCode } from './swap-error.ts'

/** The smallest weight of either side, in parts of 1e18: 0.01. */
export const SMALLEST_WEIGHT: bigint = WEIGHT_ONE / 100n
/** The largest weight of either side, in parts of 1e18: 0.99. */
export const LARGEST_WEIGHT: bigint = WEIGHT_ONE - SMALLEST_WEIGHT

/**
 * The weight on the TAO side, in parts of 1e18, after the protocol added TAO and alpha to a pool (pallet Swap,
 * `update_weights_for_added_liquidity`). Weights are solved anew so that the price stays: with
 * `Q1 = w1 * tao * (alpha + addedAlpha)` and `Q2 = w2 * alpha * (tao + addedTao)`, each rounded half up and at most
 * u128, it is `floor(1e18 * Q2 / (Q1 + Q2))`, and 0.5 where both are 0. All amounts in rao.
 *
 * @throws SwapError `InvalidValue` when a weight would leave 0.01 to 0.99; the chain then adds nothing in that block.
 * @throws InvalidArgument
 * @example
 * ```ts
 * import { weightAfterInjection } from '@stake/math'
 * const reserves = { tao: 10n ** 12n, alpha: 10n ** 12n }
 * weightAfterInjection(reserves, 5n * 10n ** 17n, { tao: 10n ** 9n, alpha: 0n }) // => 500249875062468765
 * ```
 */
export function weightAfterInjection(reserves: Reserves, quoteWeight: bigint, added: Reserves): bigint {
  checkReserves(reserves)
  checkReserves(added)
  checkBigint('quote weight', quoteWeight, SMALLEST_WEIGHT, LARGEST_WEIGHT)
  const { tao, alpha } = reserves
  const base = weighed(WEIGHT_ONE - quoteWeight, tao * (alpha + added.alpha))
  const quote = weighed(quoteWeight, alpha * (tao + added.tao))
  return checkedWeight(quote, base + quote, 'InvalidValue')
}

/**
 * The weight on the TAO side, in parts of 1e18, with which these reserves have that price:
 * `floor(1e18 * tao / (floor(price * alpha) + tao))` (pallet Swap, `maybe_initialize_palswap`).
 *
 * @throws SwapError `ReservesOutOfBalance` when a weight would leave 0.01 to 0.99.
 * @throws InvalidArgument
 * @example
 * ```ts
 * import { Price, weightFromPrice } from '@stake/math'
 * const half = Price.fromBits(1n << 63n)
 * weightFromPrice(half, { tao: 1_000n, alpha: 4_000n }) // => 333333333333333333
 * ```
 */
export function weightFromPrice(price: Price, reserves: Reserves): bigint {
  checkReserves(reserves)
  const { tao, alpha } = reserves
  return checkedWeight(tao, saturated((price.bits * alpha) >> 64n) + tao, 'ReservesOutOfBalance')
}

function checkReserves({ tao, alpha }: Reserves): void {
  checkBigint('TAO reserve', tao)
  checkBigint('alpha reserve', alpha)
}

/** `weight * product`, rounded half up; both the product and the result stop at u128. */
function weighed(weight: bigint, product: bigint): bigint {
  return saturated((weight * saturated(product) + WEIGHT_ONE / 2n) / WEIGHT_ONE)
}

function checkedWeight(part: bigint, whole: bigint, refusal: SwapErrorCode): bigint {
  const weight = whole === 0n ? WEIGHT_ONE / 2n : (part * WEIGHT_ONE) / saturated(whole)
  if (weight < SMALLEST_WEIGHT || weight > LARGEST_WEIGHT)
    throw new SwapError(refusal, { quoteWeight: weight })
  return weight
}

function saturated(value: bigint): bigint {
  return value > FIXED_MAX ? FIXED_MAX : value
}
