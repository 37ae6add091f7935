import { expect, test } from 'vitest'
import { swapPool } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import { Balance } from './balance.ts'
import { MINIMUM_STAKE_RAO, minimumStake } from './minimum-stake.ts'

const reserves = { netuid: 1, tao: Balance.parse('1000'), alpha: Balance.parse('1500', 1) } as const

test.each([
  [33, 2_001_007n],
  [0, 2_000_000n],
  [10_000, 2_305_180n],
])('at fee rate %d it is %d rao', (feeRate, rao) => {
  expect(minimumStake({ curve: 'constantProduct', ...reserves, feeRate }).rao).toBe(rao)
})

test('a stable pool takes no fee on it', () => {
  expect(minimumStake({ curve: 'stable', ...reserves }).rao).toBe(MINIMUM_STAKE_RAO)
})

test('it is TAO, and never less than the bare minimum', () => {
  holds([swapPool], (pool) => {
    const minimum = minimumStake(pool)
    expect(minimum.netuid).toBe(0)
    expect(minimum.rao >= MINIMUM_STAKE_RAO).toBe(true)
  })
})
