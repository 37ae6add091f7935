import { type Genesis, namedAccount, storageEntry } from '@stake/devnet'
import { Balance } from '@stake/math'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildCall, readBalances, readFees, readSnapshot } from '../src/index.ts'
import { type CountedChain, countedChain } from './counted-chain.ts'

const [plain, held, covered, poor, nobody] = ['plain', 'held', 'covered', 'poor', 'nobody'].map(
  namedAccount,
) as [string, string, string, string, string]

const account = (address: string, nonce: number, free: bigint, reserved: bigint, frozen: bigint) =>
  storageEntry('System', 'Account', [address], {
    nonce,
    consumers: 0,
    providers: 1,
    sufficients: 0,
    data: { free, reserved, frozen, flags: 0n },
  })

const genesis: Genesis = {
  author: namedAccount('author'),
  balances: { [namedAccount('author')]: '1', [plain]: '12.000000001' },
  hotkeys: [],
  subnets: [{ netuid: 0, name: 'root', symbol: 'Τ' }],
  stakes: [],
  storage: Object.fromEntries([
    // Five are frozen, of which the three that are reserved count first: two of the ten must stay.
    account(held, 7, 10_000_000_000n, 3_000_000_000n, 5_000_000_000n),
    // All that is frozen is reserved: only the existential deposit must stay.
    account(covered, 4_294_967_295, 10_000_000_000n, 6_000_000_000n, 5_000_000_000n),
    // Less than the existential deposit of 500.
    account(poor, 0, 400n, 0n, 0n),
    ...Array.from({ length: 1000 }, (_, index) =>
      account(namedAccount(`holder ${index}`), index, BigInt(index) * 1_000_003n, 0n, 0n),
    ),
  ]),
}

let net: CountedChain

beforeAll(async () => {
  net = await countedChain({ genesis })
})
afterAll(() => net?.close())

const rao = (amount: bigint) => Balance.fromRao(amount)

describe('accounts of coldkeys', () => {
  test('what is free, reserved, frozen, and can be sent', async () => {
    const { result, asked } = await net.counted((at) =>
      readBalances(at, [plain, held, covered, poor, nobody]),
    )
    expect(asked).toEqual({ state_queryStorageAt: 1 })
    expect(Object.fromEntries(result)).toEqual({
      [plain]: {
        free: rao(12_000_000_001n),
        reserved: rao(0n),
        frozen: rao(0n),
        transferable: rao(11_999_999_501n),
        nonce: 0,
      },
      [held]: {
        free: rao(10_000_000_000n),
        reserved: rao(3_000_000_000n),
        frozen: rao(5_000_000_000n),
        transferable: rao(8_000_000_000n),
        nonce: 7,
      },
      [covered]: {
        free: rao(10_000_000_000n),
        reserved: rao(6_000_000_000n),
        frozen: rao(5_000_000_000n),
        transferable: rao(9_999_999_500n),
        nonce: 4_294_967_295,
      },
      [poor]: { free: rao(400n), reserved: rao(0n), frozen: rao(0n), transferable: rao(0n), nonce: 0 },
      [nobody]: { free: rao(0n), reserved: rao(0n), frozen: rao(0n), transferable: rao(0n), nonce: 0 },
    })
  })

  test('the same address twice is one account', async () => {
    const { result } = await net.counted((at) => readBalances(at, [plain, plain, ` ${plain} `]))
    expect([...result.keys()]).toEqual([plain])
  })

  test('none', async () => {
    const { result, asked } = await net.counted((at) => readBalances(at, []))
    expect(result.size).toBe(0)
    expect(asked).toEqual({})
  })

  test('ten thousand in one request, those that nobody ever paid into among them', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => namedAccount(`holder ${index}`))
    const { result, asked } = await net.counted((at) => readBalances(at, many))
    expect(asked).toEqual({ state_queryStorageAt: 1 })
    expect(result.size).toBe(10_000)
    for (const [index, address] of many.entries()) {
      const expected = index < 1000 ? BigInt(index) * 1_000_003n : 0n
      if (result.get(address)?.free.rao !== expected) expect(result.get(address)?.free.rao).toBe(expected)
    }
    expect(result.get(many[999] ?? '')?.nonce).toBe(999)
  })

  test('more than fit into a request become two', async () => {
    const many = Array.from({ length: 26_000 }, (_, index) => namedAccount(`holder ${index}`))
    const { result, asked } = await net.counted((at) => readBalances(at, many))
    expect(asked).toEqual({ state_queryStorageAt: 2 })
    expect(result.size).toBe(26_000)
    expect(result.get(many[500] ?? '')?.free.rao).toBe(500_001_500n)
  }, 20_000)

  test('a node that finds the answer too long is asked for the halves', async () => {
    net.node.change = (message, request) => {
      const [keys] = (request?.params ?? []) as [unknown[]]
      return request?.method === 'state_queryStorageAt' && keys.length > 300
        ? {
            jsonrpc: '2.0',
            id: message.id,
            error: { code: -32008, message: 'Response is too big', data: 'Exceeded max limit of 15728640' },
          }
        : message
    }
    const many = Array.from({ length: 1000 }, (_, index) => namedAccount(`holder ${index}`))
    const { result, asked } = await net.counted((at) => readBalances(at, many))
    net.node.change = (message) => message
    // 1000, twice 500, four times 250.
    expect(asked).toEqual({ state_queryStorageAt: 7 })
    expect(result.get(many[999] ?? '')?.free.rao).toBe(999_002_997n)
  })

  test('an address that is none is refused before anything is asked', async () => {
    for (const wrong of [
      `${plain.slice(0, -1)}x`,
      '15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5',
      '',
      '0x00',
    ]) {
      const { asked } = await net.counted((at) =>
        expect(readBalances(at, [plain, wrong])).rejects.toMatchObject({ code: 'InvalidAddress' }),
      )
      expect(asked).toEqual({})
    }
  })
})

