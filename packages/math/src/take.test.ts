import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { u64 } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import { MixedTokens } from './amount-errors.ts'
import { Balance } from './balance.ts'
import { InvalidArgument } from './invalid-argument.ts'
import { DEFAULT_TAKE, formatTake, splitTake, splitTakeSimple, takeFromFraction } from './take.ts'

const take = fc.integer({ min: 0, max: 65535 })
const alpha = (text: string) => Balance.parse(text, 5)

describe('the split of the chain', () => {
  test('loses at most one rao, and takes no more than the take', () => {
    holds([u64, take], (rao, take) => {
      const split = splitTake(Balance.fromRao(rao, 5), take)
      expect(split.take.rao + split.rest.rao + split.lost.rao).toBe(rao)
      expect(split.lost.rao <= 1n).toBe(true)
      expect(split.take.rao * 65535n <= rao * BigInt(take)).toBe(true)
    })
  })

  test('nothing and all', () => {
    const dividend = alpha('1')
    expect(splitTake(dividend, 0)).toEqual({ take: alpha('0'), rest: dividend, lost: alpha('0') })
    expect(splitTake(dividend, 65535)).toEqual({ take: dividend, rest: alpha('0'), lost: alpha('0') })
  })

  test.each([-1, 65536, 0.18, Number.NaN, Number.POSITIVE_INFINITY])('a take of %d is refused', (take) => {
    expect(() => splitTake(alpha('1'), take)).toThrow(InvalidArgument)
    expect(() => formatTake(take)).toThrow(InvalidArgument)
  })
})

describe('the split of the documents', () => {
  test("the seed's numbers, exactly", () => {
    const { delegate, nominators } = splitTakeSimple(
      alpha('1'),
      '18%',
      alpha('800'),
      ['100', '70', '30'].map((stake) => alpha(stake)),
    )
    expect([delegate, ...nominators].map(String)).toEqual(['0.836', '0.082', '0.0574', '0.0246'])
  })

  test('loses nothing, whatever the stakes', () => {
    const stakes = fc.array(u64, { maxLength: 20 })
    const percent = fc.integer({ min: 0, max: 10_000 }).map((units) => `${units / 100}%`)
    holds([u64, percent, u64, stakes], (rao, take, own, stakes) => {
      fc.pre(own > 0n || stakes.some((stake) => stake > 0n))
      const { delegate, nominators } = splitTakeSimple(
        Balance.fromRao(rao, 5),
        take,
        Balance.fromRao(own, 5),
        stakes.map((stake) => Balance.fromRao(stake, 5)),
      )
      expect(nominators).toHaveLength(stakes.length)
      expect(nominators.reduce((sum, part) => sum + part.rao, delegate.rao)).toBe(rao)
    })
  })

  test('stakes of different tokens and no stake at all are refused', () => {
    expect(() => splitTakeSimple(alpha('1'), '18%', alpha('1'), [Balance.parse('1', 6)])).toThrow(MixedTokens)
    expect(() => splitTakeSimple(alpha('1'), '18%', alpha('0'), [])).toThrow(InvalidArgument)
  })
})

describe('a take in text', () => {
  test.each([
    ['18%', DEFAULT_TAKE],
    [0.18, DEFAULT_TAKE],
    ['0.18', DEFAULT_TAKE],
    [' 10 % ', 6553],
    ['0', 0],
    ['100%', 65535],
    [1, 65535],
    ['0.000015', 0],
    ['0.0000152591', 1],
  ])('%s is %d', (text, units) => {
    expect(takeFromFraction(text)).toBe(units)
  })

  test.each([18, '18', '101%', '-1%', '', '%', '1e-3', 'NaN', Number.NaN, Number.POSITIVE_INFINITY, 1e-7])(
    '%s is refused',
    (text) => {
      expect(() => takeFromFraction(text)).toThrow(InvalidArgument)
    },
  )

  test('is shown rounded to the nearest', () => {
    expect([formatTake(0), formatTake(65535, 0), formatTake(655), formatTake(1, 4)]).toEqual([
      '0.00%',
      '100%',
      '1.00%',
      '0.0015%',
    ])
  })

  test('read back from enough decimals it is the same', () => {
    holds([take], (take) => {
      const units = takeFromFraction(formatTake(take, 9))
      expect(units === take || units === take - 1).toBe(true)
    })
  })
})
