import type { ApiPromise } from '@polkadot/api'
import { Metadata, TypeRegistry } from '@polkadot/types'
import { type Devnet, startDevnet } from '@stake/devnet'
import { Balance, Price } from '@stake/math'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Call,
  type Chain,
  calls,
  callsWithin,
  connect,
  decodeCall,
  developmentAccounts,
  type Hex,
  rawCall,
} from '../src/index.ts'
import { ownExtensions } from '../src/runtime/own-extensions.ts'
import { apiOf, runtimeOf } from '../src/runtime/runtime.ts'
import { altered, callOf, liveMetadata, rename } from './metadata.ts'
import { TamperingNode } from './tampering-node.ts'

let devnet: Devnet
let node: TamperingNode
let chain: Chain
/** The same connection with the runtime of the live network, which has every call; undefined where it is absent. */
let live: Chain
/** The same with a runtime that lacks the youngest calls. */
let older: Chain

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual' })
  node = await TamperingNode.before(devnet.url)
  chain = await connect({ endpoints: node.url })
  live = liveMetadata ? withMetadata(chain, liveMetadata) : chain
  const without = altered(apiOf(chain.runtime).runtimeMetadata.toU8a(), (metadata) => {
    for (const [, , name] of younger) rename(callOf(metadata, 'SubtensorModule', name), 'another_call')
  })
  older = withMetadata(chain, without)
})
afterAll(async () => {
  await chain.close()
  await node.close()
  await devnet.close()
})

function withMetadata(under: Chain, bytes: Uint8Array): Chain {
  const registry = new TypeRegistry()
  const metadata = new Metadata(registry, `0x${Buffer.from(bytes).toString('hex')}`)
  registry.setMetadata(metadata, undefined, ownExtensions)
  const { runtimeVersion } = apiOf(under.runtime)
  const api = { runtimeVersion, runtimeMetadata: metadata, registry } as unknown as ApiPromise
  return Object.create(under, { runtime: { value: runtimeOf(api, under.runtime.metadataHash, '') } })
}

const [alice = '', bob = '', charlie = ''] = Object.values(developmentAccounts)
const place = { hotkey: bob, netuid: 1 }
const tao = Balance.parse('5')
const alpha = Balance.parse('5', 1)
const RAO = 5_000_000_000n
const HASH = `0x${'ab'.repeat(32)}` as const
const third = Price.fromBits((1n << 64n) / 3n)
const id = (value: string) => ({ type: 'Id', value })

type Row = [name: keyof typeof calls, build: (chain: Chain) => Call, call: string, args: object]

