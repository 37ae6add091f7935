import fc from 'fast-check'
import { expect, test } from 'vitest'
import { magnitude } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import { integerRootFloor } from './integer-root.ts'

test('is the largest number whose power is not above the value', () => {
  holds([magnitude(2n ** 300n), fc.integer({ min: 1, max: 1024 }).map(BigInt)], (value, degree) => {
    const root = integerRootFloor(value, degree)
    expect(root ** degree <= value && value < (root + 1n) ** degree).toBe(true)
  })
})

test('meets powers exactly', () => {
  holds([magnitude(2n ** 64n), fc.integer({ min: 1, max: 40 }).map(BigInt)], (root, degree) => {
    expect(integerRootFloor(root ** degree, degree)).toBe(root)
    if (root > 1n && degree > 1n) expect(integerRootFloor(root ** degree - 1n, degree)).toBe(root - 1n)
  })
})

test.each([
  [0n, 2n, 0n],
  [1n, 1024n, 1n],
  [80n, 4n, 2n],
  [81n, 4n, 3n],
])('of %d, degree %d, is %d', (value, degree, root) => {
  expect(integerRootFloor(value, degree)).toBe(root)
})
