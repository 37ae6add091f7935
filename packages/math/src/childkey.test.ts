import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { magnitude, u64 } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import {
  type ChildkeyDividend,
  PROPORTION_ONE,
  proportionFromFraction,
  splitChildkeyDividend,
  splitRootAndAlpha,
} from './childkey.ts'
import { InvalidArgument } from './invalid-argument.ts'

const stake = magnitude(21n * 10n ** 15n)
const hotkey = fc.record({ alpha: stake, root: stake })
const parent = fc.record({ alpha: stake, root: stake, proportion: u64, sameOwner: fc.boolean() })
const none = { alpha: 0n, root: 0n }
const plain: ChildkeyDividend = {
  dividend: 1_000_000n,
  own: none,
  givenAway: [],
  parents: [],
  take: 0,
  taoWeight: 0n,
  burn: 0n,
}

describe('a dividend of a hotkey with parents', () => {
  test('is never more than there was, and loses at most a rao for each', () => {
    const everything = fc.record({
      dividend: stake,
      own: hotkey,
      givenAway: fc.array(u64, { maxLength: 3 }),
      parents: fc.array(parent, { maxLength: 5 }),
      take: fc.integer({ min: 0, max: 11_796 }),
      taoWeight: u64,
      burn: fc.bigInt({ min: 0n, max: PROPORTION_ONE / 2n }),
    })
    holds([everything], (input) => {
      const { own, parents, burned } = splitChildkeyDividend(input)
      const out = parents.reduce((sum, part) => sum + part, own + burned)
      expect(parents).toHaveLength(input.parents.length)
      expect(out <= input.dividend).toBe(true)
      expect(input.dividend - out <= 2n * BigInt(parents.length) + 1n).toBe(true)
    })
  })

  test('follows the stake that each brought, root stake counting by its weight', () => {
    const { own, parents } = splitChildkeyDividend({
      ...plain,
      own: { alpha: 3_000_000_000n, root: 0n },
      parents: [
        { alpha: 4_000_000_000n, root: 0n, proportion: 2n ** 63n, sameOwner: false },
        { alpha: 0n, root: 12_000_000_000n, proportion: 2n ** 62n, sameOwner: false },
      ],
      taoWeight: PROPORTION_ONE,
    })
    // 3 of its own, 4 / 2 and 12 / 4 brought.
    expect([own, ...parents].map((part) => Math.round(Number(part) / 1_000))).toEqual([375, 250, 375])
  })

  test('stays whole with parents of the same owner, who pay neither take nor burn', () => {
    const parents = [{ alpha: 1_000n, root: 0n, proportion: PROPORTION_ONE, sameOwner: true }]
    const input = { ...plain, parents, take: 11_796, burn: PROPORTION_ONE / 2n }
    expect(splitChildkeyDividend(input)).toEqual({ own: 0n, parents: [1_000_000n], burned: 0n })
  })

  test('a take of all and a burn of all leave the parent nothing, and never less', () => {
    const parents = [{ alpha: 1_000n, root: 0n, proportion: PROPORTION_ONE, sameOwner: false }]
    const input = { ...plain, parents, take: 65535, burn: PROPORTION_ONE }
    expect(splitChildkeyDividend(input)).toEqual({ own: 1_000_000n, parents: [0n], burned: 1_000_000n })
  })

  test('what the hotkey gave away does not count for itself', () => {
    const shared = { alpha: 1_000n, root: 0n }
    const parents = [{ ...shared, proportion: PROPORTION_ONE, sameOwner: true }]
    const all = splitChildkeyDividend({ ...plain, own: shared, givenAway: [2n ** 63n, 2n ** 63n], parents })
    expect(all).toEqual({ own: 0n, parents: [1_000_000n], burned: 0n })
  })

  test('without any stake it stays with the hotkey', () => {
    expect(splitChildkeyDividend(plain).own).toBe(1_000_000n)
  })
})

describe('root and alpha', () => {
  test('lose nothing together', () => {
    holds([stake, hotkey, u64], (dividend, stake, taoWeight) => {
      const { root, alpha } = splitRootAndAlpha(dividend, stake, taoWeight)
      expect(root + alpha).toBe(dividend)
      expect(root >= 0n && alpha >= 0n).toBe(true)
    })
  })

  test('only root, only alpha, and nothing', () => {
    expect(splitRootAndAlpha(10n, { alpha: 0n, root: 5n }, PROPORTION_ONE)).toEqual({ root: 10n, alpha: 0n })
    expect(splitRootAndAlpha(10n, { alpha: 5n, root: 5n }, 0n)).toEqual({ root: 0n, alpha: 10n })
    expect(splitRootAndAlpha(10n, none, PROPORTION_ONE)).toEqual({ root: 0n, alpha: 10n })
  })
})

test('proportions of 100 % and 0 % are exact', () => {
  expect(proportionFromFraction('100%')).toBe(PROPORTION_ONE)
  expect(proportionFromFraction(0)).toBe(0n)
  expect(() => proportionFromFraction('100.1%')).toThrow(InvalidArgument)
})

test.each([
  { ...plain, dividend: -1n },
  { ...plain, take: 65536 },
  { ...plain, taoWeight: 2n ** 64n },
  { ...plain, givenAway: [-1n] },
  { ...plain, own: { alpha: 2n ** 64n, root: 0n } },
  { ...plain, parents: [{ ...none, proportion: 2n ** 64n, sameOwner: true }] },
])('bad numbers are refused (%#)', (input) => {
  expect(() => splitChildkeyDividend(input)).toThrow(InvalidArgument)
})
