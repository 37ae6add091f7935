import type { Hex } from '@stake/schema'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Devnet, startDevnet } from '../src/index.ts'
import { storageKey } from '../src/scale/storage-key.ts'
import { smallGenesis } from './genesis.ts'
import { RawClient } from './raw-client.ts'

const NUMBER = storageKey('System', 'Number')
const NOWHERE = `0x${'11'.repeat(32)}`

let devnet: Devnet
let client: RawClient

beforeEach(async () => {
  devnet = await startDevnet({
    genesis: smallGenesis(),
    blockTime: 'manual',
    finalityDepth: 2,
    emission: false,
  })
  client = await RawClient.connect(devnet.url)
})

afterEach(async () => {
  await client.close()
  await devnet.close()
})

const ask = (method: string, ...params: unknown[]) => client.call(`archive_v1_${method}`, params)
const storage = async (
  hash: string,
  items: readonly unknown[],
  count: number,
  childTrie: Hex | null = null,
) => (await client.subscribe('archive_v1_storage', [hash, items, childTrie])).take(count)

test('knows the genesis and the final height', async () => {
  expect(await ask('genesisHash')).toBe(devnet.genesisHash)
  expect(await ask('finalizedHeight')).toBe(0)
  for (let number = 1; number <= 5; number++) await devnet.sealBlock()
  expect(await ask('finalizedHeight')).toBe(3)
})

test('names one final block of a height, and all that may get final', async () => {
  const { hash: first } = await devnet.sealBlock()
  const { hash: second } = await devnet.sealBlock()
  devnet.faults.reorg({ depth: 1 })
  const names = (await ask('hashByHeight', 2)) as string[]
  expect(names).toHaveLength(2)
  expect(names).toContain(second)
  expect(await ask('hashByHeight', 1)).toEqual([first])
  await devnet.sealBlock()
  expect(await ask('hashByHeight', 2)).toEqual(names.filter((name) => name !== second))
  expect(await ask('hashByHeight', 0)).toEqual([devnet.genesisHash])
  expect(await ask('hashByHeight', 99)).toEqual([])
  expect((await client.ask('archive_v1_hashByHeight', ['one'])).error).toMatchObject({ code: -32602 })
})

test('gives headers and bodies, or nothing where there is no such block', async () => {
  const { hash } = await devnet.sealBlock()
  const follow = await client.subscribe('chainHead_v1_follow', [false])
  expect(await ask('header', hash)).toBe(await client.call('chainHead_v1_header', [follow.id, hash]))
  const { block } = (await client.call('chain_getBlock', [hash])) as { block: { extrinsics: string[] } }
  expect(await ask('body', hash)).toEqual(block.extrinsics)
  expect(await ask('header', NOWHERE)).toBeNull()
  expect(await ask('body', NOWHERE)).toBeNull()
})

test('calls into the runtime of any block', async () => {
  const { hash } = await devnet.sealBlock()
  expect(await ask('call', hash, 'Core_version', '0x')).toEqual({
    success: true,
    value: await client.call('state_call', ['Core_version', '0x', hash]),
  })
  expect(await ask('call', hash, 'Core_nothing', '0x')).toEqual({ success: false, error: expect.any(String) })
  expect(await ask('call', NOWHERE, 'Core_version', '0x')).toBeNull()
  for (let number = 2; number <= 5; number++) await devnet.sealBlock()
  devnet.faults.pruneStates()
  expect(await ask('call', hash, 'Core_version', '0x')).toEqual({
    success: false,
    error: `There is no state of block ${hash}`,
  })
})

test('looks storage up, and pages by the last key', async () => {
  const many = { '0xab01': '0x01', '0xab02': '0x02', '0xab03': '0x03' } as const
  const { hash } = devnet.setStorage(many)
  const items = [
    { key: NUMBER, type: 'value' },
    { key: NUMBER, type: 'hash' },
    { key: '0xab', type: 'descendantsValues', paginationStartKey: '0xab01' },
    { key: '0x00', type: 'value' },
  ]
  expect(await storage(hash, items, 5)).toEqual([
    { event: 'storage', key: NUMBER, value: '0x01000000' },
    { event: 'storage', key: NUMBER, hash: await client.call('state_getStorageHash', [NUMBER, hash]) },
    { event: 'storage', key: '0xab02', value: '0x02' },
    { event: 'storage', key: '0xab03', value: '0x03' },
    { event: 'storageDone' },
  ])
  expect(await storage(hash, items, 1, '0x01')).toEqual([{ event: 'storageDone' }])
})

test('says what it cannot look up', async () => {
  expect(await storage(NOWHERE, [], 1)).toEqual([
    { event: 'storageError', error: `There is no state of block ${NOWHERE}` },
  ])
  const merkle = [{ key: '0x', type: 'closestDescendantMerkleValue' }]
  expect(await storage(devnet.genesisHash, merkle, 1)).toEqual([
    { event: 'storageError', error: expect.stringContaining('Merkle') },
  ])
  const nothing = await client.ask('archive_v1_storage', [devnet.genesisHash, [{ key: '0x' }], null])
  expect(nothing.error).toMatchObject({ code: -32602 })
  const page = [{ key: NUMBER, type: 'value', paginationStartKey: NUMBER }]
  expect((await client.ask('archive_v1_storage', [devnet.genesisHash, page, null])).error).toMatchObject({
    code: -32602,
  })
  expect(await ask('stopStorage', 'nothing')).toBeNull()
})

