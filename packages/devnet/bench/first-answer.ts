// A new process that starts a chain, asks it one question over a socket and says that it was answered.
import { startDevnet } from '../src/index.ts'

const devnet = await startDevnet()
const answer = await fetch(devnet.url.replace('ws:', 'http:'), {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'system_chain', params: [] }),
})
process.stdout.write(`${await answer.text()}\n`)
await devnet.close()
