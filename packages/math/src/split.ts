import { checkBalance } from './amount-errors.ts'
import { Balance } from './balance.ts'
import { checkInteger, InvalidArgument } from './invalid-argument.ts'

const LARGEST_SPLIT = 100_000

/**
 * Splits an amount in proportion to whole-number weights. No rao is lost or made: each part is rounded down, and the
 * rao left over go one by one to the parts that rounding took most from, the earlier first.
 *
 * @param weights not negative, at least one above 0, at most 100,000 of them
 * @throws InvalidArgument, InvalidAmount
 * @example
 * ```ts
 * import { Balance, splitByWeights } from '@stake/math'
 * splitByWeights(Balance.fromRao(10n), [1n, 1n, 1n, 0n]).join(' ') // => 0.000000004 0.000000003 0.000000003 0
 * ```
 */
export function splitByWeights(amount: Balance, weights: readonly bigint[]): Balance[] {
  checkBalance(amount)
  checkInteger('number of parts', weights.length, 1, LARGEST_SPLIT)
  let total = 0n
  for (const weight of weights) {
    if (typeof weight !== 'bigint' || weight < 0n)
      throw new InvalidArgument('weight', weight, 'a bigint from 0')
    total += weight
  }
  if (total === 0n) throw new InvalidArgument('sum of the weights', total, 'above 0')
  const parts = weights.map((weight) => (amount.rao * weight) / total)
  const rest = parts.reduce((left, part) => left - part, amount.rao)
  const lost = weights.map((weight, index) => ({ index, part: (amount.rao * weight) % total }))
  lost.sort((a, b) => (a.part < b.part ? 1 : a.part > b.part ? -1 : a.index - b.index))
  for (const { index } of lost.slice(0, Number(rest))) parts[index] = (parts[index] ?? 0n) + 1n
  return parts.map((part) => Balance.fromRao(part, amount.netuid))
}

/**
 * Splits an amount into equal parts; where it does not divide, the first parts are 1 rao larger.
 *
 * @param parts 1 to 100,000
 * @throws InvalidArgument
 * @example
 * ```ts
 * import { Balance, splitEvenly } from '@stake/math'
 * splitEvenly(Balance.parse('1'), 9).slice(0, 2).join(' ') // => 0.111111112 0.111111111
 * ```
 */
export function splitEvenly(amount: Balance, parts: number): Balance[] {
  checkInteger('number of parts', parts, 1, LARGEST_SPLIT)
  return splitByWeights(amount, new Array<bigint>(parts).fill(1n))
}
