import { type Genesis, namedAccount, storageEntry } from '@stake/devnet'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  buildCall,
  type Call,
  readChildkeyTake,
  readDelegateTake,
  readFamily,
  type Signer,
  signerFromUri,
} from '../src/index.ts'
import { type CountedChain, countedChain } from './counted-chain.ts'

const HALF = 2n ** 63n
const WHOLE = 2n ** 64n - 1n
const owner = signerFromUri('//Bob')
const hotkey = namedAccount('validator')
const child = namedAccount('child')
const second = namedAccount('second child')

/** Bob owns a validator; a raise waits for three blocks more, children for five, and epochs come every seven. */
const genesis: Genesis = {
  author: namedAccount('author'),
  balances: { [namedAccount('author')]: '1', [owner.address]: '1000' },
  hotkeys: [
    { hotkey, owner: owner.address, take: 5000 },
    { hotkey: child, owner: namedAccount('another owner') },
    { hotkey: second, owner: namedAccount('another owner') },
  ],
  subnets: [
    { netuid: 0, name: 'root', symbol: 'Τ' },
    { netuid: 1, name: 'One', symbol: 'α', tao: '1000', alpha: '1500', tempo: 7, validators: [{ hotkey }] },
  ],
  stakes: [{ hotkey, coldkey: owner.address, netuid: 1, alpha: '100' }],
  storage: Object.fromEntries([
    storageEntry('SubtensorModule', 'TxDelegateTakeRateLimit', [], 3n),
    storageEntry('SubtensorModule', 'TxChildkeyTakeRateLimit', [], 3n),
    storageEntry('SubtensorModule', 'PendingChildKeyCooldown', [], 5n),
    storageEntry('SubtensorModule', 'MinChildkeyTake', [], 100),
    storageEntry('SubtensorModule', 'MinChildkeyTakePerSubnet', [1], 200),
    storageEntry('SubtensorModule', 'MinDelegateTake', [], 10),
  ]),
}

let net: CountedChain

beforeEach(async () => {
  net = await countedChain({ genesis, emission: true })
})
afterEach(() => net?.close())

/** Tries a call in each of the next blocks until it has done its work; the number of the first that it did it in. */
async function firstBlock(call: Call, signer: Signer, done: () => Promise<boolean>): Promise<number> {
  for (let tries = 0; tries < 10; tries++) {
    await net.execute(signer, call)
    if (await done()) return (await net.chain.at('best')).block.number
  }
  throw new Error('it never worked')
}

describe('the delegate take', () => {
  const change = (name: 'increase_take' | 'decrease_take', take: number) =>
    buildCall(net.chain, 'SubtensorModule', name, { hotkey, take })

  test('with its bounds, in one request', async () => {
    const { result, asked } = await net.counted((at) => readDelegateTake(at, hotkey))
    expect(result).toEqual({
      take: 5000,
      least: 10,
      most: 11_796,
      rateLimit: 3,
      lastChange: undefined,
      raisableFrom: 0,
    })
    expect(asked).toEqual({ state_queryStorageAt: 1 })
  })

  test('of a hotkey that is no delegate is the default', async () => {
    expect(await net.read((at) => readDelegateTake(at, child))).toMatchObject({
      take: 11_796,
      raisableFrom: 0,
    })
  })

  test('can be raised in the block that is named, and not before', async () => {
    await net.execute(owner, change('decrease_take', 4000))
    const lowered = await net.read((at) => readDelegateTake(at, hotkey))
    expect(lowered).toMatchObject({ take: 4000, lastChange: 1, raisableFrom: 5 })
    const raised = await firstBlock(change('increase_take', 4500), owner, async () => {
      const { take } = await net.read((at) => readDelegateTake(at, hotkey))
      return take === 4500
    })
    expect(raised).toBe(lowered.raisableFrom)
  })

  test('without a limit can be raised at once', async () => {
    const storage = { ...genesis.storage, ...Object.fromEntries([unlimited]) }
    await net.close()
    net = await countedChain({ genesis: { ...genesis, storage } })
    await net.execute(owner, change('decrease_take', 4000))
    expect(await net.read((at) => readDelegateTake(at, hotkey))).toMatchObject({
      lastChange: 1,
      raisableFrom: 0,
    })
    await net.execute(owner, change('increase_take', 4500))
    expect(await net.read((at) => readDelegateTake(at, hotkey))).toMatchObject({ take: 4500, lastChange: 2 })
  })

  const unlimited = storageEntry('SubtensorModule', 'TxDelegateTakeRateLimit', [], 0n)
})

