import { afterEach, expect, test } from 'vitest'
import { type Devnet, type DevnetOptions, startDevnet } from '../src/index.ts'
import { call, connect, pair, signed } from './client.ts'
import { smallGenesis } from './genesis.ts'
import { RawClient } from './raw-client.ts'

const alice = pair('//Alice')
const open: { close(): Promise<void> }[] = []

async function start(options: DevnetOptions = {}): Promise<Devnet> {
  const devnet = await startDevnet({ blockTime: 'manual', genesis: smallGenesis(), ...options })
  open.unshift(devnet)
  return devnet
}

async function raw(devnet: Devnet): Promise<RawClient> {
  const client = await RawClient.connect(devnet.url)
  open.unshift(client)
  return client
}

afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

/** Signed remarks of Alice, as another library makes them. */
async function remarks(devnet: Devnet, ...nonces: number[]): Promise<string[]> {
  const api = await connect(devnet)
  const bytes = nonces.map((nonce) => signed(api, call(api, 'system', 'remark', '0x01'), alice, { nonce }))
  await api.disconnect()
  return bytes
}

test('new heads come with each block, first the present one, to every client', async () => {
  const devnet = await start()
  await devnet.sealBlock()
  const [one, two] = [await raw(devnet), await raw(devnet)]
  const heads = await Promise.all([one, two].map((client) => client.subscribe('chain_subscribeNewHeads')))
  await devnet.sealBlock()
  await devnet.sealBlock()
  for (const head of heads) {
    const numbers = await head.take(3)
    expect(numbers.map((header) => (header as { number: string }).number)).toEqual(['0x1', '0x2', '0x3'])
  }
})

test('finalized heads follow at the chosen depth, without a gap', async () => {
  const devnet = await start({ finalityDepth: 2 })
  const client = await raw(devnet)
  const heads = await client.subscribe('chain_subscribeFinalizedHeads')
  for (let i = 0; i < 4; i++) await devnet.sealBlock()
  expect((await heads.take(3)).map((header) => (header as { number: string }).number)).toEqual([
    '0x0',
    '0x1',
    '0x2',
  ])
})

test('an ended subscription is silent, and only its own kind ends it', async () => {
  const devnet = await start()
  const client = await raw(devnet)
  const heads = await client.subscribe('chain_subscribeAllHeads')
  await heads.take(1)
  expect(await client.call('chain_unsubscribeNewHeads', [heads.id])).toBe(false)
  expect(await client.call('chain_unsubscribeAllHeads', [heads.id])).toBe(true)
  expect(await client.call('chain_unsubscribeAllHeads', [heads.id])).toBe(false)
  await devnet.sealBlock()
  // Answers come in order, so whatever was pushed would be here before this one.
  await client.call('system_name', [])
  expect(heads.waiting).toBe(0)
})

test('storage is pushed when a block changed it', async () => {
  const devnet = await start()
  const client = await raw(devnet)
  const number = '0x26aa394eea5630e07c48ae0c9558cef702a5c1b19ab7a04f536c519aca4983ac'
  const issuance = '0xc2261276cc9d1f8598ea4b6a74b15c2f57c875e4cff74148e4628f264b974c80'
  const changes = await client.subscribe('state_subscribeStorage', [[number, issuance]])
  const { hash } = await devnet.sealBlock()
  const [first, second] = (await changes.take(2)) as { block: string; changes: [string, string | null][] }[]
  expect(first?.block).toBe(devnet.genesisHash)
  expect(first?.changes.map(([key]) => key)).toEqual([number, issuance])
  // The issuance did not change.
  expect(second).toEqual({ block: hash, changes: [[number, '0x01000000']] })
})

test('what is watched to its end needs no unwatching and takes no place among the subscriptions', async () => {
  const devnet = await start({ finalityDepth: 1 })
  const [first, second] = await remarks(devnet, 0, 1)
  const client = await raw(devnet)
  const included = await client.subscribe('author_submitAndWatchExtrinsic', [first])
  await devnet.sealBlock()
  await included.take(3)
  const later = await client.subscribe('author_submitAndWatchExtrinsic', [second])
  await devnet.sealBlock()
  expect(await included.take(1)).toEqual([{ finalized: expect.any(String) }])
  expect(await client.call('author_unwatchExtrinsic', [included.id])).toBe(false)
  expect(await client.call('author_unwatchExtrinsic', [later.id])).toBe(true)
})

