// As many signatures as the benchmark submits, and nothing else: what no client can do without.
import { Keyring } from '@polkadot/keyring'
import { cryptoWaitReady } from '@polkadot/util-crypto'
import { measure } from './measured.ts'
import { SIGN, SUBMISSIONS } from './tasks.ts'

await cryptoWaitReady()
const alice = new Keyring({ type: 'sr25519' }).addFromUri('//Alice')
const message = new Uint8Array(120)
await measure(SIGN, async () => {
  for (let count = 0; count < SUBMISSIONS; count++) {
    message[0] = count
    alice.sign(message)
  }
})
