import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Devnet, developmentAccounts, localnetGenesis, startDevnet } from '../src/index.ts'
import {
  call,
  connect,
  entry,
  freeBalance,
  httpProvider,
  include,
  pair,
  read,
  runtime,
  stake,
} from './client.ts'

let devnet: Devnet
let api: ApiPromise
const alice = pair('//Alice')

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual', finalityDepth: 2 })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

test('the chain says what it is', async () => {
  expect(api.genesisHash.toHex()).toBe(devnet.genesisHash)
  expect(api.runtimeVersion.specName.toString()).toBe('node-subtensor')
  expect(api.runtimeVersion.specVersion.toNumber()).toBe(424)
  expect(api.registry.chainSS58).toBe(42)
  expect(api.registry.chainDecimals).toEqual([9])
  expect(api.registry.chainTokens).toEqual(['TAO'])
  expect(api.extrinsicVersion).toBe(4)
  expect((await api.rpc.system.health()).toHuman()).toEqual({
    peers: '0',
    isSyncing: false,
    shouldHavePeers: false,
  })
  expect((await api.rpc.system.chain()).toString()).toBe('Stake devnet')
  expect((await api.rpc.system.chainType()).toString()).toBe('Development')
  expect(api.consts.balances?.existentialDeposit?.toString()).toBe('500')
})

test('the runtime says how long a block is meant to take, also after an upgrade', async () => {
  const times = ({ consts }: ApiPromise) =>
    [consts.aura?.slotDuration, consts.timestamp?.minimumPeriod].map(String)
  expect(times(api)).toEqual(['12000', '6000'])
  const local = await startDevnet({ blockTime: 'manual', genesis: localnetGenesis() })
  const quick = await connect(local)
  expect(times(quick)).toEqual(['250', '125'])
  await quick.disconnect()
  local.faults.upgradeRuntime()
  const upgraded = await connect(local)
  expect(upgraded.runtimeVersion.specVersion.toNumber()).toBe(425)
  expect(times(upgraded)).toEqual(['250', '125'])
  await upgraded.disconnect()
  await local.close()
})

test('development accounts are those of the well-known phrase', () => {
  expect(Object.values(developmentAccounts)).toEqual(
    ['//Alice', '//Bob', '//Charlie', '//Dave', '//Eve', '//Ferdie'].map((uri) => pair(uri).address),
  )
})

test('state is read by key, by prefix and by runtime API', async () => {
  expect(await freeBalance(api, developmentAccounts.bob)).toBe(10_000_000_000_000n)
  const networks = await entry(api, 'subtensorModule', 'networksAdded').entries()
  expect(networks.map(([key]) => Number(String(key.args[0]))).sort((a, b) => a - b)).toEqual([
    0, 1, 2, 3, 4, 5, 8, 19, 51, 64, 66, 81, 119, 277,
  ])
  expect(String(await runtime(api, 'swapRuntimeApi', 'currentAlphaPrice')(2))).toBe('250000000')
  // (0.52 / 0.48) * (2500 / 60000) = 0.0451388…
  expect(String(await runtime(api, 'swapRuntimeApi', 'currentAlphaPrice')(3))).toBe('45138888')
  expect(String(await runtime(api, 'swapRuntimeApi', 'currentAlphaPrice')(0))).toBe('1000000000')
  const all = (await runtime(api, 'subnetInfoRuntimeApi', 'getAllDynamicInfo')()) as unknown as readonly {
    unwrap(): { netuid: unknown; tokenSymbol: Iterable<{ toNumber(): number }> }
  }[]
  const symbols = all.map((info) => {
    const { netuid, tokenSymbol } = info.unwrap()
    return [String(netuid), new TextDecoder().decode(Uint8Array.from(tokenSymbol, (byte) => byte.toNumber()))]
  })
  expect(Object.fromEntries(symbols)).toEqual({
    0: 'Τ',
    1: 'α',
    2: 'β',
    3: 'γ',
    4: 'δ',
    5: 'ε',
    8: 'θ',
    19: 'τ19',
    51: 'ב',
    64: 'շ',
    66: '\u001b[5m\u202e',
    81: 'Ⴃ',
    119: 'Ⲃ',
    277: 'इ',
  })
})

