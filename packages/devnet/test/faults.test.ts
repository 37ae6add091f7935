import { ApiPromise, WsProvider } from '@polkadot/api'
import type { Hex } from '@stake/schema'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type Devnet, type DevnetOptions, startDevnet } from '../src/index.ts'
import { call, connect, entry, include, pair, runtime, signed } from './client.ts'
import { HOTKEY, smallGenesis } from './genesis.ts'
import { RawClient } from './raw-client.ts'
import { rpc } from './rpc.ts'

const alice = pair('//Alice')
const open: { close(): Promise<void> }[] = []

async function start(options: DevnetOptions = {}): Promise<Devnet> {
  const devnet = await startDevnet({
    genesis: smallGenesis(),
    blockTime: 'manual',
    emission: false,
    ...options,
  })
  open.unshift(devnet)
  return devnet
}

async function clientOf(devnet: Devnet): Promise<RawClient> {
  const client = await RawClient.connect(devnet.url)
  open.unshift(client)
  return client
}

async function apiOf(devnet: Devnet): Promise<ApiPromise> {
  const api = await connect(devnet)
  open.unshift({ close: () => api.disconnect() })
  return api
}

afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

/** Remarks of Alice for a chain that starts from the small genesis, signed once for all tests. */
let remarks: readonly Hex[]

beforeAll(async () => {
  const devnet = await startDevnet({ genesis: smallGenesis(), blockTime: 'manual' })
  const api = await connect(devnet)
  const remark = (text: string, nonce: number) =>
    signed(api, call(api, 'system', 'remark', text), alice, { nonce }) as Hex
  remarks = [remark('0x00', 0), remark('0x01', 1), remark('0xff', 0)]
  await api.disconnect()
  await devnet.close()
})

const remark = (at: number): Hex => remarks[at] as Hex
const pending = async (devnet: Devnet) => (await rpc(devnet, 'author_pendingExtrinsics')).result
const submit = (devnet: Devnet, bytes: Hex) => rpc(devnet, 'author_submitExtrinsic', bytes)
const closed = (client: RawClient) =>
  new Promise<number>((resolve) => client.socket.once('close', (code) => resolve(code)))

async function extrinsicsOf(devnet: Devnet, number: number): Promise<readonly string[]> {
  const { result: hash } = await rpc(devnet, 'chain_getBlockHash', number)
  const { result } = await rpc(devnet, 'chain_getBlock', hash)
  return (result as { block: { extrinsics: string[] } }).block.extrinsics.slice(2)
}

describe('connections', () => {
  test('all drop at once, without a closing word, and may come back', async () => {
    const devnet = await start()
    const clients = [await clientOf(devnet), await clientOf(devnet)]
    const codes = Promise.all(clients.map(closed))
    devnet.faults.dropConnections()
    expect(await codes).toEqual([1006, 1006])
    expect(await (await clientOf(devnet)).call('system_chain')).toBe('Stake devnet')
  })

  test('one drops after its submission was taken: the client cannot know, the chain has it', async () => {
    const devnet = await start()
    const client = await clientOf(devnet)
    devnet.faults.dropNextSubmission()
    const code = closed(client)
    let answered = false
    void client.ask('author_submitAndWatchExtrinsic', [remark(0)]).then(() => (answered = true))
    expect(await code).toBe(1006)
    expect(answered).toBe(false)
    expect(await pending(devnet)).toEqual([remark(0)])
    // Only the next one: the same bytes on another connection are answered.
    expect(await (await clientOf(devnet)).ask('author_submitExtrinsic', [remark(0)])).toMatchObject({
      error: { code: 1013 },
    })
  })

  test('one drops before its submission was taken: it looks the same, and the chain knows of nothing', async () => {
    const devnet = await start()
    const client = await clientOf(devnet)
    devnet.faults.dropNextSubmission('beforeTaking')
    const code = closed(client)
    void client.ask('author_submitExtrinsic', [remark(0)])
    expect(await code).toBe(1006)
    expect(await pending(devnet)).toEqual([])
  })

  test('HTTP drops submissions too', async () => {
    const devnet = await start()
    devnet.faults.dropNextSubmission()
    await expect(submit(devnet, remark(0))).rejects.toThrow('fetch failed')
    expect(await pending(devnet)).toEqual([remark(0)])
  })

  test('half open: neither answers nor notifications nor pongs come, and the connection stays', async () => {
    const devnet = await start()
    const client = await clientOf(devnet)
    const heads = await client.subscribe('chain_subscribeNewHeads')
    await heads.take(1)
    devnet.faults.halfOpenConnections()
    const heard: string[] = []
    for (const event of ['message', 'pong', 'close']) client.socket.on(event, () => heard.push(event))
    void client.ask('system_chain')
    client.socket.ping()
    await devnet.sealBlock()
    // Another connection hears of the block, and is answered many times over.
    const other = await clientOf(devnet)
    for (let i = 0; i < 20; i++) await other.call('system_chain')
    expect(heard).toEqual([])
    expect(client.socket.readyState).toBe(WebSocket.OPEN)
    client.socket.terminate()
  })

  test('answers wait as long as they are told, and keep their order', async () => {
    const devnet = await start()
    const client = await clientOf(devnet)
    devnet.faults.set({ delay: 150 })
    const before = performance.now()
    const order: unknown[] = []
    const late = client.call('system_chain').then((chain) => order.push(chain))
    await expect
      .poll(() => pending(devnet).then(() => 'answered late too'), { timeout: 10_000 })
      .toBeDefined()
    devnet.faults.clear()
    const prompt = client.call('system_name').then((name) => order.push(name, 'name'))
    await Promise.all([late, prompt])
    expect(performance.now() - before).toBeGreaterThanOrEqual(149)
    expect(order).toEqual(['Stake devnet', 'Stake devnet', 'name'])
  })
})

