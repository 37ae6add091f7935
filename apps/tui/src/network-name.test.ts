import { networks } from '@stake/chain'
import { expect, test } from 'vitest'
import { networkName } from './network-name.ts'

test('a known network is named after its first block, whatever the node says', () => {
  const [finney] = networks
  expect(networkName({ network: finney, name: 'test' })).toBe('finney')
})

test.each([
  ['Stake devnet', 'Stake devnet'],
  ['finney', 'unknown (finney)'],
  ['Fin\u200Bney', 'unknown (Finney)'],
  ['TEST', 'unknown (TEST)'],
  ['devnet', 'unknown (devnet)'],
  ['', 'unknown ()'],
  ['\u001B[2Ja chain', 'a chain'],
])('an unknown chain that calls itself %j is shown as %j', (name, shown) => {
  expect(networkName({ network: undefined, name })).toBe(shown)
})
