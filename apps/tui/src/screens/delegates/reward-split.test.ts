import { DEFAULT_TAKE } from '@stake/math'
import { expect, test } from 'vitest'
import { hotkeys, tao } from '../../../test/sample.ts'
import { rewardSplit } from './reward-split.ts'

const owner = hotkeys[0]
const nominators = [
  { coldkey: owner, value: tao('800') },
  { coldkey: 'one', value: tao('100') },
  { coldkey: 'two', value: tao('70') },
  { coldkey: 'three', value: tao('30') },
]

test('the example of the documents: 800 of its own, 100, 70 and 30 of others, a take of 18 %', () => {
  const split = rewardSplit(nominators, owner, DEFAULT_TAKE)
  expect(split.take).toBe('18.00%')
  expect(split.delegate.toString()).toBe('0.836')
  expect(split.nominators.map(({ gets }) => gets.toString())).toEqual(['0.082', '0.0574', '0.0246'])
})

test('a delegate without stake of its own has its take and no more', () => {
  const split = rewardSplit(nominators.slice(1), owner, 6_553)
  expect(split.take).toBe('10.00%')
  expect(split.own.isZero()).toBe(true)
  expect(split.delegate.toString()).toBe('0.1')
})

test('nobody gets anything of a delegate that nobody has staked with', () => {
  expect(rewardSplit([], owner, DEFAULT_TAKE)).toMatchObject({ nominators: [], delegate: tao('0') })
})

test('what is shared out is the whole reward', () => {
  for (const take of [0, 1, 5_898, 11_796]) {
    const { delegate, nominators: others } = rewardSplit(nominators, owner, take)
    expect(others.reduce((sum, { gets }) => sum.add(gets), delegate).toString()).toBe('1')
  }
})