/** What each builder makes, written from the runtime's own argument names. */
const served: Row[] = [
  [
    'addStake',
    (c) => calls.addStake(c, { ...place, amount: tao }),
    'add_stake',
    { hotkey: bob, netuid: 1, amount_staked: RAO },
  ],
  [
    'addStakeLimit',
    (c) => calls.addStakeLimit(c, { ...place, amount: tao, limitPrice: third, allowPartial: false }),
    'add_stake_limit',
    { hotkey: bob, netuid: 1, amount_staked: RAO, limit_price: 333_333_333n, allow_partial: false },
  ],
  [
    'removeStake',
    (c) => calls.removeStake(c, { ...place, amount: alpha }),
    'remove_stake',
    { hotkey: bob, netuid: 1, amount_unstaked: RAO },
  ],
  [
    'removeStakeLimit',
    (c) => calls.removeStakeLimit(c, { ...place, amount: alpha, limitPrice: third, allowPartial: true }),
    'remove_stake_limit',
    { hotkey: bob, netuid: 1, amount_unstaked: RAO, limit_price: 333_333_334n, allow_partial: true },
  ],
  [
    'removeStakeFull',
    (c) => calls.removeStakeFull(c, { ...place, limitPrice: undefined }),
    'remove_stake_full_limit',
    { hotkey: bob, netuid: 1, limit_price: undefined },
  ],
  [
    'removeStakeFull',
    (c) => calls.removeStakeFull(c, { ...place, limitPrice: third }),
    'remove_stake_full_limit',
    { hotkey: bob, netuid: 1, limit_price: 333_333_334n },
  ],
  ['unstakeAll', (c) => calls.unstakeAll(c, { hotkey: bob }), 'unstake_all', { hotkey: bob }],
  ['unstakeAllAlpha', (c) => calls.unstakeAllAlpha(c, { hotkey: bob }), 'unstake_all_alpha', { hotkey: bob }],
  [
    'moveStake',
    (c) =>
      calls.moveStake(c, {
        originHotkey: bob,
        destinationHotkey: charlie,
        originNetuid: 1,
        destinationNetuid: 2,
        amount: alpha,
      }),
    'move_stake',
    {
      origin_hotkey: bob,
      destination_hotkey: charlie,
      origin_netuid: 1,
      destination_netuid: 2,
      alpha_amount: RAO,
    },
  ],
  [
    'transferStake',
    (c) =>
      calls.transferStake(c, {
        destinationColdkey: alice,
        hotkey: bob,
        originNetuid: 1,
        destinationNetuid: 1,
        amount: alpha,
      }),
    'transfer_stake',
    { destination_coldkey: alice, hotkey: bob, origin_netuid: 1, destination_netuid: 1, alpha_amount: RAO },
  ],
  [
    'swapStake',
    (c) => calls.swapStake(c, { hotkey: bob, originNetuid: 0, destinationNetuid: 2, amount: tao }),
    'swap_stake',
    { hotkey: bob, origin_netuid: 0, destination_netuid: 2, alpha_amount: RAO },
  ],
  [
    'swapStakeLimit',
    (c) =>
      calls.swapStakeLimit(c, {
        hotkey: bob,
        originNetuid: 1,
        destinationNetuid: 2,
        amount: alpha,
        limitRatio: 7n,
        allowPartial: true,
      }),
    'swap_stake_limit',
    {
      hotkey: bob,
      origin_netuid: 1,
      destination_netuid: 2,
      alpha_amount: RAO,
      limit_price: 7n,
      allow_partial: true,
    },
  ],
  [
    'addStakeBurn',
    (c) => calls.addStakeBurn(c, { ...place, amount: tao, limitPrice: third }),
    'add_stake_burn',
    { hotkey: bob, netuid: 1, amount: RAO, limit: 333_333_333n },
  ],
  [
    'burnAlpha',
    (c) => calls.burnAlpha(c, { ...place, amount: alpha }),
    'burn_alpha',
    { hotkey: bob, amount: RAO, netuid: 1 },
  ],
  [
    'recycleAlpha',
    (c) => calls.recycleAlpha(c, { ...place, amount: alpha }),
    'recycle_alpha',
    { hotkey: bob, amount: RAO, netuid: 1 },
  ],
  [
    'increaseTake',
    (c) => calls.increaseTake(c, { hotkey: bob, take: 11_796 }),
    'increase_take',
    { hotkey: bob, take: 11_796 },
  ],
  [
    'decreaseTake',
    (c) => calls.decreaseTake(c, { hotkey: bob, take: 0 }),
    'decrease_take',
    { hotkey: bob, take: 0 },
  ],
  [
    'setChildkeyTake',
    (c) => calls.setChildkeyTake(c, { ...place, take: 9 }),
    'set_childkey_take',
    { hotkey: bob, netuid: 1, take: 9 },
  ],
  [
    'setChildren',
    (c) => calls.setChildren(c, { ...place, children: [{ hotkey: charlie, proportion: 2n ** 64n - 1n }] }),
    'set_children',
    { hotkey: bob, netuid: 1, children: [[2n ** 64n - 1n, charlie]] },
  ],
  [
    'setChildren',
    (c) => calls.setChildren(c, { ...place, children: [] }),
    'set_children',
    { hotkey: bob, netuid: 1, children: [] },
  ],
  ['burnedRegister', (c) => calls.burnedRegister(c, place), 'burned_register', { netuid: 1, hotkey: bob }],
  [
    'registerLimit',
    (c) => calls.registerLimit(c, { ...place, mostPaid: tao }),
    'register_limit',
    { netuid: 1, hotkey: bob, limit_price: RAO },
  ],
  ['rootRegister', (c) => calls.rootRegister(c, { hotkey: bob }), 'root_register', { hotkey: bob }],
  [
    'associateHotkey',
    (c) => calls.associateHotkey(c, { hotkey: bob }),
    'try_associate_hotkey',
    { hotkey: bob },
  ],
  [
    'setAutoStakeHotkey',
    (c) => calls.setAutoStakeHotkey(c, place),
    'set_coldkey_auto_stake_hotkey',
    { netuid: 1, hotkey: bob },
  ],
  [
    'transferKeepAlive',
    (c) => calls.transferKeepAlive(c, { destination: bob, amount: tao }),
    'transfer_keep_alive',
    { dest: id(bob), value: RAO },
  ],
  [
    'transferAllowDeath',
    (c) => calls.transferAllowDeath(c, { destination: bob, amount: tao }),
    'transfer_allow_death',
    { dest: id(bob), value: RAO },
  ],
  [
    'transferAll',
    (c) => calls.transferAll(c, { destination: bob, keepAlive: false }),
    'transfer_all',
    { dest: id(bob), keep_alive: false },
  ],
  ['claimRoot', (c) => calls.claimRoot(c, { netuids: [3, 1, 3] }), 'claim_root', { subnets: [1, 3] }],
  [
    'setRootClaimType',
    (c) => calls.setRootClaimType(c, { type: 'Swap' }),
    'set_root_claim_type',
    { new_root_claim_type: { type: 'Swap' } },
  ],
  [
    'setRootClaimType',
    (c) => calls.setRootClaimType(c, { type: 'KeepSubnets', netuids: [2, 1] }),
    'set_root_claim_type',
    { new_root_claim_type: { type: 'KeepSubnets', value: { subnets: [1, 2] } } },
  ],
  [
    'lockStake',
    (c) => calls.lockStake(c, { ...place, amount: alpha }),
    'lock_stake',
    { hotkey: bob, netuid: 1, amount: RAO },
  ],
  [
    'moveLock',
    (c) => calls.moveLock(c, { destinationHotkey: bob, netuid: 1 }),
    'move_lock',
    { destination_hotkey: bob, netuid: 1 },
  ],
  [
    'setPerpetualLock',
    (c) => calls.setPerpetualLock(c, { netuid: 1, enabled: true }),
    'set_perpetual_lock',
    { netuid: 1, enabled: true },
  ],
  [
    'setRejectLockedAlpha',
    (c) => calls.setRejectLockedAlpha(c, { enabled: false }),
    'set_reject_locked_alpha',
    { enabled: false },
  ],
  ['remark', (c) => calls.remark(c, { bytes: '0x0102' }), 'remark', { remark: '0x0102' }],
]

