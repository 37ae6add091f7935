import { Balance, Price } from '@stake/math'
import { expect, test } from 'vitest'
import { buyLimitOf, checkNetuid, checkTake, netuidSet, raoOf, sellLimitOf, taoOf } from './arguments.ts'

const refused = (work: () => unknown, code: string) => expect(work).toThrow(expect.objectContaining({ code }))

test.each([-1, 65_536, 1.5, Number.NaN, '1', undefined, 1n])('%s is no netuid', (netuid) => {
  refused(() => checkNetuid(netuid as number), 'InvalidNetuid')
})

test('the bounds of netuids and takes are allowed', () => {
  expect([0, 65_535].map(checkNetuid)).toEqual([0, 65_535])
  expect([0, 11_796, 65_535].map(checkTake)).toEqual([0, 11_796, 65_535])
})

test.each([0.18, -1, 65_536, '0.18', undefined])('%s is no take', (take) => {
  refused(() => checkTake(take as number), 'InvalidTake')
})

test('an amount is a Balance of the right token, above zero', () => {
  expect(taoOf(Balance.parse('1.5'))).toBe(1_500_000_000n)
  expect(raoOf(Balance.parse('1.5', 7), 7)).toBe(1_500_000_000n)
  refused(() => taoOf(Balance.parse('1.5', 7)), 'MixedTokens')
  refused(() => raoOf(Balance.parse('1.5'), 7), 'MixedTokens')
  refused(() => raoOf(Balance.parse('1.5', 8), 7), 'MixedTokens')
  refused(() => taoOf(Balance.fromRao(0n)), 'InvalidAmount')
})

test.each([
  [1.5, 'InvalidAmount'],
  [1_500_000_000, 'InvalidAmount'],
  [1_500_000_000n, 'InvalidAmount'],
  ['1.5', 'InvalidAmount'],
  [null, 'InvalidAmount'],
  [{ rao: 5, netuid: 0 }, 'InvalidAmount'],
  [{ rao: -5n, netuid: 0 }, 'BalanceOutOfRange'],
  [{ rao: 2n ** 64n, netuid: 0 }, 'BalanceOutOfRange'],
  [{ rao: 5n, netuid: -1 }, 'InvalidNetuid'],
])('%s is no amount', (amount, code) => {
  refused(() => taoOf(amount as unknown as Balance), code)
})

test('a price becomes a limit that is never further out', () => {
  const third = Price.fromBits((1n << 64n) / 3n)
  expect(buyLimitOf(third)).toBe(333_333_333n)
  expect(sellLimitOf(third)).toBe(333_333_334n)
  const exact = Price.fromBits(2n << 64n)
  expect(buyLimitOf(exact)).toBe(2_000_000_000n)
  expect(sellLimitOf(exact)).toBe(2_000_000_000n)
  expect(sellLimitOf(2n ** 64n - 1n)).toBe(2n ** 64n - 1n)
})

test.each([0n, -1n, 2n ** 64n, 1.5, '1', undefined, Price.fromBits(0n), Price.fromBits(2n ** 128n - 1n)])(
  '%s is no limit price',
  (limit) => {
    refused(() => buyLimitOf(limit as bigint), 'InvalidLimitPrice')
    refused(() => sellLimitOf(limit as bigint), 'InvalidLimitPrice')
  },
)

test('subnets are a set in order', () => {
  expect(netuidSet([3, 1, 3])).toEqual([1, 3])
  refused(() => netuidSet([1, -1]), 'InvalidNetuid')
})
