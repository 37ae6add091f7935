import { BigNumber } from 'bignumber.js'
import { BalanceOutOfRange, InvalidAmount } from './amount-errors.ts'
import { Balance } from './balance.ts'
import { Price } from './price.ts'
import type { Tolerance } from './tolerance.ts'

const RAO_DECIMALS = 9
const FRACTION_BITS = 64
const U64_MAX = '18446744073709551615'

/** Our own copy, so that nobody's settings reach it: never an exponent in its text, 40 decimals, rounded half up. */
const Exact = BigNumber.clone({
  EXPONENTIAL_AT: 1e9,
  RANGE: 1e9,
  DECIMAL_PLACES: 40,
  ROUNDING_MODE: BigNumber.ROUND_HALF_UP,
})

/** What to do with more decimals than a token has. */
export type Rounding = 'exact' | 'down' | 'up'

/**
 * The exact value of an amount in whole tokens, a price in TAO per alpha, or a tolerance as a fraction. Nothing is
 * rounded: a price has up to 64 decimals. The result never writes itself with an exponent, and rounds half up: to 40
 * decimals where it divides, to as many as are asked for where it is shown.
 *
 * @example
 * ```ts
 * import { Balance, Price, Tolerance } from '@stake/math'
 * import { toBigNumber } from '@stake/math/bignumber'
 * toBigNumber(Balance.parse('12.5')).times(3).toFixed() // => 37.5
 * toBigNumber(Price.fromBits(1n << 60n)).toFixed() // => 0.0625
 * toBigNumber(Tolerance.parse('50bps')).toFixed() // => 0.005
 * ```
 */
export function toBigNumber(value: Balance | Price | Tolerance): BigNumber {
  if (value instanceof Balance) return units(value.rao, RAO_DECIMALS)
  // n / 2^64 = n * 5^64 / 10^64.
  if (value instanceof Price) return units(value.bits * 5n ** BigInt(FRACTION_BITS), FRACTION_BITS)
  return units(value.ppb, RAO_DECIMALS)
}

/**
 * An amount of whole tokens as a Balance.
 *
 * @param netuid whose token it is; 0, the default, is TAO
 * @param rounding of more than 9 decimals; `exact`, the default, refuses them
 * @throws InvalidAmount for NaN, an infinity, a negative amount or, unless rounded, more than 9 decimals;
 * BalanceOutOfRange above 2^64 - 1 rao; InvalidNetuid.
 * @example
 * ```ts
 * import { toBalance } from '@stake/math/bignumber'
 * import { BigNumber } from 'bignumber.js'
 * toBalance(new BigNumber('0.1').plus('0.2'), 3).format() // => 0.300000000α
 * toBalance(new BigNumber(1).div(3)) // throws InvalidAmount
 * toBalance(new BigNumber(1).div(3), 0, 'down').rao // => 333333333
 * ```
 */
export function toBalance(value: BigNumber, netuid = 0, rounding: Rounding = 'exact'): Balance {
  if (!BigNumber.isBigNumber(value) || !value.isFinite() || value.isLessThan(0)) {
    throw new InvalidAmount(
      written(value),
      'is not an amount',
      'Pass a BigNumber of whole tokens, 0 or more.',
    )
  }
  const rao = new Exact(value).shiftedBy(RAO_DECIMALS)
  // Compared before its digits are written out: 1e1000000 has a million of them.
  if (rao.isGreaterThan(U64_MAX)) throw new BalanceOutOfRange(BigInt(U64_MAX) + 1n, netuid)
  const whole = rao.integerValue(rounding === 'up' ? BigNumber.ROUND_UP : BigNumber.ROUND_DOWN)
  if (rounding === 'exact' && !whole.isEqualTo(rao)) {
    throw new InvalidAmount(
      written(value),
      'has more than 9 decimals',
      "Round it: pass 'down' or 'up' as the third argument.",
    )
  }
  return Balance.fromRao(BigInt(whole.toFixed(0)), netuid)
}

/**
 * How far a price moved, in percent of where it was: 40 decimals. Not finite when it was 0.
 *
 * @example
 * ```ts
 * import { Balance, quoteBuy } from '@stake/math'
 * import { percentChange } from '@stake/math/bignumber'
 * const pool = { curve: 'constantProduct', netuid: 1, tao: Balance.parse('1000'), alpha: Balance.parse('1500', 1), feeRate: 0 } as const
 * const { spotPrice, endPrice } = quoteBuy(pool, Balance.parse('100'))
 * percentChange(spotPrice, endPrice).toFixed(2) // => 21.00
 * ```
 */
export function percentChange(from: Price, to: Price): BigNumber {
  const before = new Exact(from.bits.toString())
  return new Exact(to.bits.toString()).minus(before).times(100).div(before)
}

/** Bounded text: written in full, 1e1000000 would have a million digits. */
function written(value: BigNumber): string {
  return BigNumber.isBigNumber(value) ? value.toExponential() : String(value)
}

function units(count: bigint, decimals: number): BigNumber {
  return new Exact(count.toString()).shiftedBy(-decimals)
}