const remark = (c: Chain) => calls.remark(c, { bytes: '0x01' })
const INNER = { type: 'System', value: { type: 'remark', value: { remark: '0x01' } } }

const batches: Row[] = (['batch', 'batchAll', 'forceBatch'] as const).map((name) => [
  name,
  (c) => calls[name](c, { calls: [remark(c), remark(c)] }),
  { batch: 'batch', batchAll: 'batch_all', forceBatch: 'force_batch' }[name],
  { calls: [INNER, INNER] },
])

const proxies: Row[] = [
  [
    'proxy',
    (c) => calls.proxy(c, { real: bob, kind: 'Staking', call: remark(c) }),
    'proxy',
    { real: id(bob), force_proxy_type: { type: 'Staking' }, call: INNER },
  ],
  [
    'proxy',
    (c) => calls.proxy(c, { real: bob, kind: undefined, call: remark(c) }),
    'proxy',
    { real: id(bob), force_proxy_type: undefined, call: INNER },
  ],
  [
    'addProxy',
    (c) => calls.addProxy(c, { delegate: bob, kind: 'Any', delay: 7 }),
    'add_proxy',
    { delegate: id(bob), proxy_type: { type: 'Any' }, delay: 7 },
  ],
  [
    'removeProxy',
    (c) => calls.removeProxy(c, { delegate: bob, kind: 'Any', delay: 7 }),
    'remove_proxy',
    { delegate: id(bob), proxy_type: { type: 'Any' }, delay: 7 },
  ],
  ['removeProxies', (c) => calls.removeProxies(c), 'remove_proxies', {}],
  [
    'createPure',
    (c) => calls.createPure(c, { kind: 'Staking', delay: 0, index: 3 }),
    'create_pure',
    { proxy_type: { type: 'Staking' }, delay: 0, index: 3 },
  ],
  [
    'announce',
    (c) => calls.announce(c, { real: bob, callHash: HASH }),
    'announce',
    { real: id(bob), call_hash: HASH },
  ],
  [
    'removeAnnouncement',
    (c) => calls.removeAnnouncement(c, { real: bob, callHash: HASH }),
    'remove_announcement',
    { real: id(bob), call_hash: HASH },
  ],
  [
    'rejectAnnouncement',
    (c) => calls.rejectAnnouncement(c, { delegate: bob, callHash: HASH }),
    'reject_announcement',
    { delegate: id(bob), call_hash: HASH },
  ],
  [
    'proxyAnnounced',
    (c) => calls.proxyAnnounced(c, { delegate: alice, real: bob, kind: 'Any', call: remark(c) }),
    'proxy_announced',
    { delegate: id(alice), real: id(bob), force_proxy_type: { type: 'Any' }, call: INNER },
  ],
]