describe('submissions', () => {
  test('a transaction is never included, and the one after it waits for it', async () => {
    const devnet = await start()
    const { result: hash } = await submit(devnet, remark(0))
    await submit(devnet, remark(1))
    devnet.faults.set({ neverInclude: [hash as Hex] })
    await devnet.sealBlock()
    expect(await extrinsicsOf(devnet, 1)).toEqual([])
    expect(await pending(devnet)).toEqual([remark(0), remark(1)])
    devnet.faults.clear()
    await devnet.sealBlock()
    expect(await extrinsicsOf(devnet, 2)).toEqual([remark(0), remark(1)])
  })

  test('none is included, from the start', async () => {
    const devnet = await start({ faults: { neverInclude: 'all' } })
    await submit(devnet, remark(0))
    await devnet.sealBlock()
    expect(await extrinsicsOf(devnet, 1)).toEqual([])
  })

  test.each([
    [{ code: 1014 }, 'Priority is too low: (1 vs 1)'],
    [{ code: 1016 }, 'Immediately Dropped'],
    [{ code: 1012 }, 'Transaction is temporarily banned'],
    [{ code: 1010, message: 'Invalid Transaction', data: 'Custom error: 6' }, 'Invalid Transaction'],
    [{ code: -32000, message: 'no more today' }, 'no more today'],
  ])('they are refused with %o', async (refuse, message) => {
    const devnet = await start()
    devnet.faults.set({ refuse })
    expect((await submit(devnet, remark(0))).error).toMatchObject({ ...refuse, message })
    expect(await pending(devnet)).toEqual([])
    devnet.faults.set({ refuse: null })
    expect((await submit(devnet, remark(0))).error).toBeUndefined()
  })
})

describe('blocks', () => {
  test('no more come, then they come again', async () => {
    const devnet = await start({ blockTime: 'instant', faults: { stopBlocks: true } })
    const client = await clientOf(devnet)
    const watched = await client.subscribe('author_submitAndWatchExtrinsic', [remark(0)])
    await watched.take(2)
    for (let i = 0; i < 20; i++) await client.call('system_chain')
    expect(watched.waiting).toBe(0)
    expect((await rpc(devnet, 'chain_getHeader')).result).toMatchObject({ number: '0x0' })
    devnet.faults.set({ stopBlocks: false })
    expect(await watched.take(2)).toMatchObject([
      { inBlock: expect.any(String) },
      { finalized: expect.any(String) },
    ])
  })

  test('no more get final, then all that waited do', async () => {
    const devnet = await start()
    const client = await clientOf(devnet)
    const finalized = await client.subscribe('chain_subscribeFinalizedHeads')
    await finalized.take(1)
    devnet.faults.set({ stopFinality: true })
    for (let i = 0; i < 3; i++) await devnet.sealBlock()
    expect((await rpc(devnet, 'chain_getFinalizedHead')).result).toBe(devnet.genesisHash)
    devnet.faults.set({ stopFinality: false })
    await devnet.sealBlock()
    expect(await finalized.take(4)).toMatchObject(['0x1', '0x2', '0x3', '0x4'].map((number) => ({ number })))
  })

  test('old states are pruned, on demand', async () => {
    const devnet = await start()
    const { hash } = await devnet.sealBlock()
    await devnet.sealBlock()
    devnet.faults.pruneStates()
    expect((await rpc(devnet, 'state_getStorage', '0x00', hash)).error).toEqual({
      code: 4003,
      message: `Client error: UnknownBlock: State already discarded for ${hash}`,
    })
    expect((await rpc(devnet, 'state_getStorage', '0x00')).error).toBeUndefined()
  })
})

