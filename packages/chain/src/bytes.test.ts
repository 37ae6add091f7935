import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOf, hexOf } from './bytes.ts'
import type { Hex } from './chain.ts'

const numRuns = process.env.STAKE_NIGHTLY ? 10_000 : 300
const seed = Number(process.env.STAKE_SEED) || undefined

test('bytes and text are the same thing, in either case', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = hexOf(bytes)
      expect(text).toBe(`0x${Buffer.from(bytes).toString('hex')}`)
      expect(bytesOf(text)).toEqual(bytes)
      expect(bytesOf(`0x${text.slice(2).toUpperCase()}` as Hex)).toEqual(bytes)
    }),
    { numRuns, ...(seed !== undefined && { seed }) },
  )
})
