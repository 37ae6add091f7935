import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Devnet, developmentAccounts, startDevnet, storageEntry } from '../src/index.ts'
import {
  type Call,
  call,
  connect,
  entry,
  freeBalance,
  include,
  pair,
  read,
  runtime,
  stake,
} from './client.ts'
import { HOTKEY, STRANGER, smallGenesis } from './genesis.ts'

// Chain-rules 2.14: a deposit of 0.06 TAO and 0.033 for each proxy. Alice is the one acted for, Bob acts.
const { alice, bob, charlie } = developmentAccounts
const BASE = 60_000_000n
const EACH = 33_000_000n
const TAO = 1_000_000_000n
const [alicePair, bobPair] = [pair('//Alice'), pair('//Bob')]

let devnet: Devnet
let api: ApiPromise

beforeAll(async () => {
  const genesis = smallGenesis()
  devnet = await startDevnet({
    blockTime: 'manual',
    emission: false,
    genesis: { ...genesis, balances: { ...genesis.balances, [bob]: '10', [charlie]: '0.05' } },
  })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

const tx = (name: string, ...args: unknown[]) => call(api, 'proxy', name, ...args)
const byAlice = (name: string, ...args: unknown[]) => include(devnet, api, tx(name, ...args), alicePair)
const byBob = (name: string, ...args: unknown[]) => include(devnet, api, tx(name, ...args), bobPair)
const own = ({ events }: Awaited<ReturnType<typeof byAlice>>) =>
  events.filter(([name]) => name.startsWith('proxy.'))
const addStake = (tao = TAO) => call(api, 'subtensorModule', 'addStake', HOTKEY, 1, tao)
const transfer = (rao: bigint) => call(api, 'balances', 'transferKeepAlive', charlie, rao)
const batch = (...calls: Call[]) => call(api, 'utility', 'batchAll', calls)
const reserved = async (who: string) =>
  ((await entry(api, 'system', 'account')(who)).toJSON() as { data: { reserved: number } }).data.reserved

/** What became of the call that a proxy made: nothing, or the pallet's error. */
async function done(inner: Call, kind: string | null = null): Promise<string | undefined> {
  const events = own(await byBob('proxy', alice, kind, inner))
  const result = events.find(([name]) => name === 'proxy.ProxyExecuted')?.[1]
  if (result === 'Ok') return undefined
  const { err } = JSON.parse(result ?? '') as { err: { module: { index: number; error: `0x${string}` } } }
  const { section, name } = api.registry.findMetaError({
    index: api.registry.createType('u8', err.module.index),
    error: api.registry.createType('[u8; 4]', err.module.error),
  } as never)
  return `${section}.${name}`
}

test('nobody acts who was not asked to', async () => {
  expect((await byBob('proxy', alice, null, addStake())).error).toBe('proxy.NotProxy')
  expect((await byBob('announce', alice, `0x${'11'.repeat(32)}`)).error).toBe('proxy.NotProxy')
  expect((await byAlice('removeProxy', bob, 'Staking', 0)).error).toBe('proxy.NotFound')
  expect((await byAlice('addProxy', alice, 'Any', 0)).error).toBe('proxy.NoSelfProxy')
})

test('a proxy costs a deposit, more with a second, and only once each', async () => {
  const free = await freeBalance(api, alice)
  const result = await byAlice('addProxy', bob, 'Staking', 0)
  expect(own(result)).toEqual([['proxy.ProxyAdded', alice, bob, 'Staking', '0']])
  expect(result.events).toContainEqual(['balances.Reserved', alice, String(BASE + EACH)])
  const fee = BigInt(result.events.find(([name]) => name.endsWith('TransactionFeePaid'))?.[2] ?? '')
  expect(await freeBalance(api, alice)).toBe(free - fee - BASE - EACH)
  expect(await reserved(alice)).toBe(93_000_000)
  expect((await byAlice('addProxy', bob, 'Staking', 0)).error).toBe('proxy.Duplicate')
  await byAlice('addProxy', bob, 'SmallTransfer', 0)
  expect(await reserved(alice)).toBe(126_000_000)
  expect(JSON.parse(await read(api, 'proxy', 'proxies', alice))).toEqual([
    [
      { delegate: bob, proxyType: 'Staking', delay: 0 },
      { delegate: bob, proxyType: 'SmallTransfer', delay: 0 },
    ],
    126_000_000,
  ])
})

test('who cannot pay the deposit gets no proxy', async () => {
  const result = await include(devnet, api, tx('addProxy', bob, 'Any', 0), pair('//Charlie'))
  expect(result.error).toBe('balances.InsufficientBalance')
})

describe('what a proxy does', () => {
  test('is done in the other’s name, for a fee of its own', async () => {
    const free = await freeBalance(api, alice)
    const before = await stake(api, HOTKEY, alice, 1)
    expect(await done(addStake())).toBeUndefined()
    expect(await freeBalance(api, alice)).toBe(free - TAO)
    expect((await stake(api, HOTKEY, alice, 1)) > before).toBe(true)
    expect(await stake(api, HOTKEY, bob, 1)).toBe(0n)
    expect(await read(api, 'proxy', 'lastCallResult', alice)).toBe('Ok')
  })

  test('may fail, which the proxy’s extrinsic does not', async () => {
    expect(await done(call(api, 'subtensorModule', 'addStake', STRANGER, 1, TAO))).toBe(
      'subtensorModule.HotKeyAccountNotExists',
    )
    expect((await byBob('proxy', alice, 'Any', addStake())).error).toBe('proxy.NotProxy')
  })

  test.each<[string, () => Call, string | null, boolean]>([
    ['a batch of stakes', () => batch(addStake()), 'Staking', false],
    [
      'a transfer of stake',
      () => call(api, 'subtensorModule', 'transferStake', charlie, HOTKEY, 1, 1, TAO),
      'Staking',
      false,
    ],
    ['a claim', () => call(api, 'subtensorModule', 'claimRoot', [1]), 'Staking', false],
    ['a type of claims', () => call(api, 'subtensorModule', 'setRootClaimType', 'Swap'), 'Staking', true],
    ['a stake', () => addStake(), 'SmallTransfer', false],
    ['half a TAO less a rao', () => transfer(TAO / 2n - 1n), 'SmallTransfer', true],
    ['half a TAO', () => transfer(TAO / 2n), 'SmallTransfer', false],
    // Without a kind the first right counts: to stake.
    ['a transfer', () => transfer(1n), null, false],
  ])('%s as %#', async (_, inner, kind, allowed) => {
    expect(await done(inner(), kind)).toBe(allowed ? undefined : 'system.CallFiltered')
  })

  test('within a batch is held against its right too', async () => {
    await byAlice('addProxy', bob, 'NonTransfer', 0)
    expect(await done(batch(addStake()), 'NonTransfer')).toBeUndefined()
    const free = await freeBalance(api, charlie)
    expect(await done(batch(addStake(), transfer(1_000n)), 'NonTransfer')).toBe('system.CallFiltered')
    expect(await freeBalance(api, charlie)).toBe(free)
  })

  test('hands out no right that it lacks', async () => {
    expect(await done(tx('addProxy', charlie, 'Transfer', 0), 'NonTransfer')).toBe('system.CallFiltered')
    expect(await done(tx('removeProxies'), 'NonTransfer')).toBe('system.CallFiltered')
    expect(await done(tx('addProxy', charlie, 'Staking', 0), 'NonTransfer')).toBeUndefined()
    expect(await done(tx('removeProxy', charlie, 'Staking', 0), 'NonTransfer')).toBeUndefined()
  })
})

describe('announcements', () => {
  const hash = () => addStake(2n * TAO).method.hash.toHex()
  const announced = () => byBob('proxyAnnounced', bob, alice, 'ChildKeys', take())
  const take = () => call(api, 'subtensorModule', 'setChildkeyTake', HOTKEY, 1, 1)

  test('a proxy with a delay cannot act at once', async () => {
    await byAlice('addProxy', bob, 'ChildKeys', 3)
    expect((await byBob('proxy', alice, 'ChildKeys', take())).error).toBe('proxy.Unannounced')
    expect((await announced()).error).toBe('proxy.Unannounced')
  })

  test('it acts so many blocks after it said so, once', async () => {
    const callHash = take().method.hash.toHex()
    const result = await byBob('announce', alice, callHash)
    expect(own(result)).toEqual([['proxy.Announced', alice, bob, callHash]])
    // 0.036 and 0.068 TAO.
    expect(await reserved(bob)).toBe(104_000_000)
    expect((await announced()).error).toBe('proxy.Unannounced')
    await devnet.sealBlock()
    const [executed] = own(await announced())
    // Alice does not own the hotkey: the call was made, and failed by itself.
    expect(executed?.[0]).toBe('proxy.ProxyExecuted')
    expect(executed?.[1]).toContain('err')
    expect(await reserved(bob)).toBe(0)
    expect((await announced()).error).toBe('proxy.Unannounced')
  })

  test('both can take it back', async () => {
    await byBob('announce', alice, hash())
    expect((await byAlice('rejectAnnouncement', bob, `0x${'11'.repeat(32)}`)).error).toBe('proxy.NotFound')
    expect((await byAlice('rejectAnnouncement', bob, hash())).error).toBeUndefined()
    expect((await byBob('removeAnnouncement', alice, hash())).error).toBe('proxy.NotFound')
    await byBob('announce', alice, hash())
    expect((await byBob('removeAnnouncement', alice, hash())).error).toBeUndefined()
    expect(await reserved(bob)).toBe(0)
  })
})

describe('who pays', () => {
  const feeOf = ({ events }: Awaited<ReturnType<typeof byAlice>>) =>
    events.find(([name]) => name.endsWith('.TransactionFeePaid'))
  const payerOf = async (inner: Call, kind: string | null = null) =>
    feeOf(await byBob('proxy', alice, kind, inner))?.[1]
  const forCharlie = () => tx('proxy', charlie, null, call(api, 'system', 'remark', '0x00'))

  test('the proxy does, unless the one he acts for said that she will', async () => {
    expect(await payerOf(addStake())).toBe(bob)
    const set = await byAlice('setRealPaysFee', bob, true)
    expect(own(set)).toEqual([['proxy.RealPaysFeeSet', alice, bob, 'true']])
    const [free, own0] = [await freeBalance(api, bob), await freeBalance(api, alice)]
    const fee = feeOf(await byBob('proxy', alice, null, addStake()))
    expect(fee?.[1]).toBe(alice)
    expect(await freeBalance(api, bob)).toBe(free)
    expect(await freeBalance(api, alice)).toBe(own0 - TAO - BigInt(fee?.[2] ?? ''))
    // Only what he does in her name directly.
    expect(feeOf(await include(devnet, api, batch(tx('proxy', alice, null, addStake())), bobPair))?.[1]).toBe(
      bob,
    )
    await byAlice('setRealPaysFee', bob, false)
    expect(await payerOf(addStake())).toBe(bob)
    expect((await byAlice('setRealPaysFee', charlie, true)).error).toBe('proxy.NotProxy')
  })

  test('or the one that she acts for, if that one said so of her', async () => {
    const charliePair = pair('//Charlie')
    await include(devnet, api, call(api, 'balances', 'transferKeepAlive', charlie, TAO), alicePair)
    await include(devnet, api, tx('addProxy', alice, 'Any', 0), charliePair)
    await byAlice('addProxy', bob, 'Any', 0)
    await byAlice('setRealPaysFee', bob, true)
    expect(await payerOf(forCharlie(), 'Any')).toBe(alice)
    await include(devnet, api, tx('setRealPaysFee', alice, true), charliePair)
    expect(await payerOf(forCharlie(), 'Any')).toBe(charlie)
    expect(await payerOf(batch(forCharlie(), forCharlie()), 'Any')).toBe(charlie)
    expect(await payerOf(batch(forCharlie(), addStake()), 'Any')).toBe(alice)
    expect(await payerOf(batch(), 'Any')).toBe(alice)
  })

  test('until the proxy is one no more', async () => {
    await byAlice('removeProxy', bob, 'Any', 0)
    await byAlice('addProxy', bob, 'Any', 0)
    expect(await payerOf(addStake(), 'Any')).toBe(bob)
    const charliePair = pair('//Charlie')
    await include(devnet, api, tx('removeProxies'), charliePair)
    expect(await read(api, 'proxy', 'realPaysFee', charlie, alice)).toBe('')
    await byAlice('removeProxy', bob, 'Any', 0)
  })

  test('she must be able to, or the transaction is none', async () => {
    const pauper = pair('//Pauper')
    await include(
      devnet,
      api,
      call(api, 'balances', 'transferKeepAlive', pauper.address, BASE + EACH + 1_500_000n),
      alicePair,
    )
    await include(devnet, api, tx('addProxy', bob, 'Any', 0), pauper)
    const set = await include(devnet, api, tx('setRealPaysFee', bob, true), pauper)
    expect(set.error).toBeUndefined()
    await expect(byBob('proxy', pauper.address, null, addStake())).rejects.toThrow('1010')
    await include(devnet, api, call(api, 'balances', 'transferKeepAlive', pauper.address, TAO), alicePair)
    expect(own(await byBob('proxy', pauper.address, null, addStake(TAO / 2n)))).toHaveLength(1)
  })
})

test('a deposit that is what it should be stays, for the fee', async () => {
  const result = await byAlice('pokeDeposit')
  expect(own(result)).toEqual([])
  expect(result.events.some(([name]) => name.endsWith('.TransactionFeePaid'))).toBe(true)
})

test('a deposit of another time is made what it would be now, for nothing', async () => {
  const snapshot = devnet.snapshot()
  const [key, value] = storageEntry(
    'Proxy',
    'Proxies',
    [alice],
    [
      [
        { delegate: bob, proxy_type: { type: 'Staking' }, delay: 0 },
        { delegate: bob, proxy_type: { type: 'SmallTransfer' }, delay: 0 },
      ],
      100_000_000n,
    ],
  )
  devnet.setStorage({ [key]: value })
  const before = await freeBalance(api, alice)
  const result = await byAlice('pokeDeposit')
  expect(own(result)).toEqual([['proxy.DepositPoked', alice, 'Proxies', '100000000', '126000000']])
  expect(await freeBalance(api, alice)).toBe(before - 26_000_000n)
  expect(JSON.parse(await read(api, 'proxy', 'proxies', alice))[1]).toBe(126_000_000)
  devnet.revert(snapshot)
})

test('no more than twenty proxies', async () => {
  const kinds = [...Array(16).keys()].map((delay) => tx('addProxy', charlie, 'Staking', delay))
  expect((await include(devnet, api, batch(...kinds), alicePair)).error).toBeUndefined()
  expect((await byAlice('addProxy', charlie, 'Staking', 99)).error).toBe('proxy.TooMany')
  expect(await reserved(alice)).toBe(720_000_000)
})

test('all end at once, and the deposit is free', async () => {
  const before = await freeBalance(api, alice)
  const result = await byAlice('removeProxies')
  const fee = BigInt(result.events.find(([name]) => name.endsWith('TransactionFeePaid'))?.[2] ?? '')
  expect(await freeBalance(api, alice)).toBe(before - fee + 720_000_000n)
  expect(await reserved(alice)).toBe(0)
  expect((await byBob('proxy', alice, null, addStake())).error).toBe('proxy.NotProxy')
})

test('a pure account has no key: only its maker acts for it, until it kills it', async () => {
  const result = await byAlice('createPure', 'Any', 0, 7)
  const [[, pure = '', ...rest] = []] = own(result)
  expect(rest).toEqual([alice, 'Any', '7'])
  expect(await reserved(alice)).toBe(93_000_000)
  await include(devnet, api, call(api, 'balances', 'transferKeepAlive', pure, TAO), alicePair)
  await byAlice('proxy', pure, null, transfer(TAO / 4n))
  expect(await freeBalance(api, pure)).toBe((TAO * 3n) / 4n)
  const number = (await api.rpc.chain.getHeader(result.blockHash)).number.toNumber()
  expect((await byAlice('killPure', alice, 'Any', 7, number, 2)).error).toBe('proxy.NoPermission')
  // Its extrinsic was the first after the two inherents.
  const killed = await byAlice('proxy', pure, null, tx('killPure', alice, 'Any', 7, number, 2))
  expect(own(killed)[0]).toEqual(['proxy.PureKilled', pure, alice, 'Any', '7'])
  expect(await reserved(alice)).toBe(0)
  expect((await byAlice('proxy', pure, null, transfer(1n))).error).toBe('proxy.NotProxy')
})

test('the runtime tells what each kind may do', async () => {
  const kinds = (await runtime(api, 'proxyFilterRuntimeApi', 'getProxyTypes')()).toHuman() as {
    name: string
    index: string
    deprecated: boolean
  }[]
  expect(kinds).toHaveLength(18)
  expect(kinds[8]).toEqual({ name: 'Staking', index: '8', deprecated: false })
  expect(kinds.filter(({ deprecated }) => deprecated).map(({ name }) => name)).toEqual([
    'Senate',
    'Triumvirate',
    'Governance',
    'RootWeights',
  ])
  const filters = (await runtime(api, 'proxyFilterRuntimeApi', 'getProxyFilter')(11)).toHuman()
  expect(filters).toMatchObject([
    {
      proxyType: '11',
      name: 'SmallTransfer',
      filterMode: 'Allow',
      calls: [
        { palletName: 'Balances', palletIndex: '5', callName: 'transfer_keep_alive', callIndex: '3' },
        { callName: 'transfer_allow_death', callIndex: '0' },
        {
          palletName: 'SubtensorModule',
          callName: 'transfer_stake',
          callIndex: '86',
          condition: { ParamLessThan: { paramName: 'alpha_amount', limit: '500,000,000' } },
        },
      ],
    },
  ])
})