describe('reorgs', () => {
  /** One remark in block 2 of 3, with somebody watching. */
  async function included() {
    const devnet = await start({ finalityDepth: 10 })
    const client = await clientOf(devnet)
    await devnet.sealBlock()
    const watched = await client.subscribe('author_submitAndWatchExtrinsic', [remark(0)])
    const { hash } = await devnet.sealBlock()
    await devnet.sealBlock()
    expect(await watched.take(3)).toEqual(['ready', { broadcast: [expect.any(String)] }, { inBlock: hash }])
    return { devnet, client, watched, hash }
  }

  test('a transaction comes back at another height', async () => {
    const { devnet, client, watched, hash } = await included()
    const heads = await client.subscribe('chain_subscribeNewHeads')
    const all = await client.subscribe('chain_subscribeAllHeads')
    await Promise.all([heads.take(1), all.take(1)])
    const best = devnet.faults.reorg({ depth: 2, transactions: 'later' })
    expect(best.number).toBe(4)
    expect(await watched.take(2)).toEqual([{ retracted: hash }, { inBlock: best.hash }])
    expect([await extrinsicsOf(devnet, 2), await extrinsicsOf(devnet, 4)]).toEqual([[], [remark(0)]])
    // The best head jumps; all heads show the branch.
    expect(await heads.take(1)).toMatchObject([{ number: '0x4' }])
    expect(await all.take(3)).toMatchObject([{ number: '0x2' }, { number: '0x3' }, { number: '0x4' }])
    // The abandoned block is still there by its name.
    expect((await rpc(devnet, 'chain_getHeader', hash)).result).toMatchObject({ number: '0x2' })
    expect((await rpc(devnet, 'chain_getBlockHash', 2)).result).not.toBe(hash)
    devnet.faults.set({ stopFinality: false })
    for (let i = 0; i < 10; i++) await devnet.sealBlock()
    expect(await watched.take(1)).toEqual([{ finalized: best.hash }])
  })

  test('a transaction goes back into the pool', async () => {
    const { devnet, watched, hash } = await included()
    devnet.faults.reorg({ depth: 2 })
    expect(await watched.take(3)).toEqual([{ retracted: hash }, 'ready', { broadcast: [expect.any(String)] }])
    expect(await pending(devnet)).toEqual([remark(0)])
    const next = await devnet.sealBlock()
    expect(next.number).toBe(5)
    expect(await watched.take(1)).toEqual([{ inBlock: next.hash }])
  })

  test('a transaction is lost, and its nonce is free', async () => {
    const { devnet, watched, hash } = await included()
    devnet.faults.reorg({ depth: 2, transactions: 'lost' })
    expect(await watched.take(1)).toEqual([{ retracted: hash }])
    expect(await pending(devnet)).toEqual([])
    expect((await rpc(devnet, 'system_accountNextIndex', alice.address)).result).toBe(0)
    await devnet.sealBlock()
    expect(watched.waiting).toBe(0)
  })

  test('a transaction is displaced by another of its nonce', async () => {
    const { devnet, watched, hash } = await included()
    devnet.faults.reorg({ depth: 2, include: [remark(2)] })
    expect(await watched.take(2)).toEqual([{ retracted: hash }, 'invalid'])
    expect(await extrinsicsOf(devnet, 2)).toEqual([remark(2)])
    expect((await rpc(devnet, 'system_accountNextIndex', alice.address)).result).toBe(1)
  })

  test('a transaction is invalid, as the block it was born in is gone', async () => {
    const devnet = await start({ finalityDepth: 10 })
    const api = await apiOf(devnet)
    const client = await clientOf(devnet)
    const birth = await devnet.sealBlock()
    const era = api.createType('ExtrinsicEra', { current: birth.number, period: 64 })
    const bytes = signed(api, call(api, 'system', 'remark', '0x07'), alice, {
      nonce: 0,
      era,
      blockHash: birth.hash,
    })
    const watched = await client.subscribe('author_submitAndWatchExtrinsic', [bytes])
    const { hash } = await devnet.sealBlock()
    await watched.take(3)
    devnet.faults.reorg({ depth: 2 })
    expect(await watched.take(2)).toEqual([{ retracted: hash }, 'invalid'])
    expect(await pending(devnet)).toEqual([])
  })

  test('what is final stays', async () => {
    const devnet = await start({ finalityDepth: 1 })
    for (let i = 0; i < 3; i++) await devnet.sealBlock()
    expect(() => devnet.faults.reorg({ depth: 2 })).toThrow('only 1 blocks are not final')
    expect(devnet.faults.reorg({ depth: 1 }).number).toBe(4)
  })
})

