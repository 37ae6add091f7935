import { Blake2256 } from '@polkadot-api/substrate-bindings'
import type { Hex } from '@stake/schema'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Devnet, type DevnetOptions, startDevnet } from '../src/index.ts'
import { storageKey } from '../src/scale/storage-key.ts'
import { smallGenesis } from './genesis.ts'
import { type Pushes, RawClient } from './raw-client.ts'

// Rule by rule, as the published specification of these methods has them.

const NUMBER = storageKey('System', 'Number')
// twox_128 of both names.
const ACCOUNTS = '0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9'
const CODE = '0x3a636f6465'
const NOWHERE = `0x${'11'.repeat(32)}`

let devnet: Devnet
let client: RawClient

async function start(options: Partial<DevnetOptions> = {}): Promise<void> {
  devnet = await startDevnet({
    genesis: smallGenesis(),
    blockTime: 'manual',
    finalityDepth: 2,
    emission: false,
    ...options,
  })
  client = await RawClient.connect(devnet.url)
}

beforeEach(() => start())

afterEach(async () => {
  await client.close()
  await devnet.close()
})

const ask = (method: string, ...params: unknown[]) => client.call(`chainHead_v1_${method}`, params)
const refusal = async (method: string, ...params: unknown[]) =>
  (await client.ask(`chainHead_v1_${method}`, params)).error
const follow = (withRuntime = false) => client.subscribe('chainHead_v1_follow', [withRuntime])

/** Follows, and hears what is there at first. */
async function followed(withRuntime = false): Promise<[events: Pushes, finalized: Hex]> {
  const events = await follow(withRuntime)
  const [initialized] = (await events.take(2)) as { finalizedBlockHashes: Hex[] }[]
  return [events, initialized?.finalizedBlockHashes.at(-1) as Hex]
}

const newBlock = (blockHash: Hex, parentBlockHash: Hex) => ({
  event: 'newBlock',
  blockHash,
  parentBlockHash,
})
const best = (bestBlockHash: Hex) => ({ event: 'bestBlockChanged', bestBlockHash })
const final = (finalizedBlockHash: Hex, ...prunedBlockHashes: Hex[]) => ({
  event: 'finalized',
  finalizedBlockHashes: [finalizedBlockHash],
  prunedBlockHashes,
})

