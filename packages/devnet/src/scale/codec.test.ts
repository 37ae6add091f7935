import { concatBytes } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryValue } from '../../test/arbitrary-value.ts'
import { polkadotRegistry, polkadotTypes } from '../../test/polkadot.ts'
import { propertyRuns } from '../../test/property-runs.ts'
import { codecOf, InvalidScale } from './codec.ts'
import { types } from './served-tables.ts'
import { typeDefinition } from './type-definition.ts'

/** This runtime has no reason to freeze anything, so there is no value to try. */
const WITHOUT_VALUES = ['RuntimeFreezeReason', 'FrozenAmount']

const named = [
  ...Object.keys(types).filter((name) => !name.startsWith('typenum') && !WITHOUT_VALUES.includes(name)),
  ...[
    'SystemCall',
    'BalancesCall',
    'SubtensorModuleCall',
    'SystemEvent',
    'SubtensorModuleEvent',
    'SwapError',
  ],
].filter((name) => {
  const definition = typeDefinition(name)
  return definition !== undefined
})

const compound = [
  'Vec<EventRecord>',
  'Vec<Option<DynamicInfo>>',
  'Vec<(AccountId32, Vec<StakeInfo>)>',
  'Option<(AccountId32, u16)>',
  'BTreeMap<AccountId32, BTreeMap<u16, StakeAvailability>>',
  'Vec<Compact<u64>>',
  'Compact<u128>',
  'i16',
]

/** Calls and events take a whole metadata: see below. What an extrinsic must be is not said by its type. */
const elsewhere = new Set([
  'RuntimeCall',
  'RuntimeEvent',
  'EventRecord',
  'Vec<EventRecord>',
  'UncheckedExtrinsic',
  'GenericUncheckedExtrinsic',
])

describe('every type', () => {
  const asPolkadot = polkadotTypes([...named, ...compound])

  test.each([...named, ...compound].filter((name) => !elsewhere.has(name)))(
    '%s is the same to another implementation, and comes back as it was',
    (name) => {
      const codec = codecOf(name)
      fc.assert(
        fc.property(arbitraryValue(name), (value) => {
          const bytes = codec.enc(value)
          expect(codec.dec(bytes)).toEqual(value)
          expect(asPolkadot(name, bytes)).toEqual(bytes)
        }),
        { ...propertyRuns, numRuns: Math.ceil(propertyRuns.numRuns / 10) },
      )
    },
  )
})

describe('calls and events', () => {
  const { registry } = polkadotRegistry(15)

  test.each([
    ['RuntimeCall', 'Call'],
    ['RuntimeEvent', 'Event'],
    ['EventRecord', 'FrameSystemEventRecord'],
    ['Vec<EventRecord>', 'Vec<FrameSystemEventRecord>'],
  ])('%s is the same to another implementation that reads our metadata', (name, theirs) => {
    fc.assert(
      fc.property(arbitraryValue(name), (value) => {
        const bytes = codecOf(name).enc(value)
        expect(codecOf(name).dec(bytes)).toEqual(value)
        expect(registry.createType(theirs, bytes).toU8a()).toEqual(bytes)
      }),
      propertyRuns,
    )
  })
})

