import { expect, test } from 'vitest'
import { developmentAccounts, isDevelopmentAccount, signerFromUri } from './signer.ts'
import type { SigningRequest } from './signing-request.ts'
import { isSignedBy } from './verify-signature.ts'

const PHRASE = 'legal winner thank year wave sausage worth useful legal winner thank yellow'

test.each(Object.entries(developmentAccounts))('%s is %s', (uri, address) => {
  const signer = signerFromUri(uri)
  expect(signer.address).toBe(address)
  expect(signer.isDevelopment).toBe(true)
  expect(isDevelopmentAccount(address)).toBe(true)
})

test('a phrase of one’s own is no development account', () => {
  const signer = signerFromUri(PHRASE)
  expect(signer.isDevelopment).toBe(false)
  expect(signer.address).toMatch(/^5/)
})

test('anything derived from the development phrase is one', () => {
  const phrase = 'bottom drive obey lake curtain smoke basket hold race lonely fit walk'
  expect(signerFromUri(`${phrase}//Alice`).address).toBe(developmentAccounts['//Alice'])
  expect(signerFromUri(`${phrase}//some//where`).isDevelopment).toBe(true)
  expect(signerFromUri('//some//where').isDevelopment).toBe(true)
})

test('spaces between and around the words do not matter', () => {
  expect(signerFromUri(`  ${PHRASE.replaceAll(' ', '   ')} \n`).address).toBe(signerFromUri(PHRASE).address)
})

test('it signs with its own key', async () => {
  const alice = signerFromUri('//Alice')
  const signature = await alice.sign({ message: '0x010203' } as Partial<SigningRequest> as SigningRequest)
  expect(isSignedBy(alice.address, Uint8Array.of(1, 2, 3), signature)).toBe(true)
  expect(isSignedBy(alice.address, Uint8Array.of(1, 2, 4), signature)).toBe(false)
})

test.each([
  ['', 'it is empty'],
  ['legal winner thank', 'it has 3 words, not 12 or 24'],
  [PHRASE.replace('yellow', 'yelow'), 'a word is misspelt, or the words do not belong together'],
  [PHRASE.replace('yellow', 'year'), 'a word is misspelt, or the words do not belong together'],
  ['0x1234', 'a seed is 0x and 64 digits'],
])('a wrong phrase says what is wrong and does not repeat itself (%#)', (phrase, reason) => {
  let error: Error | undefined
  try {
    signerFromUri(phrase)
  } catch (thrown) {
    error = thrown as Error
  }
  expect(error).toMatchObject({ code: 'InvalidKeyPhrase', details: { reason } })
  expect(error?.cause).toBeUndefined()
  const text = `${error?.message} ${JSON.stringify(error)} ${error?.stack}`
  for (const word of phrase.split(' ')) if (word.length > 4) expect(text).not.toContain(word)
})

test('the secret is not among the properties of a signer', () => {
  expect(JSON.stringify(signerFromUri(PHRASE))).not.toContain('legal')
  expect(Object.keys(signerFromUri(PHRASE)).sort()).toEqual(['address', 'isDevelopment', 'sign'])
})
