import { base58Encode, blake2AsU8a } from '@polkadot/util-crypto'
import { expect, test } from 'vitest'
import { parseAddress } from './address.ts'
import { closest } from './closest.ts'
import { addressOf, publicKeyOf } from './public-key.ts'

const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'
const BOB = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty'

test('an address comes back in canonical form', () => {
  expect(parseAddress(`  ${ALICE}\n`)).toBe(ALICE)
})

test.each([
  ['', 'it is empty'],
  [
    '0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d',
    'it is a hexadecimal key, not an address',
  ],
  ['15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5', 'it belongs to Polkadot'],
  ['HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F', 'it belongs to Kusama'],
  ['g65n1qGsWqxieyGe8Kpu4ACf8o2BLtcoa9G35SrLR8mvNFCJL', 'it belongs to another network'],
  [
    'bt7zDqc4kAcKZ6kWup5yyuvRAbeYPhXGxwXY4CguG476A9MCE',
    'it belongs to Bittensor’s registered prefix 13116, which the chain does not use',
  ],
  [ALICE.slice(0, -1), 'its checksum or length is wrong'],
  [ALICE.replace('G', 'H'), 'its checksum or length is wrong'],
  ['alice', 'its checksum or length is wrong'],
  ['F7Hs', 'it does not hold 32 bytes'],
])('%s is refused: %s', (text, reason) => {
  expect(() => parseAddress(text)).toThrow(
    expect.objectContaining({ code: 'InvalidAddress', details: expect.objectContaining({ reason }) }),
  )
})

test.each([
  ['a letter another', ALICE.replace('z', 'y')],
  ['two letters missing', ALICE.slice(0, 20) + ALICE.slice(22)],
  ['two neighbours swapped', ALICE.replace('zX', 'Xz')],
  ['a letter too much', `${ALICE}Y`],
])('the known address that was meant is named: %s', (_, text) => {
  expect(() => parseAddress(text, [BOB, ALICE])).toThrow(
    expect.objectContaining({
      remedy: `Did you mean ${ALICE}?`,
      details: expect.objectContaining({ suggestion: ALICE }),
    }),
  )
})

test('nothing is suggested where nothing is close, or two are', () => {
  expect(closest(ALICE.slice(0, -3), [ALICE])).toBeUndefined()
  expect(closest('ab', ['aba', 'abb'])).toBeUndefined()
  expect(closest('ab', ['aba', 'aba'])).toBe('aba')
  expect(closest('abcd', ['badc', 'abcd'])).toBe('abcd')
  expect(closest('', [])).toBeUndefined()
})

test('what is no text is no address', () => {
  expect(() => parseAddress(undefined as unknown as string)).toThrow(/it is no text/)
})

test('a seed or a phrase pasted by mistake is not repeated', () => {
  const seed = `0x${'ab'.repeat(32)}`
  for (const secret of [
    seed,
    'legal winner thank year wave sausage worth useful legal winner thank yellow',
  ]) {
    expect(() => parseAddress(secret)).toThrow(/^This is not a Bittensor address/)
    expect(() => parseAddress(secret)).not.toThrow(/abab|legal/)
  }
})

test('addresses that are remembered are what they were, whatever is done with their bytes', () => {
  const key = publicKeyOf(parseAddress(ALICE))
  expect(addressOf(key)).toBe(ALICE)
  key.fill(0)
  expect(addressOf(publicKeyOf(ALICE))).toBe(ALICE)
  // More than are remembered, then the first once more.
  for (let index = 0; index < 5_000; index++) {
    const bytes = Uint8Array.from({ length: 32 }, (_, at) => (index >> (8 * (at % 4))) & 0xff)
    expect(publicKeyOf(parseAddress(addressOf(bytes)))).toEqual(bytes)
  }
  expect(addressOf(publicKeyOf(parseAddress(ALICE)))).toBe(ALICE)
})

test('a prefix written in two bytes is not taken for the same in one, remembered or not', () => {
  const long = encodeTwoBytePrefix(ALICE)
  expect(() => parseAddress(long)).toThrow()
  publicKeyOf(ALICE)
  expect(() => parseAddress(long)).toThrow()
})

/** The key of an address under prefix 42, which is written in two bytes here. */
function encodeTwoBytePrefix(address: string): string {
  const body = Uint8Array.of(0x4a, 0x80, ...publicKeyOf(address))
  const checksum = blake2AsU8a(Uint8Array.of(...new TextEncoder().encode('SS58PRE'), ...body), 512).subarray(
    0,
    2,
  )
  return base58Encode(Uint8Array.of(...body, ...checksum))
}