describe('a runtime upgrade between blocks', () => {
  test('makes everything that is pending invalid', async () => {
    const devnet = await start()
    const client = await clientOf(devnet)
    const versions = await client.subscribe('state_subscribeRuntimeVersion')
    expect(await versions.take(1)).toMatchObject([{ specVersion: 424, transactionVersion: 1 }])
    const watched = await client.subscribe('author_submitAndWatchExtrinsic', [remark(0)])
    await watched.take(2)
    const { number, hash } = devnet.faults.upgradeRuntime()
    expect(number).toBe(1)
    expect(await watched.take(1)).toEqual(['invalid'])
    expect(await versions.take(1)).toMatchObject([{ specVersion: 425, transactionVersion: 1 }])
    expect((await submit(devnet, remark(2))).error).toEqual({
      code: 1010,
      message: 'Invalid Transaction',
      data: 'Transaction has a bad signature',
    })
    // An older block still has its older runtime, and the new one says in its digest that something changed.
    expect((await rpc(devnet, 'state_getRuntimeVersion', devnet.genesisHash)).result).toMatchObject({
      specVersion: 424,
    })
    expect((await rpc(devnet, 'chain_getHeader', hash)).result).toMatchObject({
      digest: { logs: expect.arrayContaining(['0x08']) },
    })
  })

  test('is noticed by a client, which then signs for the new one', async () => {
    const devnet = await start()
    const api = await apiOf(devnet)
    devnet.faults.upgradeRuntime({ specVersion: 430, transactionVersion: 2 })
    await expect.poll(() => api.runtimeVersion.specVersion.toNumber(), { timeout: 10_000 }).toBe(430)
    const events = (await entry(api, 'system', 'events')()) as unknown as readonly {
      event: { method: string }
    }[]
    expect(events.map(({ event }) => event.method)).toContain('CodeUpdated')
    const { error } = await include(devnet, api, call(api, 'system', 'remark', '0x01'), alice)
    expect(error).toBeUndefined()
    const version = api.consts.system?.version as unknown as { specVersion: { toNumber(): number } }
    expect(version.specVersion.toNumber()).toBe(430)
  })

  test('may change the curve of a pool', async () => {
    const devnet = await start()
    const api = await apiOf(devnet)
    const price = async () => String(await runtime(api, 'swapRuntimeApi', 'currentAlphaPrice')(1))
    // 1000 TAO and 1500 alpha: 0.666… TAO. Mechanism 0 is stable: 1.
    expect(await price()).toBe('666666666')
    const key = entry(api, 'subtensorModule', 'subnetMechanism').key(1) as Hex
    devnet.faults.upgradeRuntime({ storage: { [key]: '0x0000' } })
    expect(await price()).toBe('1000000000')
  })
})

describe('wrong answers', () => {
  test('to the question for a balance', async () => {
    const devnet = await start()
    const api = await apiOf(devnet)
    const key = entry(api, 'system', 'account').key(alice.address) as Hex
    const { result: truth } = await rpc(devnet, 'state_getStorage', key)
    // Nonce, consumers, providers and sufficients, then the free balance: 7 rao.
    const lie = `${String(truth).slice(0, 2 + 32)}0700000000000000${String(truth).slice(2 + 32 + 16)}` as Hex
    devnet.faults.set({ falseStorage: { [key]: lie } })
    const { data } = (await entry(api, 'system', 'account')(alice.address)) as unknown as {
      data: { free: { toString(): string } }
    }
    expect(String(data.free)).toBe('7')
    // The chain itself knows better: the transfer goes through.
    const transfer = call(api, 'balances', 'transferKeepAlive', pair('//Bob').address, 1_000_000_000n)
    expect((await include(devnet, api, transfer, alice)).error).toBeUndefined()
    devnet.faults.clear()
    expect((await rpc(devnet, 'state_getStorage', key)).result).not.toBe(lie)
  })

  test('to the question for a price', async () => {
    const devnet = await start()
    const api = await apiOf(devnet)
    devnet.faults.set({ falseCalls: { SwapRuntimeApi_current_alpha_price: '0x2a00000000000000' } })
    expect(String(await runtime(api, 'swapRuntimeApi', 'currentAlphaPrice')(1))).toBe('42')
  })
})

