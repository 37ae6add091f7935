import { expect, test } from 'vitest'
import { parseAddress } from './address.ts'

const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'

test('an address comes back in canonical form', () => {
  expect(parseAddress(`  ${ALICE}\n`)).toBe(ALICE)
})

test.each([
  ['', 'it is empty'],
  [
    '0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d',
    'it is a hexadecimal key, not an address',
  ],
  ['15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5', 'it belongs to another network'],
  [ALICE.slice(0, -1), 'its checksum or length is wrong'],
  [ALICE.replace('G', 'H'), 'its checksum or length is wrong'],
  ['alice', 'its checksum or length is wrong'],
  ['F7Hs', 'it does not hold 32 bytes'],
])('%s is refused: %s', (text, reason) => {
  expect(() => parseAddress(text)).toThrow(
    expect.objectContaining({ code: 'InvalidAddress', details: expect.objectContaining({ reason }) }),
  )
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
