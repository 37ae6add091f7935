import type { ApiPromise } from '@polkadot/api'
import { Keyring } from '@polkadot/keyring'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Devnet, developmentAccounts, startDevnet } from '../src/index.ts'
import { call, connect, include, pair, signed } from './client.ts'
import { smallGenesis } from './genesis.ts'
import { RawClient } from './raw-client.ts'
import { rpc } from './rpc.ts'

// Keys as every Substrate chain has them: twox_128 of pallet and item.
const ACCOUNTS = '0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9'
const NUMBER = '0x26aa394eea5630e07c48ae0c9558cef702a5c1b19ab7a04f536c519aca4983ac'

const alice = pair('//Alice')
const bob = pair('//Bob')

let devnet: Devnet
let api: ApiPromise

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual', genesis: smallGenesis() })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

async function ask(method: string, ...params: unknown[]): Promise<unknown> {
  const { result, error } = await rpc(devnet, method, ...params)
  if (error !== undefined) throw new Error(`${error.code}: ${error.message} (${error.data})`)
  return result
}

describe('storage', () => {
  test('keys and pairs by prefix, at any block', async () => {
    const keys = (await ask('state_getKeys', ACCOUNTS)) as string[]
    const pairs = (await ask('state_getPairs', ACCOUNTS)) as [string, string][]
    expect(keys.length).toBeGreaterThan(3)
    expect(keys).toEqual([...keys].sort())
    expect(pairs.map(([key]) => key)).toEqual(keys)
    for (const [key, value] of pairs) expect(await ask('state_getStorage', key)).toBe(value)
    expect(await ask('state_getKeysPaged', ACCOUNTS, 2)).toEqual(keys.slice(0, 2))
    expect(await ask('state_getKeysPaged', ACCOUNTS, 1000, keys[1])).toEqual(keys.slice(2))
    expect(await ask('state_getPairs', NUMBER, devnet.genesisHash)).toEqual([])
  })

  test('what changed between two blocks', async () => {
    const { number, hash } = await devnet.sealBlock()
    const { hash: second } = await devnet.sealBlock()
    const value = (height: number) => `0x${height.toString(16).padStart(2, '0')}000000`
    expect(await ask('state_queryStorage', [NUMBER, '0x00'], hash, second)).toEqual([
      {
        block: hash,
        changes: [
          [NUMBER, value(number)],
          ['0x00', null],
        ],
      },
      { block: second, changes: [[NUMBER, value(number + 1)]] },
    ])
    expect((await rpc(devnet, 'state_queryStorage', [NUMBER], second, hash)).error).toMatchObject({
      code: 4001,
    })
    expect(await ask('state_queryStorageAt', [NUMBER], hash)).toEqual([
      { block: hash, changes: [[NUMBER, value(number)]] },
    ])
  })

  test('hash and size of a value', async () => {
    const [key] = (await ask('state_getKeys', ACCOUNTS)) as string[]
    const size = await ask('state_getStorageSize', key)
    expect(String(await ask('state_getStorage', key))).toHaveLength(2 + 2 * Number(size))
    expect(await ask('state_getStorageHash', key)).toMatch(/^0x[0-9a-f]{64}$/)
    expect(await ask('state_getStorageSize', '0x00')).toBeNull()
    expect(await ask('state_getStorageHash', '0x00')).toBeNull()
  })

  test('proofs are refused by name', async () => {
    for (const method of ['state_getReadProof', 'state_getChildReadProof'])
      expect((await rpc(devnet, method, [NUMBER])).error).toMatchObject({
        code: 4003,
        message: expect.stringContaining('storage proofs'),
      })
  })

  test('a subscription without keys hears every change', async () => {
    const client = await RawClient.connect(devnet.url)
    const changes = await client.subscribe('state_subscribeStorage')
    const { number } = await devnet.sealBlock()
    const [first, second] = (await changes.take(2)) as { changes: [string, string][] }[]
    expect(first?.changes).toEqual([])
    expect(new Map(second?.changes).get(NUMBER)).toBe(`0x${number.toString(16).padStart(2, '0')}000000`)
    await client.close()
  })
})

