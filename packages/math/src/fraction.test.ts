import { expect, test } from 'vitest'
import { readFraction } from './fraction.ts'
import { InvalidArgument } from './invalid-argument.ts'

test.each([
  ['0.18', 18n, 100n],
  ['18%', 18n, 100n],
  ['17.9995%', 179995n, 1000000n],
  [1, 1n, 1n],
  ['0%', 0n, 100n],
])('%s is %d / %d', (text, numerator, denominator) => {
  expect(readFraction('part', text)).toEqual({ numerator, denominator })
})

test('what is no part of a whole is refused with its name', () => {
  expect(() => readFraction('part', '1.01')).toThrow(InvalidArgument)
  expect(() => readFraction('part', '0.1234567890123')).toThrow(
    'The part is "0.1234567890123", but it must be',
  )
})