/** What an older runtime had no calls for. */
const younger: Row[] = [
  [
    'setAutoParentDelegation',
    (c) => calls.setAutoParentDelegation(c, { hotkey: bob, enabled: true }),
    'set_auto_parent_delegation_enabled',
    { hotkey: bob, enabled: true },
  ],
  [
    'announceColdkeySwap',
    (c) => calls.announceColdkeySwap(c, { newColdkeyHash: HASH }),
    'announce_coldkey_swap',
    { new_coldkey_hash: HASH },
  ],
  [
    'swapColdkeyAnnounced',
    (c) => calls.swapColdkeyAnnounced(c, { newColdkey: bob }),
    'swap_coldkey_announced',
    { new_coldkey: bob },
  ],
  ['disputeColdkeySwap', (c) => calls.disputeColdkeySwap(c), 'dispute_coldkey_swap', {}],
  ['clearColdkeySwap', (c) => calls.clearColdkeySwap(c), 'clear_coldkey_swap_announcement', {}],
]

describe('each builder makes its call', () => {
  test.each([...served, ...batches, ...proxies, ...younger])('%s', (_, build, name, args) => {
    const call = build(chain)
    expect(call).toMatchObject({ name, args })
    expect(Object.keys(call.args)).toEqual(Object.keys(args))
    expect(decodeCall(chain, call.bytes)).toEqual(call)
  })

  test.each(younger)('%s is said to be missing where it is', (_, build, name) => {
    expect(() => build(older)).toThrow(
      expect.objectContaining({ code: 'MissingInRuntime', message: expect.stringContaining(`.${name}`) }),
    )
  })

  test.skipIf(!liveMetadata).each([...served, ...batches, ...proxies, ...younger])(
    '%s on the live runtime',
    (_, build, name, args) => {
      const call = build(live)
      expect(call).toMatchObject({ name, args })
      expect(Object.keys(call.args)).toEqual(Object.keys(args))
      expect(decodeCall(live, call.bytes)).toEqual(call)
    },
  )

  test('no builder is left out here', () => {
    const named = new Set([...served, ...batches, ...proxies, ...younger].map(([name]) => name))
    expect([...named].sort()).toEqual(Object.keys(calls).sort())
  })
})

const wrong = <T>(value: unknown) => value as T

