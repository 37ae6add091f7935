import { developmentAccounts, signerFromUri } from '@stake/chain'
import { expect, test } from 'vitest'
import { checkSigner, developmentSigner, watchedAccount } from './account.ts'

const finney = { name: 'finney', genesisHash: '0x2f', endpoints: [], archives: [] } as const
const alice = developmentAccounts['//Alice'] ?? ''

test('development keys are refused by name where real money is, and only there', () => {
  const signer = signerFromUri('//Alice')
  expect(checkSigner(signer, { network: undefined })).toBe(signer)
  expect(() => checkSigner(signer, { network: finney })).toThrow(
    expect.objectContaining({ code: 'DevelopmentAccountRefused' }),
  )
})

test('the development account of the settings signs on a devnet and is nobody elsewhere', () => {
  expect(developmentSigner('//Alice', { network: undefined })?.address).toBe(alice)
  expect(developmentSigner('//Alice', { network: finney })).toBeUndefined()
  expect(watchedAccount('//Alice')).toBeUndefined()
})

test('an address of the settings is watched and never signs', () => {
  expect(developmentSigner(alice, { network: undefined })).toBeUndefined()
  expect(watchedAccount(alice)).toBe(alice)
  expect(watchedAccount(undefined)).toBeUndefined()
})