describe('dry runs', () => {
  const dryRun = async (bytes: string, at?: string) => ask('system_dryRun', bytes, at)
  const nonceOf = async () => (await api.rpc.system.accountNextIndex(alice.address)).toNumber()

  test('say what would become of an extrinsic, and change nothing', async () => {
    const nonce = await nonceOf()
    const good = call(api, 'balances', 'transferKeepAlive', bob.address, 1)
    const bad = call(api, 'balances', 'transferKeepAlive', bob.address, 10n ** 18n)
    const stranger = call(api, 'balances', 'transferKeepAlive', { Address20: `0x${'11'.repeat(20)}` }, 1)
    expect(await dryRun(signed(api, good, alice, { nonce }))).toBe('0x0000')
    // Token(FundsUnavailable), and CannotLookup.
    expect(await dryRun(signed(api, bad, alice, { nonce }))).toBe('0x00010700')
    expect(await dryRun(signed(api, stranger, alice, { nonce }))).toBe('0x000101')
    expect(await nonceOf()).toBe(nonce)
  })

  test('say why one could not be in a block', async () => {
    const nonce = await nonceOf()
    const remark = call(api, 'system', 'remark', '0x07')
    const penniless = pair('//Penniless')
    const edward = new Keyring({ type: 'ed25519' }).addFromUri('//Edward')
    expect(await dryRun(signed(api, remark, penniless, { nonce: 0 }))).toBe('0x010001')
    expect(await dryRun(signed(api, remark, alice, { nonce: nonce + 1 }))).toBe('0x010002')
    expect(await dryRun(signed(api, remark, edward, { nonce: 0 }))).toBe('0x010004')
    expect(await dryRun('0x10040200a8')).toBe('0x010101')
    await include(devnet, api, call(api, 'system', 'remark', '0x08'), alice)
    expect(await dryRun(signed(api, remark, alice, { nonce: 0 }))).toBe('0x010003')
    expect(await dryRun(signed(api, remark, alice, { nonce: 0 }), devnet.genesisHash)).toBe('0x0000')
  })

  test('of what is no extrinsic fail', async () => {
    expect((await rpc(devnet, 'system_dryRun', '0x00')).error).toMatchObject({ code: 1 })
    expect((await rpc(devnet, 'payment_queryInfo', '0x00')).error).toMatchObject({
      code: 1,
      message: 'Unable to query dispatch info.',
    })
    expect((await rpc(devnet, 'payment_queryFeeDetails', '0x00')).error).toMatchObject({
      code: 1,
      message: 'Unable to query fee details.',
    })
  })
})

describe('the pool', () => {
  test('lets go of what is removed by hash or by bytes, and of what depends on it', async () => {
    const nonce = (await api.rpc.system.accountNextIndex(alice.address)).toNumber()
    const remark = call(api, 'system', 'remark', '0x09')
    const [first, second, third] = [0, 1, 2].map((ahead) =>
      signed(api, remark, alice, { nonce: nonce + ahead }),
    )
    const client = await RawClient.connect(devnet.url)
    const hash = await ask('author_submitExtrinsic', first)
    const watched = await client.subscribe('author_submitAndWatchExtrinsic', [second])
    const other = await ask('author_submitExtrinsic', third)
    const removed = (await ask('author_removeExtrinsic', [{ extrinsic: second }])) as string[]
    expect(removed).toHaveLength(2)
    expect(removed[1]).toBe(other)
    expect(await watched.take(3)).toEqual(['ready', { broadcast: [expect.any(String)] }, 'invalid'])
    expect(await ask('author_pendingExtrinsics')).toEqual([first])
    expect(await ask('author_removeExtrinsic', [{ hash }])).toEqual([hash])
    expect(await ask('author_removeExtrinsic', [{ hash }])).toEqual([])
    expect((await rpc(devnet, 'author_submitExtrinsic', first)).error).toMatchObject({ code: 1012 })
    expect((await rpc(devnet, 'author_removeExtrinsic', ['0x00'])).error).toMatchObject({ code: -32602 })
    await client.close()
  })

  test('a signed inherent is refused, as a node refuses it', async () => {
    const nonce = (await api.rpc.system.accountNextIndex(alice.address)).toNumber()
    const bytes = signed(api, call(api, 'timestamp', 'set', 1), alice, { nonce })
    expect((await rpc(devnet, 'author_submitExtrinsic', bytes)).error).toEqual({
      code: 1010,
      message: 'Invalid Transaction',
      data: 'Transaction dispatch is mandatory; transactions must not be validated.',
    })
  })
})

test('the system tells of itself', async () => {
  expect(await ask('system_name')).toBe('Stake devnet')
  expect(await ask('system_chainType')).toBe('Development')
  expect(await ask('system_properties')).toEqual({
    isEthereum: false,
    ss58Format: 42,
    tokenDecimals: 9,
    tokenSymbol: 'TAO',
  })
  expect(await ask('chainSpec_v1_chainName')).toBe(await ask('system_chain'))
  expect(await ask('chainSpec_v1_properties')).toEqual(await ask('system_properties'))
  expect(await ask('chainSpec_v1_genesisHash')).toBe(await ask('chain_getBlockHash', 0))
  expect(await ask('system_health')).toEqual({ peers: 0, isSyncing: false, shouldHavePeers: false })
  const number = Number(((await ask('chain_getHeader')) as { number: string }).number)
  expect(await ask('system_syncState')).toEqual({
    startingBlock: 0,
    currentBlock: number,
    highestBlock: number,
  })
  expect(await ask('system_accountNextIndex', developmentAccounts.bob)).toBe(0)
})