describe('bad input is refused, and no message goes out', () => {
  test.each<[code: string, what: string, build: (chain: Chain) => Call]>([
    ['InvalidAddress', 'a letter wrong', (c) => calls.unstakeAll(c, { hotkey: bob.replace('n', 'm') })],
    [
      'InvalidAddress',
      'another network',
      (c) =>
        calls.transferAll(c, {
          destination: '15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5',
          keepAlive: true,
        }),
    ],
    ['InvalidAddress', 'a key instead of an address', (c) => calls.unstakeAll(c, { hotkey: HASH })],
    ['InvalidNetuid', 'a subnet above u16', (c) => calls.burnedRegister(c, { hotkey: bob, netuid: 65_536 })],
    ['InvalidNetuid', 'half a subnet', (c) => calls.burnedRegister(c, { hotkey: bob, netuid: 1.5 })],
    [
      'InvalidNetuid',
      'a subnet as text',
      (c) => calls.burnedRegister(c, { hotkey: bob, netuid: wrong('1') }),
    ],
    ['MixedTokens', 'alpha where TAO is meant', (c) => calls.addStake(c, { ...place, amount: alpha })],
    ['MixedTokens', 'TAO where alpha is meant', (c) => calls.removeStake(c, { ...place, amount: tao })],
    [
      'MixedTokens',
      'alpha of another subnet',
      (c) => calls.burnAlpha(c, { ...place, netuid: 2, amount: alpha }),
    ],
    ['InvalidAmount', 'a number', (c) => calls.addStake(c, { ...place, amount: wrong(5) })],
    ['InvalidAmount', 'a bare bigint', (c) => calls.addStake(c, { ...place, amount: wrong(5n) })],
    ['InvalidAmount', 'nothing', (c) => calls.addStake(c, { ...place, amount: Balance.fromRao(0n) })],
    [
      'BalanceOutOfRange',
      'less than nothing',
      (c) => calls.addStake(c, { ...place, amount: wrong({ rao: -1n, netuid: 0 }) }),
    ],
    [
      'BalanceOutOfRange',
      'more than u64',
      (c) => calls.addStake(c, { ...place, amount: wrong({ rao: 2n ** 64n, netuid: 0 }) }),
    ],
    [
      'InvalidLimitPrice',
      'no limit',
      (c) => calls.addStakeLimit(c, { ...place, amount: tao, limitPrice: 0n, allowPartial: false }),
    ],
    [
      'InvalidLimitPrice',
      'a number as a limit',
      (c) => calls.removeStakeFull(c, { ...place, limitPrice: wrong(0.98) }),
    ],
    [
      'InvalidValue',
      'a flag that is none',
      (c) => calls.addStakeLimit(c, { ...place, amount: tao, limitPrice: 1n, allowPartial: wrong('no') }),
    ],
    [
      'InvalidValue',
      'a flag left out',
      (c) =>
        calls.addStakeLimit(c, { ...place, amount: tao, limitPrice: 1n, allowPartial: wrong(undefined) }),
    ],
    ['InvalidTake', 'a fraction', (c) => calls.increaseTake(c, { hotkey: bob, take: 0.18 })],
    [
      'InvalidMove',
      'nowhere',
      (c) => calls.swapStake(c, { hotkey: bob, originNetuid: 1, destinationNetuid: 1, amount: alpha }),
    ],
    [
      'InvalidMove',
      'to itself',
      (c) =>
        calls.moveStake(c, {
          originHotkey: bob,
          destinationHotkey: bob,
          originNetuid: 1,
          destinationNetuid: 1,
          amount: alpha,
        }),
    ],
    [
      'InvalidChildren',
      'itself',
      (c) => calls.setChildren(c, { ...place, children: [{ hotkey: bob, proportion: 1n }] }),
    ],
    [
      'InvalidChildren',
      'one twice',
      (c) =>
        calls.setChildren(c, {
          ...place,
          children: [
            { hotkey: alice, proportion: 1n },
            { hotkey: alice, proportion: 1n },
          ],
        }),
    ],
    [
      'InvalidChildren',
      'more than the whole',
      (c) =>
        calls.setChildren(c, {
          ...place,
          children: [
            { hotkey: alice, proportion: 2n ** 64n - 1n },
            { hotkey: charlie, proportion: 1n },
          ],
        }),
    ],
    [
      'InvalidChildren',
      'a number as a part',
      (c) => calls.setChildren(c, { ...place, children: [{ hotkey: alice, proportion: wrong(1) }] }),
    ],
    [
      'InvalidChildren',
      'six',
      (c) =>
        calls.setChildren(c, {
          ...place,
          children: [...Object.values(developmentAccounts), bob].map((hotkey) => ({
            hotkey,
            proportion: 1n,
          })),
        }),
    ],
    ['InvalidClaim', 'no subnet', (c) => calls.claimRoot(c, { netuids: [] })],
    ['InvalidClaim', 'six subnets', (c) => calls.claimRoot(c, { netuids: [1, 2, 3, 4, 5, 6] })],
    ['InvalidClaim', 'nothing kept', (c) => calls.setRootClaimType(c, { type: 'KeepSubnets', netuids: [] })],
    ['InvalidBatch', 'an empty batch', (c) => calls.batchAll(c, { calls: [] })],
    [
      'InvalidBatch',
      'a batch in a batch',
      (c) => calls.batch(c, { calls: [calls.forceBatch(c, { calls: [remark(c)] })] }),
    ],
    ['MissingInRuntime', 'bytes of no call', (c) => rawCall(c, '0xffff')],
    ['MissingInRuntime', 'bytes too many', (c) => rawCall(c, '0x00000c01020304')],
    ['MissingInRuntime', 'no such call', (c) => rawCall(c, { pallet: 'System', name: 'sing', args: {} })],
    [
      'MissingInRuntime',
      'an argument left out',
      (c) => rawCall(c, { pallet: 'SubtensorModule', name: 'add_stake', args: { hotkey: bob, netuid: 1 } }),
    ],
  ])('%s: %s', (code, _, build) => {
    const before = node.requests.length
    expect(() => build(chain)).toThrow(expect.objectContaining({ code }))
    expect(node.requests.length).toBe(before)
  })
})