describe('following', () => {
  test('begins with the last final blocks, then all that may get final, then the best', async () => {
    const hashes: Hex[] = [devnet.genesisHash]
    for (let number = 1; number <= 20; number++) hashes.push((await devnet.sealBlock()).hash)
    const events = await follow()
    expect(await events.take(4)).toEqual([
      { event: 'initialized', finalizedBlockHashes: hashes.slice(3, 19) },
      newBlock(hashes[19] as Hex, hashes[18] as Hex),
      newBlock(hashes[20] as Hex, hashes[19] as Hex),
      best(hashes[20] as Hex),
    ])
  })

  test('goes on with each block, the best one, and what got final by it', async () => {
    const [events, genesis] = await followed()
    expect(genesis).toBe(devnet.genesisHash)
    const { hash: first } = await devnet.sealBlock()
    const { hash: second } = await devnet.sealBlock()
    const { hash: third } = await devnet.sealBlock()
    expect(await events.take(7)).toEqual([
      newBlock(first, genesis),
      best(first),
      newBlock(second, first),
      best(second),
      newBlock(third, second),
      best(third),
      final(first),
    ])
  })

  test('tells of another branch before it is the best, and prunes the first with what gets final', async () => {
    const { hash: first } = await devnet.sealBlock()
    const [events, genesis] = await followed()
    // The first block and the best were told of at the start.
    await events.take(1)
    devnet.faults.reorg({ depth: 1 })
    const [a, b, switched] = (await events.take(3)) as { blockHash: Hex }[]
    const [one, two] = [a?.blockHash as Hex, b?.blockHash as Hex]
    expect([a, b, switched]).toEqual([newBlock(one, genesis), newBlock(two, one), best(two)])
    // Both branches are there for who comes now.
    const late = await follow()
    expect(await late.take(5)).toEqual([
      { event: 'initialized', finalizedBlockHashes: [genesis] },
      newBlock(first, genesis),
      newBlock(one, genesis),
      newBlock(two, one),
      best(two),
    ])
    const { hash: three } = await devnet.sealBlock()
    expect(await events.take(3)).toEqual([newBlock(three, two), best(three), final(one, first)])
    // A pruned block stays pinned.
    expect(await ask('header', events.id, first)).toMatch(/^0x/)
  })

  test('tells of the runtime where that is asked for, and of a new one with its block', async () => {
    const events = await follow(true)
    const [initialized] = (await events.take(2)) as { finalizedBlockRuntime: unknown }[]
    const spec = (specVersion: number) => ({
      type: 'valid',
      spec: {
        specName: 'node-subtensor',
        implName: 'node-subtensor',
        specVersion,
        implVersion: 1,
        transactionVersion: 1,
        apis: expect.objectContaining({ '0xdf6acb689907609b': 5, '0xd2bc9897eed08f15': 3 }),
      },
    })
    expect(initialized?.finalizedBlockRuntime).toEqual(spec(424))
    await devnet.sealBlock()
    devnet.faults.upgradeRuntime({ specVersion: 425 })
    await devnet.sealBlock()
    const told = (await events.take(7)) as { event: string; newRuntime?: unknown }[]
    expect(told.filter(({ event }) => event === 'newBlock').map(({ newRuntime }) => newRuntime)).toEqual([
      null,
      spec(425),
      null,
    ])
  })

  test('ends with a stop where the chain is taken back below what was final', async () => {
    const snapshot = devnet.snapshot()
    for (let number = 1; number <= 3; number++) await devnet.sealBlock()
    const events = await follow()
    await events.take(4)
    devnet.revert(snapshot)
    expect(await events.take(1)).toEqual([{ event: 'stop' }])
    expect(await ask('header', events.id, devnet.genesisHash)).toBeNull()
    await devnet.sealBlock()
    expect(await ask('unfollow', events.id)).toBeNull()
    expect(events.waiting).toBe(0)
  })

  test('goes on where the chain is taken back to a block that may get final', async () => {
    const [events] = await followed()
    const { hash: first } = await devnet.sealBlock()
    const snapshot = devnet.snapshot()
    await devnet.sealBlock()
    await events.take(4)
    devnet.revert(snapshot)
    expect(await events.take(1)).toEqual([best(first)])
  })

  test('ends with a stop when the client keeps too many blocks that are decided', async () => {
    const [events] = await followed()
    const [kept] = await followed()
    for (let number = 1; number <= 514; number++) {
      const { hash } = await devnet.sealBlock()
      await ask('unpin', kept.id, hash)
    }
    const told = (await events.take(514 * 3 - 2 + 1)) as { event: string }[]
    expect(told.at(-1)).toEqual({ event: 'stop' })
    expect(told.filter(({ event }) => event === 'stop')).toHaveLength(1)
    expect(await ask('body', events.id, devnet.genesisHash)).toEqual({ result: 'limitReached' })
    // Who lets go goes on.
    expect(await ask('header', kept.id, devnet.genesisHash)).toMatch(/^0x/)
  })

  test('is for four subscriptions a connection', async () => {
    const [first] = [await follow(), await follow(), await follow(), await follow()]
    expect(await refusal('follow', false)).toMatchObject({ code: -32800 })
    await ask('unfollow', first?.id)
    expect(await refusal('follow', false)).toBeUndefined()
    expect(await refusal('follow')).toMatchObject({ code: -32602 })
    expect(await refusal('follow', 'yes')).toMatchObject({ code: -32602 })
  })

  test('is over when it is unfollowed, and unfollowing what is not there is no error', async () => {
    const [events, genesis] = await followed()
    expect(await ask('unfollow', events.id)).toBeNull()
    expect(await ask('unfollow', events.id)).toBeNull()
    expect(await ask('unfollow', 'nothing')).toBeNull()
    await devnet.sealBlock()
    expect(await ask('header', events.id, genesis)).toBeNull()
    expect(events.waiting).toBe(0)
  })

  test('is for its own connection only', async () => {
    const [events, genesis] = await followed()
    const other = await RawClient.connect(devnet.url)
    expect(await other.call('chainHead_v1_header', [events.id, genesis])).toBeNull()
    expect(await other.call('chainHead_v1_unfollow', [events.id])).toBeNull()
    expect(await ask('header', events.id, genesis)).toMatch(/^0x/)
    await other.close()
  })
})

