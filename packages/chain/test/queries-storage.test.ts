import { developmentAccounts, type Genesis, namedAccount, storageEntry } from '@stake/devnet'
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import {
  type ChainAt,
  readStorage,
  readStorageMap,
  readStorageValue,
  readStorageValues,
} from '../src/index.ts'
import { type CountedChain, countedChain } from './counted-chain.ts'

const TOTAL = 2300
const alice = developmentAccounts.alice
const hotkey = namedAccount('hotkey')

const genesis: Genesis = {
  author: namedAccount('author'),
  balances: { [namedAccount('author')]: '1', [alice]: '7' },
  hotkeys: [{ hotkey, owner: alice }],
  subnets: [
    { netuid: 0, name: 'root', symbol: 'Τ' },
    { netuid: 1, name: 'One', symbol: 'α', tao: '1000', alpha: '4000', feeRate: 66 },
  ],
  stakes: [],
  storage: Object.fromEntries(
    Array.from({ length: TOTAL }, (_, index) =>
      storageEntry(
        'SubtensorModule',
        'AutoStakeDestination',
        [namedAccount(`coldkey ${index}`), index],
        hotkey,
      ),
    ),
  ),
}

let net: CountedChain
let at: ChainAt

beforeAll(async () => {
  net = await countedChain({ genesis })
  at = await net.chain.at('best')
})
afterAll(() => net?.close())

describe('values by the tables', () => {
  test('one', async () => {
    const { result, asked } = await net.counted((at) => readStorageValue(at, 'System', 'Account', alice))
    expectTypeOf(result.data.free).toEqualTypeOf<bigint>()
    expect(result.data.free).toBe(7_000_000_000n)
    expect(asked).toEqual({ state_queryStorageAt: 1 })
  })

  test('without keys, and what is not there', async () => {
    const rate = await readStorageValue(at, 'SubtensorModule', 'UnlockRate')
    expectTypeOf(rate).toEqualTypeOf<bigint>()
    expect(rate).toBe(934_866n)
    const none = await readStorageValue(at, 'SubtensorModule', 'AutoStakeDestination', alice, 1)
    expectTypeOf(none).toEqualTypeOf<string | undefined>()
    expect(none).toBeUndefined()
  })

  test('many of several items in one request, each of its type', async () => {
    const { result, asked } = await net.counted((at) =>
      readStorageValues(at, [
        ['Swap', 'FeeRate', 1],
        ['SubtensorModule', 'SubnetTAO', 1],
        ['SubtensorModule', 'Lock', alice, 1, hotkey],
      ]),
    )
    const [rate, tao, lock] = result
    expectTypeOf(rate).toEqualTypeOf<number>()
    expectTypeOf(tao).toEqualTypeOf<bigint>()
    expectTypeOf(lock?.locked_mass).toEqualTypeOf<bigint | undefined>()
    expect([rate, tao, lock]).toEqual([66, 1_000_000_000_000n, undefined])
    expect(asked).toEqual({ state_queryStorageAt: 1 })
  })

  test('keys of other types are refused before anything is asked', async () => {
    const wrong: (() => Promise<unknown>)[] = [
      // @ts-expect-error a netuid is a number
      () => readStorageValue(at, 'Swap', 'FeeRate', '1'),
      // @ts-expect-error one key, not two
      () => readStorageValue(at, 'Swap', 'FeeRate', 1, 2),
      // @ts-expect-error one key, not none
      () => readStorageValue(at, 'Swap', 'FeeRate'),
      () => readStorageValue(at, 'Swap', 'FeeRate', 65_536),
      () => readStorageValue(at, 'Swap', 'FeeRate', -1),
      () => readStorageValue(at, 'Swap', 'FeeRate', 1.5),
      () => readStorageValue(at, 'System', 'Account', `${alice}x`),
      () => readStorage(at, [['System', 'Account', 5]]),
    ]
    const { asked } = await net.counted(async () => {
      for (const read of wrong)
        await expect(read()).rejects.toMatchObject({
          code: expect.stringMatching(/^Invalid(Value|Address)$/),
        })
    })
    expect(asked).toEqual({})
  })

  test('an item that the runtime does not have', async () => {
    // @ts-expect-error the tables do not have it either
    await expect(readStorageValue(at, 'Swap', 'Fortune')).rejects.toMatchObject({ code: 'MissingInRuntime' })
  })
})

describe('a map as it comes', () => {
  test('all of it, two requests for each thousand', async () => {
    const { result, asked } = await net.counted(async (at) => {
      const seen = new Map<number, string>()
      for await (const [[coldkey, netuid], destination] of readStorageMap(
        at,
        'SubtensorModule',
        'AutoStakeDestination',
      )) {
        expectTypeOf(netuid).toEqualTypeOf<number>()
        expectTypeOf(destination).toEqualTypeOf<string>()
        if (destination === hotkey) seen.set(netuid, coldkey)
      }
      return seen
    })
    expect(result.size).toBe(TOTAL)
    for (const [netuid, coldkey] of result) expect(coldkey).toBe(namedAccount(`coldkey ${netuid}`))
    expect(asked).toEqual({ state_getKeysPaged: 3, state_queryStorageAt: 3 })
  })

  test('no more than is wanted', async () => {
    const { asked } = await net.counted(async (at) => {
      for await (const entry of readStorageMap(at, 'SubtensorModule', 'AutoStakeDestination')) {
        expect(entry).toHaveLength(2)
        break
      }
    })
    expect(asked).toEqual({ state_getKeysPaged: 1, state_queryStorageAt: 1 })
  })

  test('only what begins with a key', async () => {
    const found: unknown[] = []
    const coldkey = namedAccount('coldkey 41')
    for await (const entry of readStorageMap(at, 'SubtensorModule', 'AutoStakeDestination', coldkey))
      found.push(entry)
    expect(found).toEqual([[[coldkey, 41], hotkey]])
  })

  test('an empty one', async () => {
    const found: unknown[] = []
    for await (const entry of readStorageMap(at, 'SubtensorModule', 'Lock')) found.push(entry)
    expect(found).toEqual([])
  })

  test('a node that keeps a value back', async () => {
    net.node.change = (message, request) => {
      if (request?.method !== 'state_queryStorageAt') return message
      const [set] = message.result as [{ changes: [string, string | null][] }]
      return { ...message, result: [{ ...set, changes: set.changes.map(([key]) => [key, null]) }] }
    }
    const read = async () => {
      for await (const _ of readStorageMap(at, 'SubtensorModule', 'AutoStakeDestination'));
    }
    await expect(read()).rejects.toMatchObject({ code: 'MalformedAnswer' })
    net.node.change = (message) => message
  })
})
