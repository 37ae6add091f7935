import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Devnet, developmentAccounts, startDevnet } from '../src/index.ts'
import { type Call, call, connect, freeBalance, include, pair, stake } from './client.ts'
import { AUTHOR, HOTKEY, STRANGER, smallGenesis } from './genesis.ts'
import { rpc } from './rpc.ts'
import { stored } from './stored.ts'

// By chain-rules 2.14. Weights: 18,032,209 + 5,341,990 a call for batch, 19,625,062 + 6,185,139 for batch_all,
// 21,829,014 + 6,047,455 for force_batch, each with two reads of 25,000,000. A unit costs 0.0005 rao.
const { alice, bob } = developmentAccounts
const signer = pair('//Alice')

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

const batch = (kind: string, ...calls: Call[]) =>
  include(devnet, api, call(api, 'utility', kind, calls), signer)
const transfer = (amount: bigint) => call(api, 'balances', 'transferKeepAlive', bob, amount)
const stakeMore = (amount: bigint, hotkey = HOTKEY) =>
  call(api, 'subtensorModule', 'addStake', hotkey, 1, amount)
const TAO = 1_000_000_000n

/** Events without the fee's. */
const outline = (result: { readonly events: readonly (readonly string[])[] }) =>
  result.events
    .filter(([name]) => !/Withdraw|Deposit|TransactionFeePaid/.test(name ?? ''))
    .map(([name]) => (name ?? '').replace(/^.*\./, ''))

test('all calls of a batch run in order', async () => {
  const before = await freeBalance(api, bob)
  const result = await batch('batch', transfer(TAO), transfer(2n * TAO))
  expect(outline(result)).toEqual([
    'Transfer',
    'ItemCompleted',
    'Transfer',
    'ItemCompleted',
    'BatchCompleted',
    'ExtrinsicSuccess',
  ])
  expect(await freeBalance(api, bob)).toBe(before + 3n * TAO)
})

test('batch stops at the first failure, keeps what came before, and succeeds itself', async () => {
  const before = await freeBalance(api, bob)
  const result = await batch('batch', transfer(TAO), stakeMore(TAO, STRANGER), transfer(TAO))
  expect(outline(result)).toEqual(['Transfer', 'ItemCompleted', 'BatchInterrupted', 'ExtrinsicSuccess'])
  // HotKeyAccountNotExists is error 6 of pallet 7.
  expect(result.events.find(([name]) => name === 'utility.BatchInterrupted')).toEqual([
    'utility.BatchInterrupted',
    '1',
    expect.stringMatching(/"index":7,"error":"0x[0-9a-f]{8}"/),
  ])
  expect(result.error).toBeUndefined()
  expect(await freeBalance(api, bob)).toBe(before + TAO)
})

test('batch_all undoes everything and fails with the error of the call', async () => {
  const before = await freeBalance(api, bob)
  const result = await batch('batchAll', transfer(TAO), stakeMore(TAO, STRANGER), transfer(TAO))
  expect(result.error).toBe('subtensorModule.HotKeyAccountNotExists')
  expect(outline(result)).toEqual(['ExtrinsicFailed'])
  expect(await freeBalance(api, bob)).toBe(before)
})

test('force_batch runs on, with an event for each call by its place', async () => {
  const before = await freeBalance(api, bob)
  const result = await batch('forceBatch', transfer(TAO), stakeMore(TAO, STRANGER), transfer(TAO))
  expect(outline(result)).toEqual([
    'Transfer',
    'ItemCompleted',
    'ItemFailed',
    'Transfer',
    'ItemCompleted',
    'BatchCompletedWithErrors',
    'ExtrinsicSuccess',
  ])
  expect(await freeBalance(api, bob)).toBe(before + 2n * TAO)
  expect(outline(await batch('forceBatch', transfer(TAO))).at(-2)).toBe('BatchCompleted')
})

test('each call sees the pool that the one before left', async () => {
  await batch('batchAll', stakeMore(100n * TAO), stakeMore(100n * TAO))
  const together = await stake(api, HOTKEY, alice, 1)
  // The first alone gets 136301210234; the second pays a price that has moved.
  expect(together > 136_301_210_234n && together < 2n * 136_301_210_234n).toBe(true)
})

