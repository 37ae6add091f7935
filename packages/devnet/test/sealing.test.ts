import { afterEach, expect, test } from 'vitest'
import { type Devnet, type DevnetOptions, startDevnet } from '../src/index.ts'
import { call, connect, pair, signed } from './client.ts'
import { smallGenesis } from './genesis.ts'
import { RawClient } from './raw-client.ts'
import { rpc } from './rpc.ts'

const alice = pair('//Alice')
const bob = pair('//Bob')
const open: { close(): Promise<void> }[] = []

async function start(options: DevnetOptions): Promise<Devnet> {
  const devnet = await startDevnet({ genesis: smallGenesis(), ...options })
  open.unshift(devnet)
  return devnet
}

async function api(devnet: Devnet) {
  const api = await connect(devnet)
  open.unshift({ close: () => api.disconnect() })
  return api
}

afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

const heights = (heads: readonly unknown[]): string[] =>
  heads.map((head) => (head as { number: string }).number)

async function callsIn(devnet: Devnet, height: number): Promise<number> {
  const hash = (await rpc(devnet, 'chain_getBlockHash', height)).result
  const { result } = await rpc(devnet, 'chain_getBlock', hash)
  return (result as { block: { extrinsics: unknown[] } }).block.extrinsics.length - 2
}

test('instant: a block for each transaction that gets ready, final at once', async () => {
  const devnet = await start({ blockTime: 'instant' })
  const remark = call(await api(devnet), 'system', 'remark', '0x01')
  const client = await RawClient.connect(devnet.url)
  open.unshift(client)
  const finalized = await client.subscribe('chain_subscribeFinalizedHeads')
  const watched = await client.subscribe('author_submitAndWatchExtrinsic', [
    signed(await api(devnet), remark, alice, { nonce: 0 }),
  ])
  const [ready, broadcast, inBlock, final] = await watched.take(4)
  expect([ready, broadcast]).toEqual(['ready', { broadcast: [expect.any(String)] }])
  const { inBlock: hash } = inBlock as { inBlock: string }
  expect(final).toEqual({ finalized: hash })
  expect(heights(await finalized.take(2))).toEqual(['0x0', '0x1'])
  expect((await rpc(devnet, 'chain_getBlockHash', 1)).result).toBe(hash)
})

test('instant: what waits for a lower nonce makes no block, then all come together', async () => {
  const devnet = await start({ blockTime: 'instant' })
  const client = await api(devnet)
  const remark = call(client, 'system', 'remark', '0x01')
  const submit = (nonce: number, signer = alice) =>
    rpc(devnet, 'author_submitExtrinsic', signed(client, remark, signer, { nonce }))
  for (const nonce of [2, 1]) await submit(nonce)
  // A block of somebody else passes them by.
  await submit(0, bob)
  await expect
    .poll(() => rpc(devnet, 'chain_getHeader'), { timeout: 10_000 })
    .toMatchObject({ result: { number: '0x1' } })
  expect(await callsIn(devnet, 1)).toBe(1)
  await submit(0)
  await expect
    .poll(() => rpc(devnet, 'chain_getHeader'), { timeout: 10_000 })
    .toMatchObject({ result: { number: '0x2' } })
  expect(await callsIn(devnet, 2)).toBe(3)
})

test('instant: what does not fit into one block fills the next', async () => {
  const devnet = await start({ blockTime: 'instant' })
  const client = await api(devnet)
  // A block has 7,864,320 bytes, the future queue 2 MiB.
  const submit = (nonce: number, length: number) => {
    const remark = call(client, 'system', 'remark', `0x${'00'.repeat(length)}`)
    return rpc(devnet, 'author_submitExtrinsic', signed(client, remark, alice, { nonce }))
  }
  await submit(2, 950_000)
  await submit(1, 950_000)
  await submit(0, 6_000_000)
  await expect
    .poll(() => rpc(devnet, 'chain_getHeader'), { timeout: 10_000 })
    .toMatchObject({ result: { number: '0x2' } })
  expect([await callsIn(devnet, 1), await callsIn(devnet, 2)]).toEqual([2, 1])
}, 30_000)

test('a timer leaves one block between the best and the final, unless told otherwise', async () => {
  const devnet = await start({ blockTime: 5 })
  const client = await RawClient.connect(devnet.url)
  open.unshift(client)
  const heads = await client.subscribe('chain_subscribeNewHeads')
  const finalized = await client.subscribe('chain_subscribeFinalizedHeads')
  const [, second] = await finalized.take(2)
  const seen = heights(await heads.take(heads.waiting))
  const final = Number((second as { number: string }).number)
  expect(Number(seen.at(-1))).toBe(final + 1)
})

test('stalled finality: blocks come, nothing gets final, and states stay', async () => {
  const devnet = await start({ blockTime: 'manual', finalityDepth: 'stalled' })
  for (let i = 0; i < 300; i++) await devnet.sealBlock()
  expect((await rpc(devnet, 'chain_getFinalizedHead')).result).toBe(devnet.genesisHash)
  expect((await rpc(devnet, 'chain_getHeader')).result).toMatchObject({ number: '0x12c' })
  expect((await rpc(devnet, 'state_getKeysPaged', '0x', 1, null, devnet.genesisHash)).result).toHaveLength(1)
})

test('a state is discarded when 256 blocks after it are final, and its block stays', async () => {
  const devnet = await start({ blockTime: 'manual', finalityDepth: 3 })
  const { hash } = await devnet.sealBlock()
  for (let i = 0; i < 255 + 3; i++) await devnet.sealBlock()
  expect((await rpc(devnet, 'state_getStorage', '0x00', devnet.genesisHash)).error).toBeDefined()
  expect((await rpc(devnet, 'state_getStorage', '0x00', hash)).error).toBeUndefined()
  await devnet.sealBlock()
  const error = { code: 4003, message: `Client error: UnknownBlock: State already discarded for ${hash}` }
  expect((await rpc(devnet, 'state_getStorage', '0x00', hash)).error).toEqual(error)
  expect((await rpc(devnet, 'state_call', 'Core_version', '0x', hash)).error).toEqual(error)
  expect((await rpc(devnet, 'chain_getHeader', hash)).result).toMatchObject({ number: '0x1' })
  expect((await rpc(devnet, 'chain_getBlock', hash)).result).toMatchObject({
    block: { header: { number: '0x1' } },
  })
  expect((await rpc(devnet, 'chain_getBlockHash', [0, 1])).result).toEqual([devnet.genesisHash, hash])
})

test('an archive keeps every state', async () => {
  const devnet = await start({ blockTime: 'manual', archive: true })
  for (let i = 0; i < 300; i++) await devnet.sealBlock()
  expect((await rpc(devnet, 'state_getKeysPaged', '0x', 1, null, devnet.genesisHash)).result).toHaveLength(1)
})
