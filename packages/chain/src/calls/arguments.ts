import { Balance, InvalidAmount, InvalidArgument, InvalidNetuid, MixedTokens, Price } from '@stake/math'
import { parseAddress } from '../address.ts'
import { InvalidLimitPrice, InvalidTake } from '../errors/input-errors.ts'

const U64_MAX = 2n ** 64n - 1n
const U16_MAX = 0xffff
const RAO_PER_TOKEN = 10n ** 9n

/**
 * Checks a subnet's number.
 *
 * @throws InvalidNetuid for anything but an integer from 0 to 65535.
 *
 * @example
 * ```ts
 * import { checkNetuid } from '@stake/chain'
 *
 * checkNetuid(64) // => 64
 * checkNetuid(65_536) // throws InvalidNetuid
 * ```
 */
export function checkNetuid(netuid: number): number {
  if (typeof netuid !== 'number' || !Number.isInteger(netuid) || netuid < 0 || netuid > U16_MAX) {
    throw new InvalidNetuid(netuid)
  }
  return netuid
}

/**
 * The rao of an amount that must be more than nothing and in the token of one subnet; 0 is TAO.
 *
 * @throws InvalidAmount for what is no Balance or is zero, BalanceOutOfRange, MixedTokens for another token.
 */
export function raoOf(amount: Balance, netuid: number): bigint {
  if (typeof amount?.rao !== 'bigint') {
    throw new InvalidAmount(amount, 'is not a Balance', "Pass a Balance, for example Balance.parse('12.5').")
  }
  // Through the one door of amounts: an object that only looks like one is judged like any other.
  const { rao } = Balance.fromRao(amount.rao, amount.netuid)
  if (amount.netuid !== netuid) throw new MixedTokens(netuid, amount.netuid)
  if (rao === 0n) throw new InvalidAmount(amount, 'is nothing', 'Give an amount above zero.')
  return rao
}

/** The rao of an amount of TAO. @throws as {@link raoOf} */
export const taoOf = (amount: Balance): bigint => raoOf(amount, 0)

/** A limit price: exact, or in rao per alpha, above zero and below 2^64. */
export type LimitPrice = Price | bigint

/** The most that is paid for an alpha, in rao: a price is rounded down. @throws InvalidLimitPrice */
export function buyLimitOf(limit: LimitPrice): bigint {
  return checkedLimit(limit instanceof Price ? (limit.bits * RAO_PER_TOKEN) >> 64n : limit, limit)
}

/** The least that an alpha is sold for, in rao: a price is rounded up. @throws InvalidLimitPrice */
export function sellLimitOf(limit: LimitPrice): bigint {
  return checkedLimit(
    limit instanceof Price ? (limit.bits * RAO_PER_TOKEN + ((1n << 64n) - 1n)) >> 64n : limit,
    limit,
  )
}

function checkedLimit(rao: bigint, given: LimitPrice): bigint {
  if (typeof rao !== 'bigint') throw new InvalidLimitPrice(given, 'is neither a Price nor a bigint')
  if (rao <= 0n) throw new InvalidLimitPrice(given, 'protects nothing: it is not above zero')
  if (rao > U64_MAX) throw new InvalidLimitPrice(given, 'is more than the chain can hold')
  return rao
}

/** A take in parts of 65535. @throws InvalidTake */
export function checkTake(take: number): number {
  if (typeof take !== 'number' || !Number.isInteger(take) || take < 0 || take > U16_MAX) {
    throw new InvalidTake(take)
  }
  return take
}

/** Subnets as the runtime's set of them: each once, in ascending order. @throws InvalidNetuid */
export function netuidSet(netuids: Iterable<number>): number[] {
  return [...new Set([...netuids].map(checkNetuid))].sort((a, b) => a - b)
}

/** An account as a `MultiAddress`. @throws InvalidAddress */
export function accountOf(address: string): { readonly type: 'Id'; readonly value: string } {
  return { type: 'Id', value: parseAddress(address) }
}

/** A number that counts something on the chain, such as a uid. @throws InvalidArgument */
export function checkInteger(name: string, value: number, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > most) {
    throw new InvalidArgument(name, value, `an integer from 0 to ${most}`)
  }
  return value
}