test('raw storage has its size and its hash, and reads at an old block stay as they were', async () => {
  const key = entry(api, 'timestamp', 'now').key()
  const before = await api.rpc.chain.getBlockHash()
  await devnet.sealBlock()
  const [now, old, size, hash] = await Promise.all([
    api.rpc.state.getStorage(key),
    api.rpc.state.getStorage(key, before),
    api.rpc.state.getStorageSize(key),
    api.rpc.state.getStorageHash(key),
  ])
  expect(String(now)).not.toBe(String(old))
  expect(size.toNumber()).toBe(8)
  expect(hash.toHex()).toMatch(/^0x[0-9a-f]{64}$/)
  const [set] = (await api.rpc.state.queryStorageAt([key], before)) as unknown as readonly unknown[]
  expect(String(set)).toBe(String(old))
})

test('keys come in pages', async () => {
  const prefix = entry(api, 'system', 'account').keyPrefix()
  const all = await api.rpc.state.getKeysPaged(prefix, 1000)
  const first = await api.rpc.state.getKeysPaged(prefix, 5)
  const second = await api.rpc.state.getKeysPaged(prefix, 5, first[4]?.toHex())
  expect([...first, ...second].map(String)).toEqual(all.slice(0, 10).map(String))
  expect(all.length).toBeGreaterThan(15)
  await expect(api.rpc.state.getKeysPaged(prefix, 1001)).rejects.toThrow('count exceeds maximum value')
})

test('blocks name their parents and hash to their names', async () => {
  const { hash, number } = await devnet.sealBlock()
  const header = await api.rpc.chain.getHeader(hash)
  expect(header.hash.toHex()).toBe(hash)
  expect(header.number.toNumber()).toBe(number)
  expect(header.parentHash.toHex()).toBe((await api.rpc.chain.getBlockHash(number - 1)).toHex())
  const { block } = await api.rpc.chain.getBlock(hash)
  expect(block.extrinsics.map(({ method }) => `${method.section}.${method.method}`)).toEqual([
    'timestamp.set',
    'mevShield.announceNextKey',
  ])
  expect((await api.rpc.chain.getBlockHash(number + 1)).isEmpty).toBe(true)
})

test('the finalized head stays behind by the chosen depth', async () => {
  const { number } = await devnet.sealBlock()
  const finalized = await api.rpc.chain.getHeader(await api.rpc.chain.getFinalizedHead())
  expect(finalized.number.toNumber()).toBe(number - 2)
})

test('HTTP answers on the same port', async () => {
  const http = httpProvider(devnet)
  expect(await http.send('chain_getBlockHash', [0])).toBe(devnet.genesisHash)
})

describe('metadata', () => {
  test('is offered in versions 14, 15 and 16', async () => {
    expect((await runtime(api, 'metadata', 'metadataVersions')()).toJSON()).toEqual([14, 15, 16])
    expect((await api.rpc.state.getMetadata()).version).toBe(14)
  })
})

test('stakes and unstakes', async () => {
  const hotkey = await read(api, 'subtensorModule', 'keys', 2, 0)
  expect(await stake(api, hotkey, alice.address, 2)).toBe(0n)
  const added = await include(
    devnet,
    api,
    call(api, 'subtensorModule', 'addStake', hotkey, 2, 5_000_000_000n),
    alice,
  )
  expect(added.error).toBeUndefined()
  const held = await stake(api, hotkey, alice.address, 2)
  expect(held).toBeGreaterThan(19_000_000_000n)
  const removed = await include(
    devnet,
    api,
    call(api, 'subtensorModule', 'removeStake', hotkey, 2, held),
    alice,
  )
  expect(removed.error).toBeUndefined()
  expect(await stake(api, hotkey, alice.address, 2)).toBe(0n)
})
