import { Balance, quoteBuy, quoteSell, Tolerance } from '@stake/math'
import { expect, test } from 'vitest'
import { balancer, tao } from '../../../test/sample.ts'
import { impactOf } from './impact.ts'

const pool = balancer(1, '1000', '1500')
const half = Tolerance.parse('0.5%')

test('staking: the price ends within the limit up to the largest amount, and beyond it after', () => {
  const impact = impactOf(pool, 'buy', half, 50)
  if (!impact) throw new Error('this pool has a chart')
  // The documents say 2.498140721, for a limit of 0.67 that no rao is cut off of.
  expect(impact.largest.toString()).toBe('2.498139972')
  expect(impact.limit).toBe(669_999_999n)
  expect(impact.points).toHaveLength(50)
  for (const { amount, average, end } of impact.points) {
    expect(end.rao <= impact.limit).toBe(amount.compare(impact.largest) <= 0)
    // Even the smallest trade pays the fee.
    expect(average.compare(impact.spot)).toBe(1)
    const quote = quoteBuy(pool, amount)
    expect([average.bits, end.bits]).toEqual([quote.averagePrice.bits, quote.endPrice.bits])
  }
  expect(impact.points.at(-1)?.amount.rao).toBe((impact.largest.rao * 5n) / 2n)
})

test('unstaking: the same downwards, in alpha', () => {
  const impact = impactOf(pool, 'sell', half, 20)
  if (!impact) throw new Error('this pool has a chart')
  expect(impact.largest.netuid).toBe(1)
  for (const { amount, average, end } of impact.points) {
    expect(end.rao >= impact.limit).toBe(amount.compare(impact.largest) <= 0)
    expect(average.compare(impact.spot)).toBe(-1)
    expect(quoteSell(pool, amount).endPrice.bits).toBe(end.bits)
  }
})

test('is computed once for a pool', () => {
  expect(impactOf(pool, 'buy', half, 50)).toBe(impactOf(pool, 'buy', half, 50))
  expect(impactOf(pool, 'buy', half, 50)).not.toBe(impactOf(pool, 'sell', half, 50))
})

test('root and pools that are too shallow have no chart', () => {
  const root = { curve: 'stable', netuid: 0, tao: tao('5'), alpha: tao('5') } as const
  expect(impactOf(root, 'buy', half, 10)).toBeUndefined()
  const dust = { ...pool, tao: Balance.fromRao(10n), alpha: Balance.fromRao(10n, 1) }
  expect(impactOf(dust, 'buy', Tolerance.parse('0.1%'), 10)).toBeUndefined()
})