test('two calls have each other’s index in the metadata: a client that trusts it stakes instead of unstaking', async () => {
  const devnet = await start({
    faults: { swapCalls: [{ pallet: 'SubtensorModule', calls: ['add_stake', 'remove_stake'] }] },
  })
  const api = await apiOf(devnet)
  // Indices of runtime 424: add_stake 2, remove_stake 3.
  expect(call(api, 'subtensorModule', 'addStake', HOTKEY, 1, 1n).toU8a().at(-43)).toBe(3)
  const { events, error } = await include(
    devnet,
    api,
    call(api, 'subtensorModule', 'removeStake', HOTKEY, 1, 2_000_000_000n),
    alice,
  )
  expect(error).toBeUndefined()
  expect(events.map(([name]) => name)).toContain('subtensorModule.StakeAdded')
})

describe('over RPC', () => {
  test('everything can be made to go wrong from another process', async () => {
    const devnet = await start({ finalityDepth: 10 })
    expect((await rpc(devnet, 'devnet_sealBlock')).result).toMatchObject({ number: 1 })
    expect((await rpc(devnet, 'devnet_setFaults', { refuse: { code: 1016 } })).result).toBeNull()
    expect((await submit(devnet, remark(0))).error?.code).toBe(1016)
    await rpc(devnet, 'devnet_clearFaults')
    expect((await submit(devnet, remark(0))).error).toBeUndefined()
    expect((await rpc(devnet, 'devnet_reorg', { depth: 1 })).result).toMatchObject({ number: 2 })
    expect((await rpc(devnet, 'devnet_upgradeRuntime', { specVersion: 500 })).result).toMatchObject({
      number: 3,
    })
    expect((await rpc(devnet, 'state_getRuntimeVersion')).result).toMatchObject({ specVersion: 500 })
    await rpc(devnet, 'devnet_pruneStates')
    await rpc(devnet, 'devnet_dropNextSubmission', 'beforeTaking')
    await expect(submit(devnet, remark(1))).rejects.toThrow('fetch failed')
    const client = await clientOf(devnet)
    await rpc(devnet, 'devnet_halfOpenConnections')
    const code = closed(client)
    await rpc(devnet, 'devnet_dropConnections')
    client.socket.terminate()
    expect(await code).toBe(1006)
  })

  test.each([
    ['devnet_setFaults', { delay: -1 }],
    ['devnet_setFaults', { weather: 'bad' }],
    ['devnet_setFaults', { neverInclude: ['alice'] }],
    ['devnet_setFaults', { refuse: { code: 'x' } }],
    ['devnet_setFaults', { swapCalls: [{ pallet: 'SubtensorModule', calls: ['add_stake', 'no_call'] }] }],
    ['devnet_setFaults', 7],
    ['devnet_reorg', {}],
    ['devnet_reorg', { depth: 1 }],
    ['devnet_reorg', { depth: 0, include: ['0x00'] }],
    ['devnet_reorg', { depth: 0, transactions: 'eaten' }],
    ['devnet_upgradeRuntime', { specVersion: -1 }],
    ['devnet_dropNextSubmission', 'sometimes'],
  ])('%s refuses %j', async (method, param) => {
    const devnet = await start()
    expect((await rpc(devnet, method, param)).error).toMatchObject({ code: -32602 })
    expect((await rpc(devnet, 'chain_getHeader')).result).toMatchObject({ number: '0x0' })
  })
})

test('a client that reconnects goes on after a drop', async () => {
  const devnet = await start()
  const provider = new WsProvider(devnet.url, 50)
  const api = await ApiPromise.create({ provider, noInitWarn: true })
  open.unshift({ close: () => api.disconnect() })
  const lost = new Promise((resolve) => provider.on('disconnected', () => resolve(undefined)))
  devnet.faults.dropConnections()
  await lost
  await expect.poll(() => provider.isConnected, { timeout: 10_000 }).toBe(true)
  expect(String(await api.rpc.system.chain())).toBe('Stake devnet')
})
