import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { u64 } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import { Balance } from './balance.ts'
import { InvalidArgument } from './invalid-argument.ts'
import { splitByWeights, splitEvenly } from './split.ts'

const sum = (parts: readonly Balance[]) => parts.reduce((total, part) => total + part.rao, 0n)

describe('splitting', () => {
  test('never loses or makes a rao, and each part is within one rao of its share', () => {
    const weights = fc.array(u64, { minLength: 1, maxLength: 40 }).filter((all) => all.some((w) => w > 0n))
    holds([u64, weights], (rao, weights) => {
      const parts = splitByWeights(Balance.fromRao(rao, 3), weights)
      const total = weights.reduce((all, weight) => all + weight, 0n)
      expect(sum(parts)).toBe(rao)
      for (const [index, { rao: part, netuid }] of parts.entries()) {
        const exact = rao * (weights[index] ?? 0n)
        expect(netuid).toBe(3)
        expect(part * total > exact - total && part * total < exact + total).toBe(true)
      }
    })
  })

  test("the seed's TAO over nine positions gives one of them the rao that is left", () => {
    const parts = splitEvenly(Balance.parse('1'), 9)
    expect(parts.map(({ rao }) => rao)).toEqual([111_111_112n, ...new Array(8).fill(111_111_111n)])
  })

  test('nothing to split gives nothing to all', () => {
    expect(splitEvenly(Balance.zero(5), 2)).toEqual([Balance.zero(5), Balance.zero(5)])
  })

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 100_001])('%d parts are refused', (parts) => {
    expect(() => splitEvenly(Balance.parse('1'), parts)).toThrow(InvalidArgument)
  })

  test.each([[[]], [[0n, 0n]], [[1n, -1n]], [[1 as unknown as bigint]]])(
    'the weights %o are refused',
    (weights) => {
      expect(() => splitByWeights(Balance.parse('1'), weights)).toThrow(InvalidArgument)
    },
  )
})
