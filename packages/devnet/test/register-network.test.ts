import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Devnet, developmentAccounts, namedAccount, startDevnet } from '../src/index.ts'
import { call, connect, freeBalance, include, keysOf, pair, read, stake, subnetPot } from './client.ts'
import { HOTKEY, OWNER, SECOND_HOTKEY, smallGenesis } from './genesis.ts'
import { rpc } from './rpc.ts'
import { stored } from './stored.ts'

const TAO = 1_000_000_000n
const { alice, bob } = developmentAccounts
const [alicePair, bobPair] = [pair('//Alice'), pair('//Bob')]
const hex = (text: string) => `0x${Buffer.from(text).toString('hex')}`
const fresh = (name: string) => namedAccount(`owner hotkey ${name}`)

let devnet: Devnet
let api: ApiPromise

beforeAll(async () => {
  const genesis = smallGenesis(
    {},
    { netuid: 2, name: 'Two', symbol: 'β', tao: '1000', alpha: '500' },
    { netuid: 4, name: 'Four', symbol: 'δ', tao: '1', alpha: '4' },
  )
  const [root, ...others] = genesis.subnets
  devnet = await startDevnet({
    blockTime: 'manual',
    emission: false,
    genesis: {
      ...genesis,
      sudo: alice,
      balances: { ...genesis.balances, [bob]: '600' },
      hotkeys: [...genesis.hotkeys, { hotkey: SECOND_HOTKEY, owner: OWNER }],
      // Both validate on root; the second lends nothing by itself.
      subnets: [
        {
          netuid: 0,
          name: 'root',
          symbol: 'Τ',
          ...root,
          validators: [{ hotkey: HOTKEY }, { hotkey: SECOND_HOTKEY }],
        },
        ...others,
      ],
      storage: Object.fromEntries([
        stored('SubtensorModule', 'NetworkMinLockCost', [], 100n * TAO),
        stored('SubtensorModule', 'NetworkLastLockCost', [], 250n * TAO),
        stored('SubtensorModule', 'NetworkLockReductionInterval', [], 100n),
        stored('SubtensorModule', 'NetworkRateLimit', [], 3n),
        stored('SubtensorModule', 'NetworkRegistrationStartBlock', [], 3n),
        stored('SubtensorModule', 'AutoParentDelegationEnabled', [SECOND_HOTKEY], false),
      ]),
    },
  })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

const register = (hotkey: string, signer = alicePair) =>
  include(devnet, api, call(api, 'subtensorModule', 'registerNetwork', hotkey), signer)
const sudo = (name: string, ...args: unknown[]) =>
  include(devnet, api, call(api, 'sudo', 'sudo', call(api, 'adminUtils', name, ...args)), alicePair)
const identity = (change: object = {}) => ({
  subnetName: 'Northern',
  githubRepo: 'https://example.org/code',
  subnetContact: '',
  subnetUrl: '',
  discord: '',
  description: 'ice',
  logoUrl: '',
  additional: '',
  ...change,
})
async function cost(): Promise<bigint> {
  const { result } = await rpc(devnet, 'subnetInfo_getLockCost')
  return BigInt(result as number)
}

describe('registering a subnet', () => {
  test('is refused before its block, whoever’s hotkey it is comes first', async () => {
    expect((await register(HOTKEY)).error).toBe('subtensorModule.NonAssociatedColdKey')
    expect((await register(fresh('early'))).error).toBe('subtensorModule.SubNetRegistrationDisabled')
  })

  test('for an account of the chain’s own', async () => {
    expect((await register(subnetPot(1))).error).toBe('subtensorModule.CannotUseSystemAccount')
  })

  test('costs the first price, which fills the pool at the median of the others’ prices', async () => {
    // None was registered, so 250 TAO that fall by 2.5 TAO a block from the first on.
    const number = (await api.rpc.chain.getHeader()).number.toBigInt()
    expect(await cost()).toBe(250n * TAO - (number * 5n * TAO) / 2n)
    const price = 250n * TAO - ((number + 1n) * 5n * TAO) / 2n
    const before = await freeBalance(api, alice)
    const issuance = await read(api, 'balances', 'totalIssuance')
    const staked = BigInt(await read(api, 'subtensorModule', 'totalStake'))
    const { error, events } = await register(fresh('first'))
    expect(error).toBeUndefined()
    expect(events).toContainEqual(['subtensorModule.NetworkAdded', '3', '1'])
    const fee = BigInt(events.find(([name]) => name === 'transactionPayment.TransactionFeePaid')?.[2] ?? 0)
    expect(await freeBalance(api, alice)).toBe(before - price - fee)
    expect(await freeBalance(api, subnetPot(3))).toBe(price)
    expect(await read(api, 'balances', 'totalIssuance')).toBe(issuance)
    expect(BigInt(await read(api, 'subtensorModule', 'totalStake'))).toBe(staked + price)
    // Prices are 0.25, 2/3 of subnets 1 and 5, and 2: the median is 2/3, rounded down to 2^-64.
    const median = (1000n << 64n) / 1500n
    expect(await read(api, 'subtensorModule', 'subnetTAO', 3)).toBe(String(price))
    expect(await read(api, 'subtensorModule', 'subnetAlphaIn', 3)).toBe(String((price << 64n) / median))
    expect(await read(api, 'subtensorModule', 'subnetAlphaOut', 3)).toBe('0')
    expect(await read(api, 'subtensorModule', 'subnetLocked', 3)).toBe(String(price))
    expect(await read(api, 'subtensorModule', 'networkLastLockCost')).toBe(String(price))
  })

  test('makes its owner, first neuron, letter and settings', async () => {
    expect(await read(api, 'subtensorModule', 'subnetOwner', 3)).toBe(alice)
    expect(await read(api, 'subtensorModule', 'subnetOwnerHotkey', 3)).toBe(fresh('first'))
    expect(await read(api, 'subtensorModule', 'owner', fresh('first'))).toBe(alice)
    expect(await read(api, 'subtensorModule', 'keys', 3, 0)).toBe(fresh('first'))
    expect(await read(api, 'subtensorModule', 'subnetworkN', 3)).toBe('1')
    expect(await read(api, 'subtensorModule', 'tokenSymbol', 3)).toBe(hex('γ'))
    expect(await read(api, 'subtensorModule', 'burn', 3)).toBe('1000000000')
    expect(await read(api, 'subtensorModule', 'immunityPeriod', 3)).toBe('5000')
    expect(await read(api, 'subtensorModule', 'subtokenEnabled', 3)).toBe('false')
    expect(await read(api, 'subtensorModule', 'totalNetworks')).toBe('6')
    const stats = await api.rpc.state.call('SubnetInfoRuntimeApi_get_dynamic_info', '0x0300')
    expect(stats.toHex().startsWith('0x010c')).toBe(true)
  })

  test('has validators of root lend it their stake, but not who does not want to', async () => {
    const pending = await keysOf(api, 'subtensorModule', 'pendingChildKeys')
    expect(pending).toEqual(['3'])
    expect(await read(api, 'subtensorModule', 'pendingChildKeys', 3, HOTKEY)).toContain(fresh('first'))
  })

  test('waits for the rate limit, says who it is in so many bytes, and has to be paid', async () => {
    const named = (hotkey: string, change: object) =>
      include(
        devnet,
        api,
        call(api, 'subtensorModule', 'registerNetworkWithIdentity', hotkey, identity(change)),
        bobPair,
      )
    const second = fresh('second')
    await sudo('sudoSetNetworkRateLimit', 100)
    const long = { subnetName: 'N'.repeat(257) }
    expect((await named(second, long)).error).toBe('subtensorModule.NetworkTxRateLimitExceeded')
    await sudo('sudoSetNetworkRateLimit', 0)
    expect((await named(second, long)).error).toBe('subtensorModule.InvalidIdentity')
    const last = BigInt(await read(api, 'subtensorModule', 'networkLastLockCost'))
    const price = await cost()
    expect(price > last && price < 2n * last).toBe(true)
    const { events } = await named(second, {})
    expect(events).toContainEqual(['subtensorModule.SubnetIdentitySet', '6'])
    expect(await read(api, 'subtensorModule', 'subnetIdentitiesV3', 6)).toContain(hex('Northern'))
    // A block later it costs a block's part of the last price less.
    const paid = BigInt(await read(api, 'subtensorModule', 'networkLastLockCost'))
    expect(paid).toBe(price - last / 100n)
    expect(await cost()).toBe(2n * paid)
    expect((await register(fresh('third'), bobPair)).error).toBe('subtensorModule.CannotAffordLockCost')
  })

  test('is refused when there are enough', async () => {
    await sudo('sudoSetSubnetLimit', 6)
    expect((await register(fresh('third'))).error).toBe('subtensorModule.SubnetLimitReached')
    await sudo('sudoSetSubnetLimit', 128)
  })
})

test('its owner starts it, and then it is staked on; the first swap writes down its weights', async () => {
  const add = () =>
    include(devnet, api, call(api, 'subtensorModule', 'addStake', fresh('first'), 3, 10n * TAO), alicePair)
  expect((await add()).error).toBe('subtensorModule.SubtokenDisabled')
  expect((await include(devnet, api, call(api, 'subtensorModule', 'startCall', 3), bobPair)).error).toBe(
    'BadOrigin',
  )
  await include(devnet, api, call(api, 'subtensorModule', 'startCall', 3), alicePair)
  expect(await read(api, 'swap', 'palSwapInitialized', 3)).toBe('false')
  expect((await add()).error).toBeUndefined()
  expect(await stake(api, fresh('first'), alice, 3)).toBeGreaterThan(13n * TAO)
  expect(await read(api, 'swap', 'palSwapInitialized', 3)).toBe('true')
})

describe('names', () => {
  const person = (change: object = {}) =>
    Object.values({
      name: 'A',
      url: '',
      github: '',
      image: '',
      discord: '',
      description: '',
      additional: '',
      ...change,
    })
  const name = (signer = alicePair, change: object = {}) =>
    include(devnet, api, call(api, 'subtensorModule', 'setIdentity', ...person(change)), signer)

  test('a coldkey says who it is, once a hotkey of it is registered', async () => {
    // Eve owns no hotkey at all.
    await include(
      devnet,
      api,
      call(api, 'balances', 'transferKeepAlive', pair('//Eve').address, TAO),
      alicePair,
    )
    expect((await name(pair('//Eve'))).error).toBe('subtensorModule.HotKeyNotRegisteredInNetwork')
    expect((await name(alicePair, { name: 'A'.repeat(257) })).error).toBe('subtensorModule.InvalidIdentity')
    const longest = { image: 'i'.repeat(1024), description: 'd'.repeat(1024), additional: 'a'.repeat(1024) }
    const { events } = await name(alicePair, longest)
    expect(events).toContainEqual(['subtensorModule.ChainIdentitySet', alice])
    expect(await read(api, 'subtensorModule', 'identitiesV2', alice)).toContain('"image":"0x6969')
  })

  test('an owner names a subnet', async () => {
    const set = (netuid: number, signer = alicePair, change: object = {}) =>
      include(
        devnet,
        api,
        call(api, 'subtensorModule', 'setSubnetIdentity', netuid, ...Object.values(identity(change))),
        signer,
      )
    expect((await set(99)).error).toBe('subtensorModule.SubnetNotExists')
    expect((await set(3, bobPair)).error).toBe('subtensorModule.NotSubnetOwner')
    expect((await set(1)).error).toBe('subtensorModule.NotSubnetOwner')
    expect((await set(3, alicePair, { logoUrl: 'l'.repeat(1025) })).error).toBe(
      'subtensorModule.InvalidIdentity',
    )
    expect((await set(3)).events).toContainEqual(['subtensorModule.SubnetIdentitySet', '3'])
    expect(await read(api, 'subtensorModule', 'subnetIdentitiesV3', 3)).toContain(hex('Northern'))
  })

  test('and gives it another letter, that nobody has', async () => {
    const give = (symbol: string, signer = alicePair) =>
      include(devnet, api, call(api, 'subtensorModule', 'updateSymbol', 3, symbol), signer)
    expect((await give('ⴰ', bobPair)).error).toBe('BadOrigin')
    expect((await give('QQ')).error).toBe('subtensorModule.SymbolDoesNotExist')
    expect((await give('α')).error).toBe('subtensorModule.SymbolAlreadyInUse')
    expect((await give('ⴰ')).error).toBeUndefined()
    expect(await read(api, 'subtensorModule', 'tokenSymbol', 3)).toBe(hex('ⴰ'))
  })
})

test('what children of hotkeys may be is the chain’s to say', async () => {
  const set = (name: string, value: number) =>
    include(devnet, api, call(api, 'sudo', 'sudo', call(api, 'subtensorModule', name, value)), alicePair)
  const refused = await include(
    devnet,
    api,
    call(api, 'subtensorModule', 'setPendingChildkeyCooldown', 1),
    alicePair,
  )
  expect(refused.error).toBe('BadOrigin')
  await set('setPendingChildkeyCooldown', 1)
  expect(await read(api, 'subtensorModule', 'pendingChildKeyCooldown')).toBe('1')
  for (const [name, item, event] of [
    ['sudoSetMinChildkeyTake', 'minChildkeyTake', 'MinChildKeyTakeSet'],
    ['sudoSetMaxChildkeyTake', 'maxChildkeyTake', 'MaxChildKeyTakeSet'],
    ['sudoSetTxChildkeyTakeRateLimit', 'txChildkeyTakeRateLimit', 'TxChildKeyTakeRateLimitSet'],
  ] as const) {
    expect((await set(name, 7)).events).toContainEqual([`subtensorModule.${event}`, '7'])
    expect(await read(api, 'subtensorModule', item)).toBe('7')
  }
})
