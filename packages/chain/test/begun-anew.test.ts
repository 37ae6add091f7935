import { type Devnet, startDevnet } from '@stake/devnet'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  buildCall,
  type Chain,
  connect,
  type SignedExtrinsic,
  sign,
  signerFromUri,
  submit,
  watchBlocks,
  watchPrices,
} from '../src/index.ts'

/** Local chains are begun anew on the same port, with the same first block. */

const alice = signerFromUri('//Alice')

let devnet: Devnet
let chain: Chain

async function start(port = 0): Promise<void> {
  devnet = await startDevnet({ port, blockTime: 'manual', finalityDepth: 2, emission: false })
}

async function seal(blocks: number): Promise<void> {
  for (let block = 0; block < blocks; block++) await devnet.sealBlock()
}

function signed(): Promise<SignedExtrinsic> {
  const call = buildCall(chain, 'System', 'remark', { remark: '0x00' })
  return chain.nonces.allocate(alice.address, (nonce) => sign(chain, call, alice, { nonce }))
}

/** The chain had some blocks and a transaction, and is begun anew and has one block. */
async function beginAnew(): Promise<void> {
  const { port } = devnet
  await devnet.close()
  await vi.waitUntil(() => !chain.connection.isConnected, { timeout: 5_000 })
  await start(port)
  await vi.waitUntil(() => chain.connection.isConnected, { timeout: 10_000 })
  await devnet.sealBlock()
}

beforeEach(async () => {
  await start()
  chain = await connect(devnet.url)
  await seal(20)
  const submission = submit(chain, await signed())
  for (let settled = false; !settled; ) {
    await devnet.sealBlock()
    settled = await Promise.race([submission.outcome.then(() => true), chain.at('best').then(() => false)])
  }
})

afterEach(async () => {
  await chain.close()
  await devnet.close()
})

test('nonces begin anew with it, and what is signed is included', async () => {
  await beginAnew()
  await vi.waitUntil(() => chain.connection.begunAnew !== undefined, { timeout: 5_000 })
  expect(chain.connection.highest.best).toBe(1)
  const next = await signed()
  expect(next.nonce).toBe(0)
  const submission = submit(chain, next)
  await vi.waitUntil(() => submission.state.status === 'broadcast', { timeout: 5_000 })
  await seal(3)
  await expect(submission.outcome).resolves.toMatchObject({ kind: 'included' })
})

test('who watched the old one is told', async () => {
  const watched = [watchPrices(chain, [1]), watchBlocks(chain), watchBlocks(chain, { from: 100 })]
  const iterators = watched.map((each) => each[Symbol.asyncIterator]())
  const [prices, blocks, later] = iterators
  await Promise.all([prices?.next(), blocks?.next()])
  const waiting = Promise.allSettled([prices?.next(), blocks?.next(), later?.next()])
  await beginAnew()
  await vi.waitUntil(() => chain.connection.begunAnew !== undefined, { timeout: 5_000 })
  await seal(3)
  for (const { reason } of (await waiting) as PromiseRejectedResult[])
    expect(reason).toMatchObject({ code: 'FinalityContradicted', details: { number: '1' } })
  // Who begins now watches the new one.
  for await (const item of watchBlocks(chain, { from: 1 })) {
    expect(item).toMatchObject({ kind: 'block', block: { number: 1 } })
    break
  }
})
