import type { Side } from './curve.ts'
import { FIXED_ONE, U64_MAX } from './fixed-point.ts'
import { limitBits } from './limited-swap.ts'
import { InvalidPrice, type Price } from './price.ts'
import { StakeError } from './stake-error.ts'
import { Tolerance } from './tolerance.ts'

const ONE_PPB = 10n ** 9n
const RAO_PER_TOKEN = 10n ** 9n

/**
 * A limit price is whole rao, and at this price the nearest one does not express the tolerance. `code` is
 * `ToleranceTooFine`; `details.smallest` is the smallest tolerance that works, absent when there is none below 100 %.
 */
export class ToleranceTooFine extends StakeError {
  constructor(side: Side, spot: Price, tolerance: Tolerance, smallest: Tolerance | undefined) {
    const details: Record<string, string> = { side, price: spot.format(), tolerance: tolerance.toString() }
    if (smallest !== undefined) details.smallest = smallest.toString()
    super(
      'ToleranceTooFine',
      `At a price of ${spot.format()} τ/α a limit in whole rao cannot express a tolerance of ${tolerance}.`,
      {
        details,
        remedy:
          smallest === undefined
            ? 'No tolerance below 100% works at this price; trade it unprotected only if you accept any price.'
            : `Allow at least ${smallest}.`,
      },
    )
  }
}

/**
 * The limit price for a tolerance around the spot price, in rao per alpha. It bounds the price at the END of the
 * trade. Computed in one step from the exact price bits and never outward:
 * buy `floor(p * (1 + t) * 1e9)`, sell `ceil(p * (1 - t) * 1e9)`.
 *
 * @throws ToleranceTooFine when the limit would not be strictly beyond the spot price by the chain's own comparison,
 * or when rounding to whole rao would eat more than a tenth of the tolerance.
 * @throws InvalidPrice when the pool has no price, or the limit would not fit u64.
 * @example
 * ```ts
 * import { limitPrice, Price, Tolerance } from '@stake/math'
 * const spot = Price.fromBits((2n << 64n) / 3n)
 * limitPrice('buy', spot, Tolerance.parse('0.5%')) // => 669999999
 * limitPrice('sell', spot, Tolerance.parse('0.5%')) // => 663333334
 * ```
 */
export function limitPrice(side: Side, spot: Price, tolerance: Tolerance): bigint {
  if (spot.bits === 0n)
    throw new InvalidPrice(spot.bits, 'is zero, so there is nothing to set a limit around')
  const limit = roundedInward(side, spot.bits, tolerance.ppb)
  if (limit >= U64_MAX) throw new InvalidPrice(spot.rao, 'is too large for a limit price')
  if (!expresses(side, spot.bits, tolerance.ppb, limit)) {
    throw new ToleranceTooFine(side, spot, tolerance, smallestTolerance(side, spot.bits))
  }
  return limit
}

function roundedInward(side: Side, bits: bigint, ppb: bigint): bigint {
  return side === 'buy'
    ? (bits * (ONE_PPB + ppb)) / FIXED_ONE
    : (bits * (ONE_PPB - ppb) + FIXED_ONE - 1n) / FIXED_ONE
}

/** Strictly beyond spot for the chain, and at least nine tenths of the tolerance left after rounding. */
function expresses(side: Side, bits: bigint, ppb: bigint, limit: bigint): boolean {
  const chainLimit = limitBits(limit)
  const distance = limit * FIXED_ONE - bits * RAO_PER_TOKEN
  return side === 'buy'
    ? chainLimit > bits && distance * 10n >= 9n * ppb * bits
    : chainLimit < bits && -distance * 10n >= 9n * ppb * bits
}

/**
 * Of all tolerances that give the same limit the smallest is the best expressed, so only one per whole rao beyond the
 * spot price has to be looked at; ten rao beyond it rounding cannot eat a tenth any more.
 */
function smallestTolerance(side: Side, bits: bigint): Tolerance | undefined {
  const exact = bits * RAO_PER_TOKEN
  const nearest = side === 'buy' ? exact / FIXED_ONE : (exact + FIXED_ONE - 1n) / FIXED_ONE
  for (let step = 1n; step <= 11n; step++) {
    const limit = side === 'buy' ? nearest + step : nearest - step
    if (limit <= 0n) return undefined
    const distance = side === 'buy' ? limit * FIXED_ONE - exact : exact - limit * FIXED_ONE
    const ppb = (distance + bits - 1n) / bits
    if (ppb > 0n && ppb < ONE_PPB && expresses(side, bits, ppb, roundedInward(side, bits, ppb))) {
      return Tolerance.fromPpb(ppb)
    }
  }
  return undefined
}