test.each([
  ['what counts first is reserved', held, 8_000_000_000n],
  ['all that is frozen is reserved', covered, 9_999_999_500n],
  ['the deposit is more than there is', poor, 0n],
])('what can be spent is the same for a transfer and for a fee where %s', async (_, address, rao) => {
  const call = buildCall(net.chain, 'System', 'remark', { remark: '0x' })
  const accounts = await net.read((at) => readBalances(at, [address]))
  const { available } = await net.read((at) => readFees(at, call, address))
  expect([accounts.get(address)?.transferable.rao, available.rao]).toEqual([rao, rao])
})

test('a snapshot has the same accounts', async () => {
  const { result, asked } = await net.counted((at) =>
    readSnapshot(at, { coldkeys: [held], hotkeys: [plain] }),
  )
  // Subnets, stakes and what is available of them; pools, accounts, and the rest.
  expect(asked).toEqual({ state_call: 3, state_queryStorageAt: 3 })
  expect(result.accounts.get(held)?.transferable).toEqual(rao(8_000_000_000n))
})

describe('a node that does not tell the truth', () => {
  test.each<[string, (changes: [string, string | null][]) => unknown]>([
    ['leaves one out', (changes) => changes.slice(1)],
    ['cuts one short', (changes) => changes.map(([key, value]) => [key, value?.slice(0, -2) ?? null])],
    ['makes one longer', (changes) => changes.map(([key, value]) => [key, value && `${value}00`])],
    ['sends a number', (changes) => changes.map(([key]) => [key, 5])],
    ['sends no bytes', (changes) => changes.map(([key]) => [key, '0xzz'])],
    ['sends nothing for a value', (changes) => changes.map(([key]) => [key])],
    ['sends other keys', (changes) => changes.map(([key, value]) => [`${key}00`, value])],
    ['sends no list', () => null],
  ])('%s', async (_, lie) => {
    net.node.change = (message, request) => {
      if (request?.method !== 'state_queryStorageAt') return message
      const [set] = message.result as [{ block: string; changes: [string, string | null][] }]
      return { ...message, result: [{ ...set, changes: lie(set.changes) }] }
    }
    const { result } = await net.counted((at) =>
      readBalances(at, [plain, held]).catch((error: unknown) => error),
    )
    net.node.change = (message) => message
    expect(result).toMatchObject({ code: 'MalformedAnswer' })
  })

  test('answers for another block', async () => {
    await net.devnet.sealBlock()
    net.node.change = (message, request) => {
      if (request?.method !== 'state_queryStorageAt') return message
      const [set] = message.result as [{ changes: unknown }]
      return { ...message, result: [{ ...set, block: net.devnet.genesisHash }] }
    }
    const { result } = await net.counted((at) => readBalances(at, [plain]).catch((error: unknown) => error))
    net.node.change = (message) => message
    expect(result).toMatchObject({ code: 'MalformedAnswer' })
  })
})