describe('pinned blocks', () => {
  test('give their headers, which hash to their names, until they are unpinned', async () => {
    const [events, genesis] = await followed()
    const { hash } = await devnet.sealBlock()
    const header = String(await ask('header', events.id, hash))
    expect(`0x${Buffer.from(Blake2256(Buffer.from(header.slice(2), 'hex'))).toString('hex')}`).toBe(hash)
    expect(await ask('unpin', events.id, [genesis, hash])).toBeNull()
    expect(await refusal('header', events.id, hash)).toMatchObject({ code: -32801 })
    expect(await refusal('body', events.id, hash)).toMatchObject({ code: -32801 })
    expect(await refusal('storage', events.id, hash, [], null)).toMatchObject({ code: -32801 })
  })

  test('are unpinned all or none', async () => {
    const [events, genesis] = await followed()
    const { hash } = await devnet.sealBlock()
    expect(await refusal('unpin', events.id, [hash, NOWHERE])).toMatchObject({ code: -32801 })
    expect(await refusal('unpin', events.id, [hash, hash])).toMatchObject({ code: -32804 })
    expect(await refusal('unpin', events.id, 7)).toMatchObject({ code: -32602 })
    expect(await ask('header', events.id, hash)).toMatch(/^0x/)
    expect(await ask('unpin', events.id, genesis)).toBeNull()
    expect(await refusal('unpin', events.id, genesis)).toMatchObject({ code: -32801 })
    // A subscription that is over has nothing to unpin.
    expect(await ask('unpin', 'nothing', hash)).toBeNull()
  })

  test('keep their states when those are discarded', async () => {
    const [events, genesis] = await followed()
    for (let number = 1; number <= 4; number++) await devnet.sealBlock()
    devnet.faults.pruneStates()
    await events.take(10)
    const { operationId } = (await ask(
      'storage',
      events.id,
      genesis,
      [{ key: CODE, type: 'hash' }],
      null,
    )) as {
      operationId: string
    }
    expect(await events.take(2)).toEqual([
      { event: 'operationStorageItems', operationId, items: [{ key: CODE, hash: expect.any(String) }] },
      { event: 'operationStorageDone', operationId },
    ])
  })
})

