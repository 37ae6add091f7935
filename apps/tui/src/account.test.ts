import { networks, signerFromUri } from '@stake/chain'
import { expect, test } from 'vitest'
import { checkSigner, demoAccount, demoSigner } from './account.ts'

const [finney] = networks
const own = signerFromUri(`0x${'17'.repeat(32)}`)

test('the well-known accounts are refused by name where real money is, and welcome elsewhere', () => {
  expect(() => checkSigner(demoSigner(), { network: finney })).toThrow('cannot be used on finney')
  expect(checkSigner(demoSigner(), { network: undefined }).address).toBe(demoAccount)
  expect(checkSigner(own, { network: finney })).toBe(own)
})
