import fc from 'fast-check'
import { expect, test } from 'vitest'
import { u64 } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import { firstWhere } from './bisect.ts'

test('finds the first of those that hold, and asks no more often than there are bits', () => {
  holds([u64, u64, u64], (low, length, edge) => {
    const high = low + length
    let asked = 0
    const found = firstWhere(low, high, (value) => {
      asked++
      return value >= edge
    })
    fc.pre(edge <= high)
    expect(found).toBe(edge < low ? low : edge)
    expect(asked).toBeLessThanOrEqual(65)
  })
})

test('where none holds it is the end', () => {
  expect(firstWhere(3n, 9n, () => false)).toBe(9n)
  expect(firstWhere(3n, 3n, () => false)).toBe(3n)
})