describe('the childkey take', () => {
  const set = (take: number) =>
    buildCall(net.chain, 'SubtensorModule', 'set_childkey_take', { hotkey, netuid: 1, take })

  test('is at least what the chain and the subnet ask for, in one request', async () => {
    const { result, asked } = await net.counted((at) => readChildkeyTake(at, hotkey, 1))
    expect(result).toEqual({
      take: 0,
      effective: 200,
      least: 200,
      most: 11_796,
      rateLimit: 3,
      lastChange: undefined,
      raisableFrom: 0,
    })
    expect(asked).toEqual({ state_queryStorageAt: 1 })
    expect(await net.read((at) => readChildkeyTake(at, hotkey, 2))).toMatchObject({
      least: 100,
      effective: 100,
    })
  })

  test('can be raised in the block that is named, and not before', async () => {
    await net.execute(owner, set(300))
    const before = await net.read((at) => readChildkeyTake(at, hotkey, 1))
    expect(before).toMatchObject({ take: 300, effective: 300, lastChange: 1, raisableFrom: 4 })
    const raised = await firstBlock(set(400), owner, async () => {
      const { take } = await net.read((at) => readChildkeyTake(at, hotkey, 1))
      return take === 400
    })
    expect(raised).toBe(before.raisableFrom)
  })
})

describe('children', () => {
  const set = (...children: (readonly [bigint, string])[]) =>
    buildCall(net.chain, 'SubtensorModule', 'set_children', { hotkey, netuid: 1, children })
  const of = (address: string) => net.read((at) => readFamily(at, address, 1))

  test('none, in one request', async () => {
    const { result, asked } = await net.counted((at) => readFamily(at, hotkey, 1))
    expect(result).toEqual({ children: [], parents: [], pending: undefined })
    expect(asked).toEqual({ state_queryStorageAt: 1 })
  })

  test('wait until the epoch that is named, and count from it', async () => {
    await net.execute(owner, set([HALF, child], [WHOLE - HALF, second]))
    const { children, pending } = await of(hotkey)
    expect(children).toEqual([])
    // Announced in block 1; five blocks must pass, and epochs run in blocks 7, 14, …
    expect(pending).toEqual({
      children: [
        { hotkey: child, proportion: { numerator: HALF, denominator: WHOLE } },
        { hotkey: second, proportion: { numerator: WHOLE - HALF, denominator: WHOLE } },
      ],
      notBefore: 7,
      expectedAt: 7,
    })
    for (let block = 2; block < 7; block++) await net.devnet.sealBlock()
    expect((await of(hotkey)).children).toEqual([])
    await net.devnet.sealBlock()
    const { children: now, pending: none } = await of(hotkey)
    expect([now, none]).toEqual([pending?.children, undefined])
    expect((await of(child)).parents).toEqual([
      { hotkey, proportion: { numerator: HALF, denominator: WHOLE } },
    ])
  })

  test('announced too late for one epoch wait for the next', async () => {
    await net.devnet.sealBlock()
    await net.execute(owner, set([WHOLE, child]))
    const { pending } = await of(hotkey)
    expect(pending).toMatchObject({ notBefore: 8, expectedAt: 14 })
    for (let block = 3; block < 14; block++) await net.devnet.sealBlock()
    const { pending: still } = await of(hotkey)
    expect(still).toMatchObject({ notBefore: 8, expectedAt: 14 })
    await net.devnet.sealBlock()
    expect((await of(hotkey)).children).toHaveLength(1)
  })

  test('that there will be none any more can be pending too', async () => {
    await net.execute(owner, set())
    expect((await of(hotkey)).pending).toEqual({ children: [], notBefore: 7, expectedAt: 7 })
  })
})

test('what is no address or subnet is refused before anything is sent', async () => {
  const { asked } = await net.counted(async (at) => {
    const wrong = `${hotkey.slice(0, -1)}1`
    for (const query of [readDelegateTake, readChildkeyTake, readFamily])
      await expect(query(at, wrong, 1)).rejects.toMatchObject({ code: 'InvalidAddress' })
    for (const query of [readChildkeyTake, readFamily])
      await expect(query(at, hotkey, 65_536)).rejects.toMatchObject({ code: 'InvalidNetuid' })
  })
  expect(asked).toEqual({})
})
