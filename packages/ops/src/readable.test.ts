import { Balance, Price, StakeError } from '@stake/math'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromReadable, toReadable } from './readable.ts'

const U64 = 2n ** 64n - 1n
const amount = fc
  .tuple(fc.bigInt({ min: 0n, max: U64 }), fc.integer({ min: 0, max: 65_535 }))
  .map(([rao, netuid]) => Balance.fromRao(rao, netuid))
const price = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map((bits) => Price.fromBits(bits))
const error = fc
  .tuple(fc.string(), fc.string(), fc.dictionary(fc.string().filter(isName), fc.string()), fc.string())
  .map(([code, message, details, remedy]) => new StakeError(code, message, { details, remedy }))
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.bigInt(),
    amount,
    price,
    error,
    fc.array(tie('value')),
    fc.dictionary(fc.string().filter(isName), tie('value')),
  ),
}))

/** Field names are those of our own reports. */
function isName(name: string): boolean {
  return !['__proto__', 'rao', 'netuid', 'bits', 'integer', 'code'].includes(name)
}

test('what is written as JSON and read again is the same, to the last unit', () => {
  fc.assert(
    fc.property(value, (each) => {
      const again = fromReadable(JSON.parse(JSON.stringify(toReadable(each))))
      expect(again).toEqual(each)
    }),
    { numRuns: 300 },
  )
})

test('people can read it', () => {
  const report = {
    executed: Balance.parse('1.5', 7),
    averagePrice: Price.fromBits(2n ** 64n),
    block: undefined,
    count: 3n,
    error: new StakeError('Expired', 'It is over.', { details: { reason: 'eraEnded' }, remedy: 'Again.' }),
  }
  expect(toReadable(report)).toEqual({
    executed: { rao: '1500000000', netuid: 7 },
    averagePrice: { bits: '18446744073709551616' },
    count: { integer: '3' },
    error: { code: 'Expired', message: 'It is over.', details: { reason: 'eraEnded' }, remedy: 'Again.' },
  })
})

test.each([[new Map()], [() => undefined], [Number.NaN], [new Date(0)], [Symbol('x')]])(
  'what cannot be read back is not written (%#)',
  (each) => {
    expect(() => toReadable({ each })).toThrow(TypeError)
  },
)
