import { describe, expect, test } from 'vitest'
import { alice } from '../test/market.ts'
import * as math from './index.ts'
import { Balance, StakeError, Tolerance } from './index.ts'

const bad = [undefined, null, 1.5, -1, Number.NaN, Number.POSITIVE_INFINITY, '12.5', {}, 5n]
const two = { ...alice, netuid: 2, alpha: Balance.parse('500', 2) }
const one = Tolerance.parse('1%')

const calls: Record<string, (amount: never) => unknown> = {
  quoteBuy: (amount) => math.quoteBuy(alice, amount),
  quoteSell: (amount) => math.quoteSell(alice, amount),
  protect: (amount) => math.protect(alice, 'buy', amount, 'strict', one),
  protectMove: (amount) => math.protectMove(alice, two, amount, 'strict', one),
  protectedRoute: (amount) => math.protectedRoute(alice, two, amount, one),
  quoteMove: (amount) => math.quoteMove(alice, two, amount),
  bestSplit: (amount) => math.bestSplit([alice], amount, 'value'),
  simulatePath: (amount) => math.simulatePath([alice], [{ kind: 'buy', netuid: 1, amount }]),
  worstLoss: (amount) => math.worstLoss(alice, 'buy', amount, 10n ** 9n),
  roundTrip: (amount) => math.roundTrip(alice, amount),
  toleranceFor: (amount) => math.toleranceFor(alice, 'sell', amount),
  amountFor: (amount) => math.amountFor(alice, 'sell', amount),
  grossForNet: (amount) => math.grossForNet(alice, amount),
  splitEvenly: (amount) => math.splitEvenly(amount, 2),
  splitTake: (amount) => math.splitTake(amount, 5),
  splitTakeSimple: (amount) => math.splitTakeSimple(Balance.zero(), '5%', Balance.parse('1'), [amount]),
  distributeDividend: (amount) => math.distributeDividend(amount, 5, Balance.zero(), []),
  add: (amount) => Balance.zero().add(amount),
  compare: (amount) => Balance.zero().compare(amount),
  'a reserve': (amount) => math.spotPrice({ ...alice, tao: amount }),
}

describe.each(Object.entries(calls))('%s', (_name, call) => {
  test.each(bad)('refuses %s for an amount with an error of the package', (amount) => {
    expect(() => call(amount as never)).toThrow(StakeError)
  })
})

test.each([0n, 10n ** 18n, 0.5, Number.NaN, 5e17, undefined])('a weight of %s is refused', (quoteWeight) => {
  const pool = { ...alice, curve: 'balancer', quoteWeight: quoteWeight as bigint } as const
  expect(() => math.spotPrice(pool)).toThrow(math.InvalidPool)
})

test.each([-1, 65536, 0.5, Number.NaN, '33'])('a fee rate of %s is refused', (feeRate) => {
  expect(() => math.spotPrice({ ...alice, feeRate: feeRate as number })).toThrow(math.InvalidPool)
})

describe('empty reserves', () => {
  test.each([
    { tao: Balance.zero() },
    { alpha: Balance.zero(1) },
    { tao: Balance.zero(), alpha: Balance.zero(1) },
  ])('%o give no trade', (empty) => {
    const pool = { ...alice, ...empty }
    expect(() => math.quoteBuy(pool, Balance.parse('1'))).toThrow(math.SwapError)
    expect(() => math.quoteSell(pool, Balance.parse('1', 1))).toThrow(math.SwapError)
    expect(() => math.limitPrice('buy', math.spotPrice(pool), one)).toThrow(math.InvalidPrice)
    expect(() => math.roundTrip(pool, Balance.parse('1'))).toThrow(math.SwapError)
    expect(math.protect(pool, 'buy', Balance.parse('1'), 'strict', one).result).toBe('refused')
    expect(math.protectMove(two, pool, Balance.parse('1', 2), 'strict', one).result).toBe('refused')
  })
})
