/**
 * A program that connects, says so, and sends remarks of Alice when its input ends: each until it is in a final block.
 * Prints every outcome.
 */
import { once } from 'node:events'
import { buildCall, connect, sign, signerFromUri, submit } from '../src/index.ts'

const [url = '', name = '', many = '0'] = process.argv.slice(2)
const alice = signerFromUri('//Alice')
const chain = await connect(url)
process.stdout.write('\n')
process.stdin.resume()
await once(process.stdin, 'end')

async function untilIncluded(text: string): Promise<void> {
  const call = buildCall(chain, 'System', 'remark', { remark: `0x${Buffer.from(text).toString('hex')}` })
  for (;;) {
    const signed = await chain.nonces.allocate(alice.address, (nonce) => sign(chain, call, alice, { nonce }))
    const outcome = await submit(chain, signed).outcome
    const report = JSON.stringify({ text, signed, outcome }, (_, value) =>
      typeof value === 'bigint' ? `${value}` : value,
    )
    process.stdout.write(`${report}\n`)
    if (outcome.kind === 'included') return
  }
}

await Promise.all(Array.from({ length: Number(many) }, (_, index) => untilIncluded(`${name} ${index}`)))
await chain.close()