describe('the fee', () => {
  const feeOf = (result: { readonly events: readonly (readonly string[])[] }) =>
    BigInt(result.events.find(([name]) => name === 'transactionPayment.TransactionFeePaid')?.[2] ?? 0)
  // transfer_keep_alive: 39,923,000 and a read and a write.
  const TRANSFER = 164_923_000n
  const ADD_STAKE = 3_064_064_000n
  // Parts per billion are rounded to the nearest, a half down.
  const rao = (weight: bigint) => (weight * 500_000n + 499_999_999n) / 1_000_000_000n

  test('counts the batch and every call in it', async () => {
    const calls = [transfer(TAO), transfer(TAO)]
    const result = await batch('batchAll', ...calls)
    const weight = 19_625_062n + 2n * 6_185_139n + 50_000_000n + 2n * TRANSFER
    expect(feeOf(result)).toBe(54_078n + BigInt(result.length) + rao(weight))
  })

  test('of a batch that stopped is what it ran, and the rest is given back', async () => {
    const result = await batch('batch', transfer(TAO), stakeMore(TAO, STRANGER), stakeMore(TAO))
    const announced = rao(18_032_209n + 3n * 5_341_990n + 50_000_000n + TRANSFER + 2n * ADD_STAKE)
    const used = rao(18_032_209n + 2n * 5_341_990n + 50_000_000n + TRANSFER + ADD_STAKE)
    const fixed = 54_078n + BigInt(result.length)
    expect(result.events[0]).toEqual(['balances.Withdraw', alice, String(fixed + announced)])
    expect(result.events.slice(-4, -1)).toEqual([
      ['balances.Deposit', alice, String(announced - used)],
      ['balances.Deposit', AUTHOR, String(fixed + used)],
      ['transactionPayment.TransactionFeePaid', alice, String(fixed + used), '0'],
    ])
  })

  test('of a batch_all that failed too', async () => {
    const result = await batch('batchAll', stakeMore(TAO, STRANGER), stakeMore(TAO))
    const used = rao(19_625_062n + 6_185_139n + 50_000_000n + ADD_STAKE)
    expect(feeOf(result)).toBe(54_078n + BigInt(result.length) + used)
  })
})

describe('what is filtered', () => {
  test.each(['batch', 'batchAll', 'forceBatch'])('%s with a batch directly inside', async (kind) => {
    for (const inner of ['batch', 'batchAll', 'forceBatch']) {
      const result = await batch(kind, transfer(TAO), call(api, 'utility', inner, [transfer(TAO)]))
      expect(result.error).toBe('system.CallFiltered')
      expect(outline(result)).toEqual(['ExtrinsicFailed'])
    }
  })

  test('an empty batch is none', async () => {
    expect(outline(await batch('batch'))).toEqual(['BatchCompleted', 'ExtrinsicSuccess'])
  })

  test('more calls than a batch may hold', async () => {
    const remark = call(api, 'system', 'remark', '0x')
    const result = await batch('batch', ...Array.from({ length: 10_923 }, () => remark))
    expect(result.error).toBe('utility.TooManyCalls')
  })
})

test('calls lie no deeper in calls than a node reads, and the chain survives those that do', async () => {
  // An unsigned extrinsic of sudo(sudo(… remark)): pallet 12, call 0, and again.
  const nested = (depth: number) => {
    const body = `04${'0c00'.repeat(depth)}000000`
    const length = body.length / 2
    return `0x${(length * 4 + 1)
      .toString(16)
      .padStart(4, '0')
      .replace(/(..)(..)/, '$2$1')}${body}`
  }
  const code = async (depth: number) =>
    (await rpc(devnet, 'author_submitExtrinsic', nested(depth))).error?.code
  // As deep as may be, only a sender is missing.
  expect(await code(256)).toBe(1011)
  expect(await code(257)).toBe(1002)
  expect(await code(8000)).toBe(1002)
  expect(outline(await batch('batch', transfer(TAO)))).toContain('BatchCompleted')
})

test('a call as deep as may be runs', async () => {
  let call256 = call(api, 'system', 'remark', '0x')
  for (let depth = 0; depth < 200; depth++) call256 = call(api, 'sudo', 'sudo', call256)
  expect((await include(devnet, api, call256, signer)).error).toBe('sudo.RequireSudo')
})

test('a coldkey that is being swapped can do nothing', async () => {
  const [charlie, dave] = [pair('//Charlie'), pair('//Dave')]
  const announced = await startDevnet({
    blockTime: 'manual',
    genesis: {
      ...smallGenesis({ balances: { [charlie.address]: '10', [dave.address]: '10' } }),
      storage: Object.fromEntries([
        stored('SubtensorModule', 'ColdkeySwapAnnouncements', [charlie.address], [9, `0x${'00'.repeat(32)}`]),
        stored('SubtensorModule', 'ColdkeySwapAnnouncements', [dave.address], [9, `0x${'00'.repeat(32)}`]),
        stored('SubtensorModule', 'ColdkeySwapDisputes', [dave.address], 9),
      ]),
    },
  })
  const client = await connect(announced)
  const remark = call(client, 'system', 'remark', '0x')
  await expect(remark.signAndSend(charlie)).rejects.toThrow('1010: Invalid Transaction: Custom error: 0')
  await expect(remark.signAndSend(dave)).rejects.toThrow('1010: Invalid Transaction: Custom error: 21')
  await client.disconnect()
  await announced.close()
})