describe('operations', () => {
  test('give the body of a block', async () => {
    const [events] = await followed()
    const { hash } = await devnet.sealBlock()
    await events.take(2)
    const started = (await ask('body', events.id, hash)) as { operationId: string }
    expect(started).toEqual({ result: 'started', operationId: expect.any(String) })
    const { block } = (await client.call('chain_getBlock', [hash])) as { block: { extrinsics: string[] } }
    expect(await events.take(1)).toEqual([
      { event: 'operationBodyDone', operationId: started.operationId, value: block.extrinsics },
    ])
  })

  test('call into the runtime, where that is followed', async () => {
    const [events, genesis] = await followed(true)
    const version = ['Core_version', '0x'] as const
    const { operationId } = (await ask('call', events.id, genesis, ...version)) as { operationId: string }
    const output = await client.call('state_call', version)
    expect(await events.take(1)).toEqual([{ event: 'operationCallDone', operationId, output }])

    await ask('call', events.id, genesis, 'Core_nothing', '0x')
    expect(await events.take(1)).toMatchObject([
      { event: 'operationError', error: expect.stringContaining('Core_nothing') },
    ])
    await ask('call', events.id, genesis, 'AccountNonceApi_account_nonce', '0x00')
    expect(await events.take(1)).toMatchObject([
      { event: 'operationError', error: expect.stringContaining('trap') },
    ])
    const [bare] = await followed(false)
    expect(await refusal('call', bare.id, genesis, ...version)).toMatchObject({ code: -32802 })
    expect(await refusal('call', events.id, genesis, 'Core_version')).toMatchObject({ code: -32602 })
    expect(await refusal('call', events.id, 'x', ...version)).toMatchObject({ code: -32602 })
  })

  test('tell nothing where the subscription is not there', async () => {
    const none = { result: 'limitReached' }
    expect(await ask('body', 'nothing', NOWHERE)).toEqual(none)
    expect(await ask('call', 'nothing', NOWHERE, 'Core_version', '0x')).toEqual(none)
    expect(await ask('storage', 'nothing', NOWHERE, [], null)).toEqual(none)
    expect(await ask('continue', 'nothing', '0')).toBeNull()
    expect(await ask('stopOperation', 'nothing', '0')).toBeNull()
  })

  test('are sixteen at a time, and none too many when they are done', async () => {
    const [events, genesis] = await followed()
    const body = ['chainHead_v1_body', events.id, genesis] as const
    const answers = await client.batch(...Array.from({ length: 17 }, () => body))
    expect(answers.slice(0, 16).map(({ result }) => result)).toEqual(
      Array.from({ length: 16 }, () => ({ result: 'started', operationId: expect.any(String) })),
    )
    expect(answers[16]?.result).toEqual({ result: 'limitReached' })
    await events.take(16)
    expect(await ask('body', events.id, genesis)).toMatchObject({ result: 'started' })
  })

  test('that are stopped say nothing more', async () => {
    const [events, genesis] = await followed()
    const [stopped, kept] = await client.batch(
      ['chainHead_v1_body', events.id, genesis],
      ['chainHead_v1_body', events.id, genesis],
      ['chainHead_v1_stopOperation', events.id, '0'],
      ['chainHead_v1_stopOperation', events.id, 'nothing'],
    )
    expect(stopped?.result).toMatchObject({ operationId: '0' })
    expect(kept?.result).toMatchObject({ operationId: '1' })
    expect(await events.take(1)).toMatchObject([{ operationId: '1' }])
    await ask('unfollow', events.id)
    expect(events.waiting).toBe(0)
  })
})