test('a watched transaction tells its whole way', async () => {
  const devnet = await start({ finalityDepth: 1 })
  const [first, second] = await remarks(devnet, 0, 1)
  const client = await raw(devnet)
  const later = await client.subscribe('author_submitAndWatchExtrinsic', [second])
  expect(await later.take(1)).toEqual(['future'])
  const sooner = await client.subscribe('author_submitAndWatchExtrinsic', [first])
  const broadcast = { broadcast: [expect.any(String)] }
  expect(await sooner.take(2)).toEqual(['ready', broadcast])
  expect(await later.take(2)).toEqual(['ready', broadcast])
  const { hash } = await devnet.sealBlock()
  expect(await sooner.take(1)).toEqual([{ inBlock: hash }])
  expect(await later.take(1)).toEqual([{ inBlock: hash }])
  await devnet.sealBlock()
  expect(await sooner.take(1)).toEqual([{ finalized: hash }])
  expect(await later.take(1)).toEqual([{ finalized: hash }])
})

test('signAndSend of an unmodified client sees its transaction in a block, then final', async () => {
  const devnet = await start({ finalityDepth: 1 })
  const api = await connect(devnet)
  open.unshift({ close: () => api.disconnect() })
  const heard: string[] = []
  await new Promise<void>((resolve, reject) => {
    const remark = call(api, 'system', 'remarkWithEvent', '0x01')
    const watch = remark.signAndSend(alice, ({ status, events }) => {
      heard.push(status.type)
      if (status.isBroadcast || status.isInBlock) devnet.sealBlock().catch(reject)
      if (status.isInBlock) expect(events.map(({ event }) => event.method)).toContain('Remarked')
      if (status.isFinalized) resolve()
    })
    watch.catch(reject)
  })
  expect(heard).toEqual(['Ready', 'Broadcast', 'InBlock', 'Finalized'])
})

test('a transaction that became invalid says so', async () => {
  const devnet = await start()
  const api = await connect(devnet)
  open.unshift({ close: () => api.disconnect() })
  const bob = pair('//Bob')
  // The first leaves too little for the fee of the second.
  const spend = call(api, 'balances', 'transferKeepAlive', alice.address, 499_000_000n)
  const long = call(api, 'system', 'remark', `0x${'00'.repeat(1_000_000)}`)
  const client = await raw(devnet)
  await client.call('author_submitExtrinsic', [signed(api, spend, bob, { nonce: 0 })])
  const stranded = await client.subscribe('author_submitAndWatchExtrinsic', [
    signed(api, long, bob, { nonce: 1 }),
  ])
  await devnet.sealBlock()
  expect(await stranded.take(3)).toEqual(['ready', { broadcast: [expect.any(String)] }, 'invalid'])
})

test('a refused transaction is an error, not a subscription', async () => {
  const devnet = await start()
  const client = await raw(devnet)
  await expect(client.subscribe('author_submitAndWatchExtrinsic', ['0x00'])).rejects.toMatchObject({
    code: 1001,
  })
})

test('blocks come by themselves on a timer, and are logged as a node logs them', async () => {
  const lines: string[] = []
  const devnet = await start({ blockTime: 5, log: (line) => lines.push(line) })
  const client = await raw(devnet)
  const heads = await client.subscribe('chain_subscribeNewHeads')
  await heads.take(3)
  expect(lines[0]).toMatch(/^Imported #1 \(0x[0-9a-f]{4}…[0-9a-f]{4}\)$/)
})

test('the runtime version can be subscribed to', async () => {
  const devnet = await start()
  const version = await (await raw(devnet)).subscribe('state_subscribeRuntimeVersion')
  expect(await version.take(1)).toMatchObject([{ specVersion: 424, transactionVersion: 1 }])
})
