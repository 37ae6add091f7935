import type { ApiPromise } from '@polkadot/api'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Devnet, startDevnet } from '../src/index.ts'
import { call, connect, pair, signed } from './client.ts'
import { smallGenesis } from './genesis.ts'
import { RawClient } from './raw-client.ts'
import { rpc } from './rpc.ts'

const alice = pair('//Alice')

let devnet: Devnet
let api: ApiPromise
let client: RawClient

beforeEach(async () => {
  devnet = await startDevnet({
    genesis: smallGenesis(),
    blockTime: 'manual',
    finalityDepth: 2,
    emission: false,
  })
  api = await connect(devnet)
  client = await RawClient.connect(devnet.url)
})

afterEach(async () => {
  await api.disconnect()
  await client.close()
  await devnet.close()
})

const remark = (nonce: number) => signed(api, call(api, 'system', 'remark', '0x07'), alice, { nonce })
const broadcast = (bytes: string) => client.call('transaction_v1_broadcast', [bytes])
const stop = (id: unknown) => client.ask('transaction_v1_stop', [id])
const pending = async () => (await rpc(devnet, 'author_pendingExtrinsics')).result
const bodyOf = async (hash: string) =>
  ((await client.call('chain_getBlock', [hash])) as { block: { extrinsics: string[] } }).block.extrinsics

test('a transaction gets into a block without a word', async () => {
  const bytes = remark(0)
  expect(await broadcast(bytes)).toEqual(expect.any(String))
  const { hash } = await devnet.sealBlock()
  expect(await bodyOf(hash)).toContain(bytes)
})

test('what is no transaction is taken, and comes to nothing', async () => {
  expect(await broadcast('0x00')).toEqual(expect.any(String))
  expect(await broadcast(remark(0).replace('0x', '0x00'))).toEqual(expect.any(String))
  expect(await pending()).toEqual([])
  expect((await client.ask('transaction_v1_broadcast', ['what'])).error).toMatchObject({ code: -32602 })
})

test('it is handed in again with the next block, where the pool would not have it or a reorg lost it', async () => {
  devnet.faults.set({ refuse: { code: 1016 } })
  const bytes = remark(0)
  await broadcast(bytes)
  expect(await pending()).toEqual([])
  devnet.faults.clear()
  const first = await devnet.sealBlock()
  expect(await bodyOf(first.hash)).not.toContain(bytes)
  const second = await devnet.sealBlock()
  expect(await bodyOf(second.hash)).toContain(bytes)
  devnet.faults.reorg({ depth: 1, transactions: 'lost' })
  expect(await pending()).toEqual([bytes])
  const again = await devnet.sealBlock()
  expect(await bodyOf(again.hash)).toContain(bytes)
})

test('it leaves the pool when it is stopped, once', async () => {
  const id = await broadcast(remark(0))
  expect(await pending()).toHaveLength(1)
  expect((await stop(id)).result).toBeNull()
  expect(await pending()).toEqual([])
  expect((await stop(id)).error).toMatchObject({ code: -32602 })
  expect((await stop('nothing')).error).toMatchObject({ code: -32602 })
})

test('it stays where it is when its client goes', async () => {
  const bytes = remark(0)
  const other = await RawClient.connect(devnet.url)
  const id = await other.call('transaction_v1_broadcast', [bytes])
  // It is that client's own.
  expect((await stop(id)).error).toMatchObject({ code: -32602 })
  await other.close()
  expect(await pending()).toEqual([bytes])
  const { hash } = await devnet.sealBlock()
  expect(await bodyOf(hash)).toContain(bytes)
})

test('a client has sixteen on their way; those that are final count no more', async () => {
  for (let nonce = 0; nonce < 16; nonce++) await broadcast(remark(nonce))
  expect(await broadcast(remark(16))).toBeNull()
  for (let number = 1; number <= 3; number++) await devnet.sealBlock()
  expect(await broadcast(remark(16))).toEqual(expect.any(String))
})