describe('storage', () => {
  const storage = (events: Pushes, hash: Hex, items: readonly unknown[], childTrie: Hex | null = null) =>
    ask('storage', events.id, hash, items, childTrie)

  test('is values, hashes, or nothing', async () => {
    const [events] = await followed()
    const { hash } = await devnet.sealBlock()
    await events.take(2)
    const items = [
      { key: NUMBER, type: 'value' },
      { key: NUMBER, type: 'hash' },
      { key: '0x00', type: 'value' },
    ]
    const started = (await storage(events, hash, items)) as { operationId: string }
    expect(started).toEqual({ result: 'started', operationId: expect.any(String), discardedItems: 0 })
    const { operationId } = started
    expect(await events.take(2)).toEqual([
      {
        event: 'operationStorageItems',
        operationId,
        items: [
          { key: NUMBER, value: '0x01000000' },
          { key: NUMBER, hash: await client.call('state_getStorageHash', [NUMBER]) },
        ],
      },
      { event: 'operationStorageDone', operationId },
    ])
    await storage(events, hash, [{ key: '0x00', type: 'value' }])
    expect(await events.take(1)).toMatchObject([{ event: 'operationStorageDone' }])
    // No call of this chain makes a child trie.
    await storage(events, hash, [{ key: NUMBER, type: 'value' }], '0x01')
    expect(await events.take(1)).toMatchObject([{ event: 'operationStorageDone' }])
  })

  test('is all below a key', async () => {
    const [events, genesis] = await followed()
    const pairs = (await client.call('state_getPairs', [ACCOUNTS])) as [string, string][]
    await storage(events, genesis, [{ key: ACCOUNTS, type: 'descendantsValues' }])
    expect(await events.take(2)).toMatchObject([
      { items: pairs.map(([key, value]) => ({ key, value })) },
      { event: 'operationStorageDone' },
    ])
    await storage(events, genesis, [{ key: ACCOUNTS, type: 'descendantsHashes' }])
    const [hashes] = (await events.take(2)) as { items: { key: string; hash: string }[] }[]
    expect(hashes?.items.map(({ key }) => key)).toEqual(pairs.map(([key]) => key))
    expect(hashes?.items[0]?.hash).toBe(await client.call('state_getStorageHash', [pairs[0]?.[0]]))
  })

  test('waits after a page until it is told to go on', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 2500 }, (_, at) => [`0xabcd${at.toString(16).padStart(4, '0')}`, '0x01']),
    ) as Record<Hex, Hex>
    const { hash } = devnet.setStorage(many)
    const [events] = await followed()
    await events.take(1)
    const started = await storage(events, hash, [{ key: '0xabcd', type: 'descendantsValues' }])
    const { operationId } = started as { operationId: string }
    const page = async () => {
      const [items, next] = (await events.take(2)) as { items: { key: string }[]; event: string }[]
      return [items?.items.length, items?.items[0]?.key, next?.event]
    }
    expect(await page()).toEqual([1000, '0xabcd0000', 'operationWaitingForContinue'])
    expect(await ask('continue', events.id, operationId)).toBeNull()
    expect(await page()).toEqual([1000, '0xabcd03e8', 'operationWaitingForContinue'])
    expect(await ask('continue', events.id, operationId)).toBeNull()
    expect(await page()).toEqual([500, '0xabcd07d0', 'operationStorageDone'])
    expect(await ask('continue', events.id, operationId)).toBeNull()
  })

  test('is not continued where it does not wait', async () => {
    const [events, genesis] = await followed()
    const [, tooEarly] = await client.batch(
      ['chainHead_v1_storage', events.id, genesis, [{ key: CODE, type: 'value' }], null],
      ['chainHead_v1_continue', events.id, '0'],
    )
    expect(tooEarly?.error).toMatchObject({ code: -32803 })
  })

  test('takes as many items as there is room for operations', async () => {
    const [events, genesis] = await followed()
    const items = Array.from({ length: 20 }, () => ({ key: CODE, type: 'hash' }))
    const [first, second] = await client.batch(
      ['chainHead_v1_storage', events.id, genesis, items, null],
      ['chainHead_v1_storage', events.id, genesis, items, null],
    )
    expect(first?.result).toMatchObject({ discardedItems: 4 })
    expect(second?.result).toEqual({ result: 'limitReached' })
    const [found] = (await events.take(2)) as { items: unknown[] }[]
    expect(found?.items).toHaveLength(16)
  })

  test('has no Merkle values, and says so', async () => {
    const [events, genesis] = await followed()
    await storage(events, genesis, [{ key: ACCOUNTS, type: 'closestDescendantMerkleValue' }])
    expect(await events.take(1)).toMatchObject([
      { event: 'operationError', error: expect.stringContaining('Merkle') },
    ])
  })

  test('is asked for in one of five ways', async () => {
    const [events, genesis] = await followed()
    for (const items of [
      7,
      [7],
      [{ key: CODE, type: 'all' }],
      [{ type: 'value' }],
      [{ key: 'x', type: 'value' }],
    ])
      expect(await refusal('storage', events.id, genesis, items, null)).toMatchObject({ code: -32602 })
  })

  test('is as false as faults make it', async () => {
    const [events, genesis] = await followed()
    devnet.faults.set({ falseStorage: { [NUMBER]: '0x2a000000' }, falseCalls: { Core_version: '0x07' } })
    await storage(events, genesis, [{ key: NUMBER, type: 'value' }])
    expect(await events.take(2)).toMatchObject([{ items: [{ value: '0x2a000000' }] }, {}])
    const [runtime] = await followed(true)
    await ask('call', runtime.id, genesis, 'Core_version', '0x')
    expect(await runtime.take(1)).toMatchObject([{ output: '0x07' }])
  })
})
