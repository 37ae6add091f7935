import { checkBalance, checkToken } from './amount-errors.ts'
import { Balance } from './balance.ts'
import { formatDecimal } from './decimal.ts'
import { readFraction } from './fraction.ts'
import { checkInteger } from './invalid-argument.ts'
import { splitByWeights } from './split.ts'

/** A take of 65535 is 100 %. */
export const TAKE_ONE = 65535
/** The take of a new delegate and the largest there is: 18 %. */
export const DEFAULT_TAKE = 11796

/** A dividend after its take. */
export interface TakeSplit {
  readonly take: Balance
  readonly rest: Balance
  /** What rounding both down loses: 0 or 1 rao. */
  readonly lost: Balance
}

/**
 * Splits a dividend as the chain does, in U96F32 and both parts rounded down:
 * `take = floor(floor(take * 2^32 / 65535) * dividend / 2^32)`.
 *
 * @param take parts of 65535
 * @throws InvalidArgument
 * @example
 * ```ts
 * import { Balance, DEFAULT_TAKE, splitTake } from '@stake/math'
 * const { take, rest, lost } = splitTake(Balance.fromRao(1_000_000_000n, 5), DEFAULT_TAKE)
 * take.rao // => 179995422
 * rest.rao // => 820004577
 * lost.rao // => 1
 * ```
 */
export function splitTake(dividend: Balance, take: number): TakeSplit {
  checkBalance(dividend)
  checkTake(take)
  const taken = ((BigInt(take) << 32n) / BigInt(TAKE_ONE)) * dividend.rao
  const of = (bits: bigint) => Balance.fromRao(bits >> 32n, dividend.netuid)
  const parts = { take: of(taken), rest: of((dividend.rao << 32n) - taken) }
  return { ...parts, lost: dividend.subtract(parts.take).subtract(parts.rest) }
}

/** An emission as the documents split it. */
export interface SimpleSplit {
  readonly delegate: Balance
  readonly nominators: readonly Balance[]
}

/**
 * Splits an emission as the documents describe it: the take to the delegate, the rest in proportion to the stakes.
 * Exact, and no rao is lost or made. The chain differs a little, see {@link distributeDividend}.
 *
 * @param take a fraction such as `0.18` or a percentage such as `18%`
 * @param own the delegate's own stake
 * @throws InvalidArgument, MixedTokens
 * @example
 * ```ts
 * import { Balance, splitTakeSimple } from '@stake/math'
 * const [own, ...nominators] = ['800', '100', '70', '30'].map((stake) => Balance.parse(stake))
 * const { delegate, nominators: gains } = splitTakeSimple(Balance.parse('1'), '18%', own ?? Balance.zero(), nominators)
 * delegate.toString() // => 0.836
 * gains.join(' ') // => 0.082 0.0574 0.0246
 * ```
 */
export function splitTakeSimple(
  emission: Balance,
  take: string | number,
  own: Balance,
  nominators: readonly Balance[],
): SimpleSplit {
  checkBalance(own)
  const { numerator, denominator } = readFraction('take', take)
  const stakes = nominators.map((stake) => {
    checkToken(own.netuid, stake)
    return stake.rao
  })
  const total = stakes.reduce((sum, stake) => sum + stake, own.rao)
  const weights = [own.rao, ...stakes].map((stake) => stake * (denominator - numerator))
  weights[0] = (weights[0] ?? 0n) + total * numerator
  const [delegate = Balance.zero(emission.netuid), ...gains] = splitByWeights(emission, weights)
  return { delegate, nominators: gains }
}

/**
 * A take as the chain writes it, parts of 65535, rounded down.
 *
 * @param take a fraction such as `0.1` or a percentage such as `10%`
 * @throws InvalidArgument
 * @example
 * ```ts
 * import { takeFromFraction } from '@stake/math'
 * takeFromFraction('18%') // => 11796
 * takeFromFraction(0.1) // => 6553
 * takeFromFraction(18) // throws InvalidArgument
 * ```
 */
export function takeFromFraction(take: string | number): number {
  const { numerator, denominator } = readFraction('take', take)
  return Number((numerator * BigInt(TAKE_ONE)) / denominator)
}

/**
 * A take as a percentage, rounded to the nearest.
 *
 * @param take parts of 65535
 * @param decimals 0 to 9
 * @throws InvalidArgument
 * @example
 * ```ts
 * import { formatTake } from '@stake/math'
 * formatTake(11796) // => 18.00%
 * formatTake(11796, 4) // => 17.9995%
 * ```
 */
export function formatTake(take: number, decimals = 2): string {
  checkTake(take)
  checkInteger('decimals', decimals, 0, 9)
  const units = BigInt(take) * 100n * 10n ** BigInt(decimals)
  return `${formatDecimal((2n * units + BigInt(TAKE_ONE)) / (2n * BigInt(TAKE_ONE)), decimals)}%`
}

/** Refuses a take that is no u16. */
export function checkTake(take: number): void {
  checkInteger('take', take, 0, TAKE_ONE)
}
