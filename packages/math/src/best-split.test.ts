import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alice, livePool, part, share, stablePool } from '../test/market.ts'
import { holds, RUNS } from '../test/property.ts'
import { MixedTokens } from './amount-errors.ts'
import { Balance } from './balance.ts'
import { bestSplit } from './best-split.ts'
import { InvalidArgument } from './invalid-argument.ts'
import { minimumStake } from './minimum-stake.ts'
import { InvalidPool, type Pool } from './pool.ts'
import { quoteBuy } from './quote.ts'
import { splitByWeights } from './split.ts'
import { SwapError } from './swap-error.ts'

const bob = { ...alice, netuid: 2, alpha: Balance.parse('500', 2) }
const three = fc.tuple(livePool(1), livePool(2), livePool(3))
const value = (pool: Pool, amount: Balance) => {
  if (amount.isZero()) return 0n
  const { received, spotPrice } = quoteBuy(pool, amount)
  return (received.rao * spotPrice.bits) >> 64n
}
const rise = (pool: Pool, amount: Balance) => {
  if (amount.isZero()) return 1
  const { endPrice, spotPrice } = quoteBuy(pool, amount)
  return Number(endPrice.bits) / Number(spotPrice.bits)
}
const amountFor = (pools: readonly Pool[], share: number) =>
  Balance.fromRao(part(pools.reduce((sum, { tao }) => sum + tao.rao, 0n) / 5n, share) + 10n ** 8n)

describe('the split', () => {
  test('is the whole amount, and each part is nothing or at least the minimum stake', () => {
    holds(
      [three, share, fc.constantFrom('value', 'impact')],
      (pools, share, goal) => {
        const amount = amountFor(pools, share)
        const { parts } = bestSplit(pools, amount, goal)
        expect(parts.reduce((sum, part) => sum.add(part.amount), Balance.zero())).toEqual(amount)
        for (const { pool, amount } of parts) {
          expect(amount.isZero() || amount.compare(minimumStake(pool)) >= 0).toBe(true)
        }
      },
      RUNS / 3,
    )
  })

  test('for value is worth more than any other', () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 1_000n }), { minLength: 3, maxLength: 3 })
    holds(
      [three, share, weights],
      (pools, share, weights) => {
        fc.pre(weights.some((weight) => weight > 0n))
        const amount = amountFor(pools, share)
        const best = bestSplit(pools, amount, 'value')
        fc.pre(best.parts.every(({ amount }) => !amount.isZero()))
        const other = splitByWeights(amount, weights)
        fc.pre(pools.every(({ tao }, index) => (other[index]?.rao ?? 0n) <= 500n * tao.rao))
        const worth = pools.reduce((sum, pool, index) => sum + value(pool, other[index] ?? amount), 0n)
        // Rounding, and what the powers are cut by, of each pool.
        const cut = pools.reduce((sum, pool) => sum + 3n + pool.tao.rao / 10n ** 17n, 0n)
        expect(best.value.rao + cut >= worth).toBe(true)
      },
      RUNS / 3,
    )
  })

  test('for impact raises all prices alike', () => {
    holds(
      [three, share],
      (pools, share) => {
        const { parts } = bestSplit(pools, amountFor(pools, share), 'impact')
        fc.pre(parts.every(({ amount }) => amount.rao > 10n ** 9n))
        const rises = parts.map(({ pool, amount }) => rise(pool, amount))
        expect(Math.max(...rises) / Math.min(...rises)).toBeLessThan(1 + 1e-8)
      },
      RUNS / 3,
    )
  })
})

test('equal pools share equally, deep ones get more', () => {
  const twin = { ...alice, netuid: 2, alpha: Balance.parse('1500', 2) }
  const amounts = (pools: Pool[]) =>
    bestSplit(pools, Balance.parse('9'), 'value').parts.map(({ amount }) => String(amount))
  expect(amounts([alice, twin])).toEqual(['4.5', '4.5'])
  expect(amounts([{ ...alice, tao: Balance.parse('2000') }, twin])).toEqual(['6', '3'])
  expect(amounts([alice])).toEqual(['9'])
})

test('a pool with a higher fee gets less for value, and as much for impact', () => {
  const dear = { ...alice, netuid: 2, alpha: Balance.parse('1500', 2), feeRate: 655 }
  const [cheap, costly] = bestSplit([alice, dear], Balance.parse('20'), 'value').parts
  expect([cheap, costly].map((part) => part?.amount.format({ decimals: 3 }))).toEqual(['τ12.374', 'τ7.625'])
  const even = bestSplit([alice, dear], Balance.parse('20'), 'impact').parts
  expect(even.map(({ quote }) => quote?.paidIn.format({ decimals: 6 }))).toEqual(['τ9.947282', 'τ9.947282'])
})

test('a stable pool takes everything', () => {
  const { parts, value } = bestSplit([alice, stablePool(0)], Balance.parse('7'), 'impact')
  expect(parts.map(({ amount }) => String(amount))).toEqual(['0', '7'])
  expect(value).toEqual(Balance.parse('7'))
})

test('pools that would get less than the minimum get nothing', () => {
  const pools = [alice, bob, { ...bob, netuid: 3, tao: Balance.parse('1'), alpha: Balance.parse('1', 3) }]
  const { parts } = bestSplit(pools, Balance.parse('0.1'), 'value')
  expect(parts.map(({ amount }) => String(amount))).toEqual(['0.05', '0.05', '0'])
  expect(parts[2]?.quote).toBe(undefined)
  expect(bestSplit(pools, Balance.parse('0.003'), 'value').parts.map(({ amount }) => String(amount))).toEqual(
    ['0', '0.003', '0'],
  )
})

describe('refused', () => {
  test('too little for any pool, and more than all can take', () => {
    expect(() => bestSplit([alice, bob], Balance.parse('0.002'), 'value')).toThrow(SwapError)
    expect(() => bestSplit([alice, bob], Balance.parse('34912'), 'value')).toThrow(SwapError)
    expect(bestSplit([alice, bob], Balance.parse('34800'), 'value').parts).toHaveLength(2)
  })

  test('no pools, the same twice, alpha', () => {
    expect(() => bestSplit([], Balance.parse('1'), 'value')).toThrow(InvalidArgument)
    expect(() => bestSplit([alice, alice], Balance.parse('1'), 'value')).toThrow(InvalidPool)
    expect(() => bestSplit([alice], Balance.parse('1', 1), 'value')).toThrow(MixedTokens)
  })
})
