import { Balance, quoteBuy, quoteSell, Tolerance } from '@stake/math'
import { expect, test } from 'vitest'
import { poolOf } from '../test/numbers.ts'
import { checkLimits } from './limit-guard.ts'

const pool = poolOf(1, '1000', '1500')
const tolerance = Tolerance.parse('0.5%')
const buy = quoteBuy(pool, Balance.parse('1'))
const sale = quoteSell(pool, Balance.parse('1', 1))
const guarded = (quote: typeof buy, limitPrice: bigint, mode: 'strict' | 'unsafe' = 'strict') =>
  checkLimits({ swaps: [{ quote, limitPrice }], tolerance, chosen: { mode, result: 'full' } })

test('a limit within the tolerance passes', () => {
  expect(() => guarded(buy, 669_999_999n)).not.toThrow()
  expect(() => guarded(sale, 663_333_334n)).not.toThrow()
})

test.each<[string, typeof buy, bigint]>([
  ['none for a sale', sale, 0n],
  ['none for a purchase', buy, 2n ** 64n - 1n],
  ['the wrong way round: alpha per TAO', buy, 1_507_500_000n],
  ['without its nine decimals', sale, 1n],
  ['ten times the tolerance', buy, 700_000_000n],
])('%s protects nothing', (_, quote, limit) => {
  expect(() => guarded(quote, limit)).toThrow(expect.objectContaining({ code: 'UselessLimit' }))
})

test('who asked for none is not stopped', () => {
  expect(() => guarded(sale, 0n, 'unsafe')).not.toThrow()
})
