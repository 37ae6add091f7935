import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Devnet, developmentAccounts, namedAccount, startDevnet } from '../src/index.ts'
import { call, connect, freeBalance, include, pair, read, signed } from './client.ts'
import { HOTKEY, STRANGER, smallGenesis } from './genesis.ts'
import { rpc } from './rpc.ts'
import { stored } from './stored.ts'

// Checks and their order by chain-rules 2.10, codes by 2.14.
const { alice } = developmentAccounts
const MINE = namedAccount('hotkey of Alice')
const NO_DELEGATE = namedAccount('another hotkey of Alice')
const signer = pair('//Alice')

let devnet: Devnet
let api: ApiPromise

beforeAll(async () => {
  const genesis = smallGenesis()
  devnet = await startDevnet({
    blockTime: 'manual',
    genesis: {
      ...genesis,
      hotkeys: [
        ...genesis.hotkeys,
        { hotkey: MINE, owner: alice, take: 6000 },
        { hotkey: NO_DELEGATE, owner: alice },
      ],
      storage: Object.fromEntries([
        stored('SubtensorModule', 'MinDelegateTake', [], 1000),
        stored('SubtensorModule', 'TxDelegateTakeRateLimit', [], 5n),
        stored('SubtensorModule', 'TxChildkeyTakeRateLimit', [], 5n),
        stored('SubtensorModule', 'MinChildkeyTake', [], 10),
        stored('SubtensorModule', 'MinChildkeyTakePerSubnet', [1], 100),
      ]),
    },
  })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

const change = (name: string, ...args: unknown[]) => call(api, 'subtensorModule', name, ...args)

async function submit(name: string, hotkey: string, take: number) {
  const nonce = (await api.rpc.system.accountNextIndex(alice)).toNumber()
  return (
    await rpc(devnet, 'author_submitExtrinsic', signed(api, change(name, hotkey, take), signer, { nonce }))
  ).error
}

/** The pool does not look into batches, so there the call itself has to object. */
async function refusal(name: string, ...args: unknown[]): Promise<string | undefined> {
  const batch = call(api, 'utility', 'batchAll', [change(name, ...args)])
  return (await include(devnet, api, batch, signer)).error
}

describe('a change of take that the pool already refuses', () => {
  test.each([
    ['increaseTake', HOTKEY, 7000, 25],
    ['decreaseTake', HOTKEY, 5000, 25],
    ['increaseTake', STRANGER, 7000, 25],
    // Whose hotkey it is comes before the size.
    ['increaseTake', HOTKEY, 12_000, 25],
    ['increaseTake', MINE, 999, 26],
    ['decreaseTake', MINE, 999, 26],
    ['increaseTake', MINE, 11_797, 27],
    ['decreaseTake', MINE, 11_797, 27],
  ])('%s of %s to %i: custom error %i', async (name, hotkey, take, code) => {
    expect(await submit(name, hotkey, take)).toEqual({
      code: 1010,
      message: 'Invalid Transaction',
      data: `Custom error: ${code}`,
    })
  })
})

test.each([
  ['increaseTake', STRANGER, 1, 'HotKeyAccountNotExists'],
  ['increaseTake', HOTKEY, 1, 'NonAssociatedColdKey'],
  ['increaseTake', MINE, 6000, 'DelegateTakeTooLow'],
  ['increaseTake', MINE, 11_797, 'DelegateTakeTooHigh'],
  ['decreaseTake', STRANGER, 1, 'HotKeyAccountNotExists'],
  ['decreaseTake', HOTKEY, 1, 'NonAssociatedColdKey'],
  ['decreaseTake', MINE, 6000, 'DelegateTakeTooLow'],
  ['decreaseTake', MINE, 999, 'DelegateTakeTooLow'],
])('%s of %s to %i fails with %s', async (name, hotkey, take, error) => {
  expect(await refusal(name, hotkey, take)).toBe(`subtensorModule.${error}`)
})

test('takes are changed for free', async () => {
  const free = await freeBalance(api, alice)
  expect((await change('increaseTake', MINE, 6001).paymentInfo(signer)).partialFee.toNumber()).toBe(0)
  const result = await include(devnet, api, change('increaseTake', MINE, 6001), signer)
  expect(result.events).toEqual([
    ['subtensorModule.TakeIncreased', alice, MINE, '6001'],
    ['transactionPayment.TransactionFeePaid', alice, '0', '0'],
    ['system.ExtrinsicSuccess', expect.stringContaining('"paysFee":"No"')],
  ])
  expect(await freeBalance(api, alice)).toBe(free)
  expect(await read(api, 'subtensorModule', 'delegates', MINE)).toBe('6001')
})

test('a raise within the limit of the last change is refused; lowering is not, but stamps the timer', async () => {
  // The raise was in the last block; the limit of 5 blocks is over in the sixth after it.
  expect(await refusal('increaseTake', MINE, 6002)).toBe('subtensorModule.DelegateTxRateLimitExceeded')
  const lowered = await include(devnet, api, change('decreaseTake', MINE, 1000), signer)
  expect(lowered.events[0]).toEqual(['subtensorModule.TakeDecreased', alice, MINE, '1000'])
  for (let i = 0; i < 4; i++) await devnet.sealBlock()
  expect(await refusal('increaseTake', MINE, 1001)).toBe('subtensorModule.DelegateTxRateLimitExceeded')
  expect((await include(devnet, api, change('increaseTake', MINE, 1001), signer)).error).toBeUndefined()
})

test('a hotkey that was no delegate becomes one with whatever take is allowed', async () => {
  const result = await include(devnet, api, change('decreaseTake', NO_DELEGATE, 1500), signer)
  expect(result.events[0]).toEqual(['subtensorModule.TakeDecreased', alice, NO_DELEGATE, '1500'])
  expect(await read(api, 'subtensorModule', 'delegates', NO_DELEGATE)).toBe('1500')
})

describe('take of a child', () => {
  test.each([
    [HOTKEY, 1, 11_797, 'NonAssociatedColdKey'],
    [MINE, 1, 11_797, 'InvalidChildkeyTake'],
    [MINE, 1, 99, 'InvalidChildkeyTake'],
    [MINE, 0, 9, 'InvalidChildkeyTake'],
  ])('of %s on %i to %i fails with %s', async (hotkey, netuid, take, error) => {
    const result = await include(devnet, api, change('setChildkeyTake', hotkey, netuid, take), signer)
    expect(result.error).toBe(`subtensorModule.${error}`)
  })

  test('is set, on one subnet', async () => {
    const result = await include(devnet, api, change('setChildkeyTake', MINE, 1, 500), signer)
    expect(result.events.find(([name]) => name === 'subtensorModule.ChildKeyTakeSet')).toEqual([
      'subtensorModule.ChildKeyTakeSet',
      MINE,
      '500',
    ])
    expect(await read(api, 'subtensorModule', 'childkeyTake', MINE, 1)).toBe('500')
    expect(await read(api, 'subtensorModule', 'childkeyTake', MINE, 5)).toBe('0')
  })

  test('is lowered at any time, and raised when the limit is over', async () => {
    const set = (take: number) => include(devnet, api, change('setChildkeyTake', MINE, 1, take), signer)
    expect((await set(501)).error).toBe('subtensorModule.TxChildkeyTakeRateLimitExceeded')
    expect((await set(400)).error).toBeUndefined()
    for (let i = 0; i < 3; i++) await devnet.sealBlock()
    // Four blocks after the change, which is one too few.
    expect((await set(401)).error).toBe('subtensorModule.TxChildkeyTakeRateLimitExceeded')
    expect((await set(401)).error).toBeUndefined()
  })
})
