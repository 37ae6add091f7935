import fc from 'fast-check'
import { expect, test } from 'vitest'
import { propertyRuns } from '../../../test/property-runs.ts'
import { beside, LIST_KEYS, moved, selectedOf, windowOf } from './list.ts'

test('choices go round, and begin at an end', () => {
  const values = ['a', 'b', 'c']
  expect([beside(values, 'b', 1), beside(values, 'c', 1), beside(values, 'x', 1)]).toEqual(['c', 'a', 'a'])
  expect([beside(values, 'b', -1), beside(values, 'a', -1), beside(values, 'x', -1)]).toEqual(['a', 'c', 'c'])
  expect([beside([], 'x', 1), beside([], 'x', -1)]).toEqual([undefined, undefined])
})

test('keys move and stop at both ends', () => {
  const entries = ['a', 'b', 'c', 'd']
  expect(moved(entries, 'a', 'j', 2)).toBe('b')
  expect(moved(entries, 'a', 'k', 2)).toBe('a')
  expect(moved(entries, 'b', 'PageDown', 2)).toBe('d')
  expect(moved(entries, 'c', 'g', 2)).toBe('a')
  expect(moved(entries, 'c', 'G', 2)).toBe('d')
})

test('a row that is gone leaves the first one selected; an empty list none', () => {
  expect(selectedOf(['a', 'b'], 'x')).toBe('a')
  expect(moved(['a', 'b'], 'x', 'j', 1)).toBe('b')
  expect(moved([], undefined, 'j', 1)).toBeUndefined()
})

test('the selected row is always in sight, and every row is shown or counted', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 1, max: 60 }),
      fc.array(fc.constantFrom(...LIST_KEYS), { maxLength: 30 }),
      (length, height, keys) => {
        const entries = Array.from({ length }, (_, index) => index)
        const selected = keys.reduce<number | undefined>((at, key) => moved(entries, at, key, height), 0)
        const shown = windowOf(entries, selected, height)
        expect(shown.entries).toContain(selected)
        expect(shown.entries.length).toBe(Math.min(length, height))
        expect(shown.above + shown.entries.length + shown.below).toBe(length)
      },
    ),
    propertyRuns,
  )
})
