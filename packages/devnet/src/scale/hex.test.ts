import fc from 'fast-check'
import { expect, test } from 'vitest'
import { propertyRuns } from '../../test/property-runs.ts'
import { fromHex, toHex } from './hex.ts'

test('there and back', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(fromHex(toHex(bytes))).toEqual(bytes)
    }),
    propertyRuns,
  )
  expect(toHex(Uint8Array.of(0, 10, 255))).toBe('0x000aff')
})

test('a view into a larger buffer is only what it shows', () => {
  expect(toHex(Uint8Array.of(1, 2, 3, 4).subarray(1, 3))).toBe('0x0203')
  expect(fromHex('0x0203').buffer.byteLength).toBe(2)
})
