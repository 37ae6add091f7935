import { Balance } from './balance.ts'
import {
  FIXED_MAX,
  fixedDivFloor,
  fixedFromInteger,
  fixedMulFloor,
  saturatingSubtract,
  U64_MAX,
} from './fixed-point.ts'
import { largestBuyWithin, largestSellWithin } from './largest-within-limit.ts'
import { limitBits } from './limited-swap.ts'
import { type Pool, reservesOf, spotPrice } from './pool.ts'
import { checkedLimit } from './quote.ts'

const RATIO_ONE = 10n ** 9n

/**
 * The largest amount of origin alpha that the chain moves to another subnet under a limit (`get_max_amount_move`).
 * The limit is the smallest ratio of destination alpha received to origin alpha given, times 1e9.
 *
 * Between two pools with prices this is only the chain's approximation,
 * `alpha2 * T1 / limit - alpha1 * T2` with `T` each pool's part of the TAO of both: it ignores weights and fees, so
 * what it lets through can be far worse than the limit says. {@link protectMove} shows by how much. A very small limit
 * overflows, and the chain then takes it as 0: nothing may move. A limit of 0 bounds nothing.
 *
 * @param limit destination alpha per origin alpha, times 1e9, u64
 * @throws SwapError of the pool that has a price when the other is stable, InvalidPool, MixedTokens, UnknownCurve,
 * InvalidAmount.
 * @example
 * ```ts
 * import { Balance, largestMoveWithin } from '@stake/math'
 * const origin = { curve: 'constantProduct', netuid: 1, tao: Balance.parse('150'), alpha: Balance.parse('100', 1), feeRate: 33 } as const
 * const destination = { curve: 'constantProduct', netuid: 2, tao: Balance.parse('100'), alpha: Balance.parse('100', 2), feeRate: 33 } as const
 * largestMoveWithin(origin, destination, 1_250_000_000n).toString() // => 7.999999999
 * ```
 */
export function largestMoveWithin(origin: Pool, destination: Pool, limit: bigint): Balance {
  return Balance.fromRao(largest(origin, destination, checkedLimit(limit)), origin.netuid)
}

function largest(origin: Pool, destination: Pool, limit: bigint): bigint {
  const originPrice = spotPrice(origin).bits
  const destinationPrice = spotPrice(destination).bits
  if (origin.curve === 'stable' && destination.curve === 'stable') return limit > RATIO_ONE ? 0n : U64_MAX
  if (origin.curve === 'stable') {
    return limit === 0n ? U64_MAX : largestBuyWithin(destination, destinationLimit(limit)).rao
  }
  if (destination.curve === 'stable') return largestSellWithin(origin, limit).rao

  const [from, to] = [reservesOf(origin), reservesOf(destination)]
  if (from.tao === 0n || to.tao === 0n || from.alpha === 0n || to.alpha === 0n) return 0n
  if (limitBits(limit) > fixedDivFloor(originPrice, destinationPrice)) return 0n
  if (limit === 0n) return U64_MAX

  const sum = fixedFromInteger(from.tao + to.tao)
  const part = (tao: bigint) => fixedDivFloor(fixedFromInteger(tao), sum > FIXED_MAX ? FIXED_MAX : sum)
  const reached = fixedDivFloor(fixedMulFloor(fixedFromInteger(to.alpha), part(from.tao)), limitBits(limit))
  return saturatingSubtract(reached, fixedMulFloor(fixedFromInteger(from.alpha), part(to.tao))) >> 64n
}

/** What the chain makes of a move's limit where only the destination has a price: a limit price in rao per alpha. */
export function destinationLimit(limit: bigint): bigint {
  const one = fixedFromInteger(RATIO_ONE)
  return fixedMulFloor(fixedDivFloor(one, fixedFromInteger(limit)), one) >> 64n
}