describe('bytes from outside', () => {
  test('whatever they are, they are one value or refused', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...named, ...compound),
        fc.uint8Array({ maxLength: 200 }),
        (name, bytes) => {
          const codec = codecOf(name)
          let value: unknown
          try {
            value = codec.dec(bytes)
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidScale)
            return
          }
          expect(codec.enc(value)).toEqual(bytes)
        },
      ),
      propertyRuns,
    )
  })

  test('each prefix of a value is refused, and each continuation', () => {
    fc.assert(
      fc.property(fc.constantFrom(...named), fc.gen(), fc.integer({ min: 0 }), (name, generate, seed) => {
        const codec = codecOf(name)
        const bytes = codec.enc(generate(() => arbitraryValue(name)))
        expect(() => codec.dec(concatBytes(bytes, Uint8Array.of(seed & 255)))).toThrow(InvalidScale)
        if (bytes.length > 0) {
          const shorter = bytes.slice(0, seed % bytes.length)
          expect(() => codec.dec(shorter)).toThrow(InvalidScale)
        }
      }),
      propertyRuns,
    )
  })

  test('a view into a larger buffer is read from where it begins', () => {
    const larger = Uint8Array.of(9, 9, 9, 5, 0)
    expect(codecOf('u16').dec(larger.subarray(3))).toBe(5)
  })

  test.each([
    ['a boolean that is neither', 'bool', [2]],
    ['an option that is neither', 'Option<u8>', [2, 1]],
    ['a compact number longer than it must be', 'Compact<u32>', [0x01, 0x00]],
    ['a compact number beyond its type', 'Compact<u16>', [0x02, 0x00, 0x04, 0x00]],
    ['an unknown variant', 'MultiAddress', [9]],
    ['an unknown call', 'RuntimeCall', [7, 250]],
    ['a vector whose length is a lie', 'Vec<AccountId32>', [0xfe, 0xff, 0xff, 0xff]],
    ['bytes whose length is a lie', 'Vec<u8>', [0xfe, 0xff, 0xff, 0xff, 1, 2, 3]],
    ['a vector of 2^64 items', 'Vec<u8>', [0x13, 255, 255, 255, 255, 255, 255, 255, 255]],
    ['an era shorter than four blocks', 'Era', [0x10, 0x00]],
    ['an era whose phase is beyond its period', 'Era', [0xf1, 0xff]],
    ['text that is not UTF-8', 'str', [0x04, 0xff]],
  ])('%s is refused', (_, name, bytes) => {
    expect(() => codecOf(name).dec(Uint8Array.from(bytes))).toThrow(InvalidScale)
  })
})

describe('values that do not fit', () => {
  test.each([
    ['u8', 256],
    ['u8', -1],
    ['u8', 1.5],
    ['u8', 1n],
    ['u16', '7'],
    ['u64', 2n ** 64n],
    ['u64', -1n],
    ['u64', 7],
    ['i64', 2n ** 63n],
    ['Compact<u64>', 2n ** 64n],
    ['bool', 1],
    ['str', 5],
    ['[u8; 4]', '0x0102'],
    ['[u8; 4]', '0x01020z04'],
    ['Vec<u8>', 'text'],
    ['Vec<u16>', 5],
    ['(u16, u16)', [1]],
    ['AccountId32', 'not an address'],
    ['MultiAddress', { type: 'Nobody' }],
    ['MultiAddress', undefined],
    ['AccountInfo', { nonce: 1 }],
    ['Era', { type: 'Mortal', value: { period: 48, phase: 0 } }],
    ['Era', { type: 'Mortal', value: { period: 64, phase: 64 } }],
    ['Era', { type: 'Mortal', value: { period: 65536, phase: 1 } }],
  ])('%s does not take %o', (name, value) => {
    expect(() => codecOf(name).enc(value)).toThrow(InvalidScale)
  })

  test('the error says what was wanted', () => {
    expect(() => codecOf('u16').enc(70_000)).toThrow('Not a u16: it takes a whole number from 0 to 65535.')
  })

  test('a type that the schema lacks is a mistake of the caller', () => {
    expect(() => codecOf<string>('Bogus')).toThrow(TypeError)
    expect(() => codecOf<string>('Vec<Bogus>')).toThrow(TypeError)
  })
})

test('an account by index takes no bytes for it: the index of this chain is nothing', () => {
  expect(codecOf('MultiAddress').enc({ type: 'Index', value: undefined })).toEqual(Uint8Array.of(1))
})

test('maps are written in the order of their keys', () => {
  const codec = codecOf('BTreeMap<u16, StakeAvailability>')
  const empty = { total: 0n, locked: 0n, available: 0n }
  // In numbers 2 comes before 256; in little-endian bytes it would come after.
  expect(
    codec
      .dec(
        codec.enc([
          [256, empty],
          [2, empty],
        ]),
      )
      .map(([netuid]) => netuid),
  ).toEqual([2, 256])
})

test('eras are the two bytes of the chain', () => {
  const era = codecOf('Era')
  // The worked examples of polkadot-js' and Substrate's own tests.
  expect(era.enc({ type: 'Immortal' })).toEqual(Uint8Array.of(0))
  expect(era.enc({ type: 'Mortal', value: { period: 64, phase: 42 } })).toEqual(Uint8Array.of(165, 2))
  expect(era.enc({ type: 'Mortal', value: { period: 32768, phase: 20000 } })).toEqual(Uint8Array.of(78, 156))
})
