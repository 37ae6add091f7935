import type { ApiPromise } from '@polkadot/api'
import type { Hex } from '@stake/schema'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Devnet, developmentAccounts, startDevnet, storageEntry } from '../src/index.ts'
import { call, connect, entry, freeBalance, include, pair, read, signed } from './client.ts'
import { smallGenesis } from './genesis.ts'
import { RawClient } from './raw-client.ts'
import { rpc } from './rpc.ts'

const { alice, charlie } = developmentAccounts
const signer = pair('//Alice')
/** A deadline, on whatever machine. */
const SOON = { timeout: 30_000 }

let devnet: Devnet
let api: ApiPromise

beforeEach(async () => {
  devnet = await startDevnet({ blockTime: 'manual', genesis: smallGenesis(), emission: false })
  api = await connect(devnet)
})

afterEach(async () => {
  await api.disconnect()
  await devnet.close()
})

const transfer = (rao: bigint) => call(api, 'balances', 'transferKeepAlive', charlie, rao)
const height = async () => (await api.rpc.chain.getHeader()).number.toNumber()
const asked = async (method: string, ...params: unknown[]) => (await rpc(devnet, method, ...params)).result

test('many blocks at once', async () => {
  expect(await asked('devnet_advance', 25)).toMatchObject({ number: 25 })
  expect(await height()).toBe(25)
  for (const blocks of [0, 10_001, -1, 1.5, 2 ** 32, 'many', null])
    expect((await rpc(devnet, 'devnet_advance', blocks)).error?.code).toBe(-32602)
})

test('storage as it is told, by a block that holds nothing else', async () => {
  const [key, value] = storageEntry('SubtensorModule', 'MaxBurn', [1], 77n)
  const bytes = signed(api, transfer(1_000n), signer, { nonce: 0 })
  await rpc(devnet, 'author_submitExtrinsic', bytes)
  const block = (await asked('devnet_setStorage', { [key]: value })) as { number: number; hash: string }
  expect(block.number).toBe(1)
  expect((await api.rpc.chain.getBlock(block.hash)).block.extrinsics).toHaveLength(2)
  expect(await read(api, 'subtensorModule', 'maxBurn', 1)).toBe('77')
  // In pairs too, as other chains take it.
  expect(await asked('devnet_setStorage', [[key, null]])).toMatchObject({ number: 2 })
  expect(await read(api, 'subtensorModule', 'maxBurn', 1)).toBe('100000000000')
  expect((await rpc(devnet, 'devnet_setStorage', { key: 'value' })).error?.code).toBe(-32602)
  await devnet.sealBlock()
  expect(await freeBalance(api, charlie)).toBe(1_000n)
})

test('the chain is again what it was, also after blocks were final, and goes on from there', async () => {
  await include(devnet, api, transfer(1_000n), signer)
  const [snapshot, head] = [devnet.snapshot(), await api.rpc.chain.getBlockHash()]
  const free = await freeBalance(api, alice)
  await include(devnet, api, transfer(2_000n), signer)
  await asked('devnet_advance', 400)
  const later = await api.rpc.chain.getBlockHash()
  expect(devnet.revert(snapshot)).toBe(true)

  expect(await height()).toBe(1)
  expect((await api.rpc.chain.getFinalizedHead()).eq(head)).toBe(true)
  expect(await freeBalance(api, alice)).toBe(free)
  expect(await asked('chain_getHeader', later.toHex())).toBeNull()
  expect((await api.rpc.system.accountNextIndex(alice)).toNumber()).toBe(1)
  // The very same transaction can come again.
  await include(devnet, api, transfer(2_000n), signer)
  expect(await height()).toBe(2)
  expect(await freeBalance(api, charlie)).toBe(3_000n)
  await devnet.sealBlock()
  expect((await api.rpc.chain.getFinalizedHead()).eq(await api.rpc.chain.getBlockHash())).toBe(true)
})

test('a snapshot serves once, and ends those after it', async () => {
  const [first, second, third] = [await asked('devnet_snapshot'), devnet.snapshot(), devnet.snapshot()]
  await devnet.sealBlock()
  expect(await asked('devnet_revert', second)).toBe(true)
  expect(await asked('devnet_revert', second)).toBe(false)
  expect(devnet.revert(third)).toBe(false)
  await devnet.sealBlock()
  expect(await asked('devnet_revert', first)).toBe(true)
  expect(await height()).toBe(0)
  expect(await asked('devnet_revert', 'nothing')).toBe(false)
})

test('two snapshots of one block are two', async () => {
  const [first, second] = [devnet.snapshot(), devnet.snapshot()]
  expect(first).not.toBe(second)
  await devnet.sealBlock()
  expect(devnet.revert(second)).toBe(true)
  await devnet.sealBlock()
  expect(devnet.revert(first)).toBe(true)
  expect(await height()).toBe(0)
  expect((await rpc(devnet, 'devnet_revert')).error?.code).toBe(-32602)
  expect((await rpc(devnet, 'devnet_revert', 7)).error?.code).toBe(-32602)
})