describe('calls within calls', () => {
  test('a batch', () => {
    const call = calls.batchAll(chain, { calls: [remark(chain), calls.unstakeAll(chain, { hotkey: bob })] })
    const within = callsWithin(chain, call)
    expect(within.map(({ path, pallet, name }) => [path, `${pallet}.${name}`])).toEqual([
      ['', 'Utility.batch_all'],
      ['calls[0]', 'System.remark'],
      ['calls[1]', 'SubtensorModule.unstake_all'],
    ])
    expect(within[2]).toMatchObject({ args: { hotkey: bob }, around: [{ name: 'batch_all' }] })
  })

  test('a value that only looks like one is none', () => {
    const call = calls.transferAll(chain, { destination: bob, keepAlive: true })
    expect(callsWithin(chain, call)).toHaveLength(1)
  })

  test.each([10, 1_000, 200_000])('%i calls deep is read to the end, or refused', (depth) => {
    const bytes: Hex = `0x${'0b0204'.repeat(depth)}00000401`
    try {
      const within = callsWithin(chain, decodeCall(chain, bytes))
      expect(within).toHaveLength(depth + 1)
      expect(within.at(-1)?.name).toBe('remark')
    } catch (error) {
      expect(error).toMatchObject({ code: 'MissingInRuntime' })
      expect(depth).toBeGreaterThan(10)
    }
  })

  const WEIGHT = { ref_time: 1n, proof_size: 1n }
  const ROOT = { type: 'system', value: { type: 'Root' } }
  const inner = { type: 'SubtensorModule', value: { type: 'unstake_all', value: { hotkey: bob } } }

  test.skipIf(!liveMetadata).each<[string, string, object, string]>([
    ['Utility', 'as_derivative', { index: 1, call: inner }, 'call'],
    ['Utility', 'dispatch_as', { as_origin: ROOT, call: inner }, 'call'],
    ['Utility', 'dispatch_as_fallible', { as_origin: ROOT, call: inner }, 'call'],
    ['Utility', 'with_weight', { call: inner, weight: WEIGHT }, 'call'],
    ['Utility', 'if_else', { main: inner, fallback: INNER }, 'main'],
    ['Utility', 'if_else', { main: INNER, fallback: inner }, 'fallback'],
    ['Utility', 'batch', { calls: [INNER, inner] }, 'calls[1]'],
    ['Sudo', 'sudo', { call: inner }, 'call'],
    ['Sudo', 'sudo_unchecked_weight', { call: inner, weight: WEIGHT }, 'call'],
    ['Sudo', 'sudo_as', { who: id(alice), call: inner }, 'call'],
    ['Proxy', 'proxy', { real: id(alice), force_proxy_type: undefined, call: inner }, 'call'],
    [
      'Proxy',
      'proxy_announced',
      { delegate: id(alice), real: id(bob), force_proxy_type: undefined, call: inner },
      'call',
    ],
    ['Multisig', 'as_multi_threshold_1', { other_signatories: [alice], call: inner }, 'call'],
    [
      'Multisig',
      'as_multi',
      {
        threshold: 2,
        other_signatories: [alice],
        maybe_timepoint: undefined,
        call: inner,
        max_weight: WEIGHT,
      },
      'call',
    ],
    ['Scheduler', 'schedule', { when: 9, maybe_periodic: undefined, priority: 0, call: inner }, 'call'],
    [
      'Scheduler',
      'schedule_named',
      { id: HASH, when: 9, maybe_periodic: [1, 2], priority: 0, call: inner },
      'call',
    ],
    [
      'Scheduler',
      'schedule_after',
      { after: 9, maybe_periodic: undefined, priority: 0, call: inner },
      'call',
    ],
    [
      'Scheduler',
      'schedule_named_after',
      { id: HASH, after: 9, maybe_periodic: undefined, priority: 0, call: inner },
      'call',
    ],
  ])('%s.%s', (pallet, name, args, path) => {
    const call = rawCall(live, { pallet, name, args: args as Record<string, unknown> })
    expect(callsWithin(live, call).find((one) => one.name === 'unstake_all')).toMatchObject({
      path,
      args: { hotkey: bob },
      unreadable: undefined,
    })
  })

  test.skipIf(!liveMetadata)('deep ones, with all that is around them', () => {
    const call = calls.proxy(live, {
      real: alice,
      kind: undefined,
      call: calls.batchAll(live, {
        calls: [remark(live), calls.proxy(live, { real: bob, kind: 'Any', call: remark(live) })],
      }),
    })
    const within = callsWithin(live, decodeCall(live, call.bytes))
    expect(within.map(({ path }) => path)).toEqual([
      '',
      'call',
      'call.calls[0]',
      'call.calls[1]',
      'call.calls[1].call',
    ])
    expect(within[4]?.around.map(({ name }) => name)).toEqual(['proxy', 'batch_all', 'proxy'])
  })

  test.skipIf(!liveMetadata).each<[string, string, object]>([
    ['MevShield', 'submit_encrypted', { ciphertext: '0x01' }],
    ['Proxy', 'announce', { real: id(bob), call_hash: HASH }],
    [
      'Multisig',
      'approve_as_multi',
      {
        threshold: 2,
        other_signatories: [alice],
        maybe_timepoint: undefined,
        call_hash: HASH,
        max_weight: WEIGHT,
      },
    ],
    ['System', 'set_code', { code: '0x01' }],
    ['Preimage', 'note_preimage', { bytes: '0x01' }],
  ])('%s.%s cannot be read, and says so even deep inside', (pallet, name, args) => {
    const hidden = rawCall(live, { pallet, name, args: args as Record<string, unknown> })
    const call = calls.batchAll(live, { calls: [remark(live), hidden] })
    expect(callsWithin(live, call).filter(({ unreadable }) => unreadable !== undefined)).toMatchObject([
      { path: 'calls[1]', name, unreadable: expect.any(String) },
    ])
  })

  test.skipIf(!liveMetadata)('every call of the runtime that takes a call is seen through', () => {
    const { registry, runtimeMetadata } = apiOf(live.runtime)
    const { lookup } = registry
    const takers: string[] = []
    for (const pallet of runtimeMetadata.asLatest.pallets) {
      if (pallet.calls.isNone) continue
      for (const variant of lookup.getSiType(pallet.calls.unwrap().type).def.asVariant.variants) {
        if (
          variant.fields.some(({ typeName }) =>
            /RuntimeCall|CallOf|::Call\b|as Config>::.*Call/.test(typeName.unwrapOr('').toString()),
          )
        ) {
          takers.push(`${pallet.name}.${variant.name}`)
        }
      }
    }
    // A new wrapper of a later runtime shows here; `callsWithin` goes by values, so it needs no change for it.
    expect(takers).toMatchInlineSnapshot(`
      [
        "Utility.batch",
        "Utility.as_derivative",
        "Utility.batch_all",
        "Utility.dispatch_as",
        "Utility.force_batch",
        "Utility.with_weight",
        "Utility.if_else",
        "Utility.dispatch_as_fallible",
        "Sudo.sudo",
        "Sudo.sudo_unchecked_weight",
        "Sudo.sudo_as",
        "Multisig.as_multi_threshold_1",
        "Multisig.as_multi",
        "Scheduler.schedule",
        "Scheduler.schedule_named",
        "Scheduler.schedule_after",
        "Scheduler.schedule_named_after",
        "Proxy.proxy",
        "Proxy.proxy_announced",
        "Crowdloan.create",
      ]
    `)
  })
})
