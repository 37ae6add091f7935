import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tolerance } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import { InvalidTolerance, Tolerance, ToleranceNeedsUnit } from './tolerance.ts'

test.each([
  [0.005, 5_000_000n],
  ['0.005', 5_000_000n],
  ['0.5%', 5_000_000n],
  ['0.5 %', 5_000_000n],
  ['50bps', 5_000_000n],
  ['1bp', 100_000n],
  [' 0.50% ', 5_000_000n],
  ['0.05', 50_000_000n],
  ['0.050000000000', 50_000_000n],
  [1e-7, 100n],
  ['0.0000001%', 1n],
  ['99.9999999%', 999_999_999n],
  ['20%', 200_000_000n],
])('%j is %d parts per billion', (value, ppb) => {
  expect(Tolerance.parse(value).ppb).toBe(ppb)
})

describe('a value without a unit above 0.05', () => {
  test.each([
    ['0.5', 'Write 50% or 0.5%.'],
    [0.5, 'Write 50% or 0.5%.'],
    ['0.051', 'Write 5.1% or 0.051%.'],
    ['5', 'Write 5%.'],
    ['150', 'Write less than 100%.'],
  ])('%j needs a unit', (value, remedy) => {
    expect(() => Tolerance.parse(value)).toThrow(ToleranceNeedsUnit)
    expect(() => Tolerance.parse(value)).toThrow(expect.objectContaining({ remedy }))
  })
})

test.each([
  '0',
  '0%',
  '100%',
  '250%',
  '10000bps',
  0,
  -0.01,
  '-1%',
  Number.NaN,
  Infinity,
  -Infinity,
  '',
  'abc',
  '1/2',
])('%j is refused', (value) => {
  expect(() => Tolerance.parse(value)).toThrow(InvalidTolerance)
})

test.each(['0.00000001%', '0.0000000001', 1e-10, 0.012345678901])('%j is too fine', (value) => {
  expect(() => Tolerance.parse(value)).toThrow(/finer than one part in a billion/)
})

test.each([undefined, null, 5n, {}, []])('%s is no tolerance', (value) => {
  expect(() => Tolerance.parse(value as unknown as string)).toThrow(InvalidTolerance)
})

test('endless digits are refused', () => {
  expect(() => Tolerance.parse(`${'9'.repeat(1_000_000)}%`)).toThrow(InvalidTolerance)
})

test('only 1 to 999,999,999 parts per billion are made', () => {
  holds([fc.oneof(fc.bigInt({ max: 0n }), fc.bigInt({ min: 10n ** 9n }))], (ppb) => {
    expect(() => Tolerance.fromPpb(ppb)).toThrow(InvalidTolerance)
  })
  expect(() => Tolerance.fromPpb(5 as unknown as bigint)).toThrow(InvalidTolerance)
})

test('reading is the inverse of writing', () => {
  holds([tolerance], (value) => {
    expect(Tolerance.parse(value.toString())).toEqual(value)
    expect(JSON.parse(JSON.stringify({ value }))).toEqual({ value: value.toString() })
  })
})