const diff = async (params: readonly unknown[], count: number) =>
  (await client.subscribe('archive_v1_storageDiff', params)).take(count)
const changed = (key: string, type: string, value: object) => ({ event: 'storageDiff', key, type, ...value })
const DONE = { event: 'storageDiffDone' }

test('tells what a block changed, added and deleted', async () => {
  devnet.setStorage({ '0xab01': '0x01', '0xab02': '0x02', '0xab03': '0x03' })
  const { hash } = devnet.setStorage({ '0xab01': null, '0xab02': '0x22', '0xab03': '0x03', '0xab04': '0x04' })
  const hashOf = (key: string) => client.call('state_getStorageHash', [key, hash])
  expect(await diff([hash, [{ key: '0xab', returnType: 'value' }]], 4)).toEqual([
    changed('0xab01', 'deleted', { value: '0x01' }),
    changed('0xab02', 'modified', { value: '0x22' }),
    changed('0xab04', 'added', { value: '0x04' }),
    DONE,
  ])
  // A key that is asked for twice is told of once for each kind of answer.
  const twice = ['0xab04', '0xab02', '0xab04'].map((key) => ({ key, returnType: 'hash' }))
  expect(await diff([hash, [...twice, { key: '0xab', returnType: 'value' }]], 6)).toEqual([
    changed('0xab01', 'deleted', { value: '0x01' }),
    changed('0xab02', 'modified', { value: '0x22' }),
    changed('0xab02', 'modified', { hash: await hashOf('0xab02') }),
    changed('0xab04', 'added', { value: '0x04' }),
    changed('0xab04', 'added', { hash: await hashOf('0xab04') }),
    DONE,
  ])
  expect(await diff([hash, [{ key: '0xab', returnType: 'value', childTrieKey: '0x01' }]], 1)).toEqual([DONE])
})

test('tells what any block changed, up to another', async () => {
  const { hash: first } = devnet.setStorage({ '0xab01': '0x01' })
  await devnet.sealBlock()
  const { hash: third } = devnet.setStorage({ '0xab01': '0x03' })
  const one = [{ key: '0xab', returnType: 'value' }]
  expect(await diff([third, one, first], 2)).toEqual([changed('0xab01', 'modified', { value: '0x03' }), DONE])
  expect(await diff([third, one, devnet.genesisHash], 2)).toEqual([
    changed('0xab01', 'added', { value: '0x03' }),
    DONE,
  ])
  expect(await diff([third, one, third], 1)).toEqual([DONE])

  // Everything: what it tells, put on top of the state before, is the state after.
  const all = await client.subscribe('archive_v1_storageDiff', [third, null, first])
  const state = await entries(first)
  for (;;) {
    const [event] = (await all.take(1)) as [{ event: string; key: string; type: string; value: string }]
    if (event.event !== 'storageDiff') break
    expect(state.has(event.key)).toBe(event.type !== 'added')
    if (event.type === 'deleted') state.delete(event.key)
    else state.set(event.key, event.value)
  }
  expect(state).toEqual(await entries(third))
})

/** The whole state of a block. */
async function entries(hash: string): Promise<Map<string, string>> {
  const found = await client.subscribe('archive_v1_storage', [
    hash,
    [{ key: '0x', type: 'descendantsValues' }],
  ])
  const state = new Map<string, string>()
  for (;;) {
    const [event] = (await found.take(1)) as [{ event: string; key: string; value: string }]
    if (event.event !== 'storage') return state
    state.set(event.key, event.value)
  }
}

test('says between which blocks it finds no difference', async () => {
  await devnet.sealBlock()
  const { hash: left } = await devnet.sealBlock()
  devnet.faults.reorg({ depth: 1 })
  const best = await client.call('chain_getBlockHash')
  const failed = (error: string) => [{ event: 'storageDiffError', error }]
  expect(await diff([best, null, left], 1)).toEqual(failed(`Block ${left} is no ancestor of block ${best}`))
  expect(await diff([devnet.genesisHash, null, best], 1)).toEqual(
    failed(`Block ${best} is no ancestor of block ${devnet.genesisHash}`),
  )
  expect(await diff([NOWHERE], 1)).toEqual(failed(`There is no state of block ${NOWHERE}`))
  expect(await diff([best, [], NOWHERE], 1)).toEqual(failed(`There is no state of block ${NOWHERE}`))
  expect((await diff([devnet.genesisHash], 1))[0]).toMatchObject({ event: 'storageDiffError' })
  for (const wrong of [[best, [{ key: '0x' }]], [best, [{ returnType: 'both' }]], [best, 'all'], ['0x01']])
    expect((await client.ask('archive_v1_storageDiff', wrong)).error).toMatchObject({ code: -32602 })
  expect(await ask('stopStorageDiff', 'nothing')).toBeNull()
})