test('subscribers hear of the old block as the best one, then of those that follow it', async () => {
  const client = await RawClient.connect(devnet.url)
  const heads = await client.subscribe('chain_subscribeNewHeads')
  const finals = await client.subscribe('chain_subscribeFinalizedHeads')
  const { hash: first } = await devnet.sealBlock()
  const snapshot = devnet.snapshot()
  await devnet.sealBlock()
  await devnet.sealBlock()
  devnet.revert(snapshot)
  devnet.setStorage({ '0xab': '0x01' })
  const numbers = (headers: readonly unknown[]) => headers.map((head) => (head as { number: string }).number)
  const heard = (await heads.take(6)) as { number: string; parentHash: string }[]
  expect(numbers(heard)).toEqual(['0x0', '0x1', '0x2', '0x3', '0x1', '0x2'])
  expect(heard[5]?.parentHash).toBe(first)
  expect(numbers(await finals.take(5))).toEqual(['0x0', '0x1', '0x2', '0x3', '0x2'])
  await client.close()
})

test('who watches storage hears what it is again', async () => {
  const client = await RawClient.connect(devnet.url)
  const set = (value: Hex) => devnet.setStorage({ '0xab01': value })
  set('0x01')
  const changes = await client.subscribe('state_subscribeStorage', [['0xab01', '0xab02']])
  const snapshot = devnet.snapshot()
  await devnet.sealBlock()
  set('0x02')
  await devnet.sealBlock()
  devnet.revert(snapshot)
  set('0x03')
  const told = (await changes.take(4)) as { changes: [string, string | null][] }[]
  expect(told.map((set) => set.changes)).toEqual([
    [
      ['0xab01', '0x01'],
      ['0xab02', null],
    ],
    [['0xab01', '0x02']],
    [
      ['0xab01', '0x01'],
      ['0xab02', null],
    ],
    [['0xab01', '0x03']],
  ])
  // And a client that does so.
  const heard: string[] = []
  const stop = await entry(
    api,
    'subtensorModule',
    'maxBurn',
  )(1, (value: unknown) => void heard.push(String(value)))
  const [key, value] = storageEntry('SubtensorModule', 'MaxBurn', [1], 77n)
  const again = devnet.snapshot()
  devnet.setStorage({ [key]: value })
  await expect.poll(() => heard.at(-1), SOON).toBe('77')
  devnet.revert(again)
  await expect.poll(() => heard, SOON).toEqual(['100000000000', '77', '100000000000'])
  ;(stop as unknown as () => void)()
  await client.close()
})

test('told the same again, a chain that counts its own time makes the same blocks again', async () => {
  const twin = await startDevnet({
    blockTime: 'manual',
    genesis: smallGenesis(),
    startTime: 1_700_000_000_000,
  })
  const client = await RawClient.connect(twin.url)
  const follow = await client.subscribe('chainHead_v1_follow', [false])
  await twin.sealBlock()
  const snapshot = twin.snapshot()
  const first = [await twin.sealBlock(), twin.setStorage({ '0xab': '0x01' })]
  expect(twin.revert(snapshot)).toBe(true)
  expect([await twin.sealBlock(), twin.setStorage({ '0xab': '0x01' })]).toEqual(first)
  // What was final is so no more: whoever pinned it is told to begin anew.
  const events = (await follow.take(2 + 3 * 3 + 1)) as { event: string }[]
  expect(events.at(-1)).toEqual({ event: 'stop' })
  await client.close()
  await twin.close()
})

test('nothing is known any more of what came after, whatever branch it was of', async () => {
  const held = await startDevnet({ blockTime: 'manual', genesis: smallGenesis(), finalityDepth: 10 })
  const snapshot = held.snapshot()
  const { hash } = await held.sealBlock()
  held.faults.reorg({ depth: 1 })
  expect((await rpc(held, 'archive_v1_hashByHeight', 1)).result).toHaveLength(2)
  held.revert(snapshot)
  expect((await rpc(held, 'archive_v1_hashByHeight', 1)).result).toEqual([])
  expect((await rpc(held, 'chain_getBlock', hash)).result).toBeNull()
  await held.close()
})

test('what was final on another branch is not final any more', async () => {
  const held = await startDevnet({ blockTime: 'manual', genesis: smallGenesis(), finalityDepth: 3 })
  for (let block = 0; block < 3; block++) await held.sealBlock()
  const snapshot = held.snapshot()
  const { result: before } = await rpc(held, 'chain_getBlockHash', [1, 2, 3])
  held.faults.reorg({ depth: 3 })
  expect((await rpc(held, 'chain_getFinalizedHead')).result).not.toBe((before as string[])[0])
  expect(held.revert(snapshot)).toBe(true)
  expect((await rpc(held, 'chain_getBlockHash', [1, 2, 3])).result).toEqual(before)
  expect((await rpc(held, 'chain_getFinalizedHead')).result).toBe((before as string[])[2])
  await held.close()
})

test('a branch that was given up is the best one again', async () => {
  const held = await startDevnet({ blockTime: 'manual', genesis: smallGenesis(), finalityDepth: 10 })
  for (let block = 0; block < 4; block++) await held.sealBlock()
  const snapshot = held.snapshot()
  const hashes = async () => (await rpc(held, 'chain_getBlockHash', [0, 1, 2, 3, 4])).result
  const before = await hashes()
  held.faults.reorg({ depth: 3 })
  expect(await hashes()).not.toEqual(before)
  expect(held.revert(snapshot)).toBe(true)
  expect(await hashes()).toEqual(before)
  await held.close()
})
