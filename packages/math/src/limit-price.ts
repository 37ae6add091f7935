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
 * `ToleranceTooFine`; `details.smallest` is the smallest tolerance above it that works, absent when there is none below
 * 100 %.
 */
export class ToleranceTooFine extends StakeError {
  constructor(start: StartPrice, tolerance: Tolerance, smallest: Tolerance | undefined) {
    const { side, shown } = start
    const details: Record<string, string> = { side, price: shown, tolerance: tolerance.toString() }
    if (smallest !== undefined) details.smallest = smallest.toString()
    super(
      'ToleranceTooFine',
      `At a price of ${shown} a limit in whole rao cannot express a tolerance of ${tolerance}.`,
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

/** The price that a limit is set around: exactly `numerator / denominator`. */
export interface StartPrice {
  readonly side: Side
  readonly numerator: bigint
  readonly denominator: bigint
  readonly shown: string
  /** Whether the chain sees a limit as strictly beyond the price. */
  readonly isBeyond: (limit: bigint) => boolean
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
  return limitAround(startPrice(side, spot), tolerance)
}

/** A pool's spot price, and how the chain compares a limit price with it. */
export function startPrice(side: Side, spot: Price): StartPrice {
  return {
    side,
    numerator: spot.bits,
    denominator: FIXED_ONE,
    shown: `${spot.format()} τ/α`,
    isBeyond: (limit) => (side === 'buy' ? limitBits(limit) > spot.bits : limitBits(limit) < spot.bits),
  }
}

/** The limit for a tolerance, never outward. @throws ToleranceTooFine, InvalidPrice */
export function limitAround(start: StartPrice, tolerance: Tolerance): bigint {
  if (start.numerator === 0n || start.denominator === 0n) {
    throw new InvalidPrice(0n, 'is zero, so there is nothing to set a limit around')
  }
  const limit = roundedInward(start, tolerance.ppb)
  if (limit >= U64_MAX) throw new InvalidPrice(start.shown, 'is too large for a limit price')
  if (!expresses(start, tolerance.ppb, limit)) {
    throw new ToleranceTooFine(start, tolerance, toleranceReaching(start, limit, tolerance.ppb))
  }
  return limit
}

/** The limit that lies this many whole rao beyond the price. */
export function nearestLimit({ side, numerator, denominator }: StartPrice, steps: bigint): bigint {
  const exact = numerator * RAO_PER_TOKEN
  return side === 'buy' ? exact / denominator + steps : (exact + denominator - 1n) / denominator - steps
}

/**
 * The smallest tolerance beyond `above` (parts per billion) whose limit is this one or farther from the price. Of all
 * tolerances that give the same limit the smallest is the best expressed, so only one per whole rao has to be looked
 * at; ten rao beyond the price rounding cannot eat a tenth any more.
 */
export function toleranceReaching(start: StartPrice, limit: bigint, above = 0n): Tolerance | undefined {
  const { side, numerator } = start
  for (let step = 0n; step <= 12n; step++) {
    const farther = side === 'buy' ? limit + step : limit - step
    // No rao at all is no limit for a buy either, but the next one may be.
    if (farther <= 0n) continue
    const ppb = (distance(start, farther) + numerator - 1n) / numerator
    if (ppb > above && ppb < ONE_PPB && expresses(start, ppb, roundedInward(start, ppb)))
      return Tolerance.fromPpb(ppb)
  }
  return undefined
}

function roundedInward({ side, numerator, denominator }: StartPrice, ppb: bigint): bigint {
  return side === 'buy'
    ? (numerator * (ONE_PPB + ppb)) / denominator
    : (numerator * (ONE_PPB - ppb) + denominator - 1n) / denominator
}

/** Strictly beyond the price for the chain, and at least nine tenths of the tolerance left after rounding. */
function expresses(start: StartPrice, ppb: bigint, limit: bigint): boolean {
  return start.isBeyond(limit) && distance(start, limit) * 10n >= 9n * ppb * start.numerator
}

/** How far a limit is beyond the price, in rao times the denominator. */
function distance({ side, numerator, denominator }: StartPrice, limit: bigint): bigint {
  const off = limit * denominator - numerator * RAO_PER_TOKEN
  return side === 'buy' ? off : -off
}
