import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Devnet, developmentAccounts, namedAccount, startDevnet } from '../src/index.ts'
import { call, connect, freeBalance, include, pair, read, subnetPot } from './client.ts'
import { AUTHOR, HOTKEY, OWNER, SECOND_HOTKEY, smallGenesis } from './genesis.ts'
import { stateOf } from './stake-table.ts'
import { stored } from './stored.ts'

// Checks by chain-rules 2.11. The swap is worked out by 1.4 and 1.5 outside this repository's code.
const { alice } = developmentAccounts
const signer = pair('//Alice')
const poor = pair('//Bob')
const fresh = (name: string) => namedAccount(`fresh hotkey ${name}`)
const [first, second, third] = ['first', 'second', 'third'].map((name) => namedAccount(`${name} of seven`))

let devnet: Devnet
let api: ApiPromise

beforeAll(async () => {
  const genesis = smallGenesis(
    {},
    { netuid: 2, name: 'Shut', symbol: 'β', validators: [{ hotkey: HOTKEY }] },
    { netuid: 3, name: 'Dear', symbol: 'γ', tao: '1000', alpha: '1000', validators: [{ hotkey: HOTKEY }] },
    { netuid: 4, name: 'No seats', symbol: 'δ', tao: '1000', alpha: '1000' },
    {
      netuid: 6,
      name: 'Only the owner',
      symbol: 'ζ',
      tao: '1000',
      alpha: '1000',
      ownerHotkey: HOTKEY,
      validators: [{ hotkey: HOTKEY }],
    },
    {
      netuid: 7,
      name: 'Full',
      symbol: 'η',
      tao: '1000',
      alpha: '1000',
      validators: [
        { hotkey: first ?? '', dividends: '5' },
        { hotkey: second ?? '', dividends: '1' },
        { hotkey: third ?? '', dividends: '1' },
      ],
    },
  )
  devnet = await startDevnet({
    blockTime: 'manual',
    genesis: {
      ...genesis,
      hotkeys: [...genesis.hotkeys, { hotkey: SECOND_HOTKEY, owner: OWNER }],
      stakes: [
        { hotkey: HOTKEY, coldkey: alice, netuid: 0, alpha: '10' },
        { hotkey: SECOND_HOTKEY, coldkey: alice, netuid: 0, alpha: '10' },
        { hotkey: fresh('root 6'), coldkey: alice, netuid: 0, alpha: '11' },
      ],
      storage: Object.fromEntries([
        stored('SubtensorModule', 'NetworkRegistrationAllowed', [2], false),
        stored('SubtensorModule', 'Burn', [3], 1_000_000_000n),
        stored('SubtensorModule', 'MinBurn', [3], 1_000_000_000n),
        stored('SubtensorModule', 'MaxAllowedUids', [4], 0),
        stored('SubtensorModule', 'MaxAllowedUids', [6], 1),
        stored('SubtensorModule', 'MaxAllowedUids', [7], 3),
        stored('SubtensorModule', 'ImmunityPeriod', [7], 0),
        stored('SubtensorModule', 'MinNonImmuneUids', [7], 0),
        stored('SubtensorModule', 'MaxAllowedUids', [0], 5),
      ]),
    },
  })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

const register = (netuid: number, hotkey: string, who = signer) =>
  include(devnet, api, call(api, 'subtensorModule', 'burnedRegister', netuid, hotkey), who)
const registered = (result: { readonly events: readonly (readonly string[])[] }) =>
  result.events.find(([name]) => name === 'subtensorModule.NeuronRegistered')?.slice(1)

describe('refuses, in the order of its checks', () => {
  test.each([
    ['root', 0, HOTKEY, signer, 'RegistrationNotPermittedOnRootSubnet'],
    ['no such subnet', 9, HOTKEY, signer, 'SubnetNotExists'],
    ['a subnet that takes nobody, before who is there', 2, HOTKEY, signer, 'SubNetRegistrationDisabled'],
    ['who is there, before the price', 3, HOTKEY, poor, 'HotKeyAlreadyRegisteredInSubNet'],
    ['who cannot pay, before whose hotkey it is', 3, SECOND_HOTKEY, poor, 'NotEnoughBalanceToStake'],
    ['a hotkey of somebody else, before there is a seat', 4, SECOND_HOTKEY, signer, 'NonAssociatedColdKey'],
    ['a subnet without seats', 4, fresh('A'), signer, 'NoNeuronIdAvailable'],
    ['a subnet where nobody makes room', 6, fresh('A'), signer, 'NoNeuronIdAvailable'],
  ])('%s', async (_, netuid, hotkey, who, error) => {
    expect((await register(netuid, hotkey, who)).error).toBe(`subtensorModule.${error}`)
  })

  test('and nothing is left of it: the hotkey still belongs to nobody', async () => {
    expect(await read(api, 'subtensorModule', 'burn', 1)).toBe('500000')
    expect(await read(api, 'subtensorModule', 'ownedHotkeys', alice)).toBe('[]')
  })
})

test('the price buys alpha, which is gone, and the next pays more', async () => {
  const free = await freeBalance(api, alice)
  const result = await register(1, fresh('A'))
  const [, , fee] = result.events[0] ?? []
  expect(result.events.slice(1, -3)).toEqual([
    ['balances.Transfer', alice, subnetPot(1), '500000'],
    ['balances.Transfer', subnetPot(1), AUTHOR, '251'],
    ['subtensorModule.NeuronRegistered', '1', '1', fresh('A')],
  ])
  expect(await freeBalance(api, alice)).toBe(free - 500_000n - BigInt(fee ?? 0))
  expect(await stateOf(api, 1, fresh('A'), alice)).toEqual({
    tao: '1000000499749',
    // 749623 were bought.
    alphaIn: '1499999250377',
    alphaOut: '0',
    volume: '500000',
    totalStake: String(1_000_000_500_000 + 5 * 1_000_000_000_000 + 31_000_000_000),
    stake: '0',
  })
  expect(await read(api, 'subtensorModule', 'burn', 1)).toBe('630000')
  expect(await read(api, 'subtensorModule', 'raoRecycledForRegistration', 1)).toBe('500000')
  expect(await read(api, 'subtensorModule', 'owner', fresh('A'))).toBe(alice)
  expect(await read(api, 'subtensorModule', 'uids', 1, fresh('A'))).toBe('1')
  expect(await read(api, 'subtensorModule', 'keys', 1, 1)).toBe(fresh('A'))
  expect(await read(api, 'subtensorModule', 'subnetworkN', 1)).toBe('2')
  expect(await read(api, 'subtensorModule', 'isNetworkMember', fresh('A'), 1)).toBe('true')
  expect(await read(api, 'subtensorModule', 'validatorPermit', 1)).toBe('[true, false]')
  expect(await read(api, 'subtensorModule', 'emission', 1)).toBe('[0, 0]')
  // Half in 360 blocks: 630000 / 2^(1/360).
  await devnet.sealBlock()
  expect(await read(api, 'subtensorModule', 'burn', 1)).toBe('628788')
})

test('a limit on the price', async () => {
  const limited = (netuid: number, hotkey: string, limit: number) =>
    include(devnet, api, call(api, 'subtensorModule', 'registerLimit', netuid, hotkey, limit), signer)
  expect((await limited(0, HOTKEY, 0)).error).toBe('subtensorModule.RegistrationNotPermittedOnRootSubnet')
  expect((await limited(9, HOTKEY, 0)).error).toBe('subtensorModule.SubnetNotExists')
  expect((await limited(3, HOTKEY, 999_999_999)).error).toBe('subtensorModule.RegistrationPriceLimitExceeded')
  expect((await limited(3, HOTKEY, 1_000_000_000)).error).toBe(
    'subtensorModule.HotKeyAlreadyRegisteredInSubNet',
  )
  expect(registered(await limited(3, fresh('B'), 1_000_000_000))).toEqual(['3', '1', fresh('B')])
})

test('what was registration by work looks at no work', async () => {
  const old = call(api, 'subtensorModule', 'register', 1, 0, 0, '0x', fresh('C'), OWNER)
  expect(registered(await include(devnet, api, old, signer))).toEqual(['1', '2', fresh('C')])
  expect(await read(api, 'subtensorModule', 'owner', fresh('C'))).toBe(alice)
})

test('on a full subnet the one with the least emission makes room', async () => {
  expect(registered(await register(7, fresh('D')))).toEqual(['7', '1', fresh('D')])
  expect(await read(api, 'subtensorModule', 'keys', 7, 1)).toBe(fresh('D'))
  expect(await read(api, 'subtensorModule', 'uids', 7, second)).toBe('')
  expect(await read(api, 'subtensorModule', 'isNetworkMember', second, 7)).toBe('false')
  expect(await read(api, 'subtensorModule', 'subnetworkN', 7)).toBe('3')
  expect(await read(api, 'subtensorModule', 'emission', 7)).toBe('[5000000000, 0, 1000000000]')
})

describe('root', () => {
  const rootRegister = (hotkey: string) => call(api, 'subtensorModule', 'rootRegister', hotkey)

  test('takes a hotkey for nothing and makes it a delegate', async () => {
    const total = await read(api, 'balances', 'totalIssuance')
    const result = await include(devnet, api, rootRegister(fresh('root 1')), signer)
    expect(registered(result)).toEqual(['0', '0', fresh('root 1')])
    expect(await read(api, 'subtensorModule', 'delegates', fresh('root 1'))).toBe('11796')
    expect(await read(api, 'balances', 'totalIssuance')).toBe(total)
    const again = await include(devnet, api, rootRegister(fresh('root 1')), signer)
    expect(again.error).toBe('subtensorModule.HotKeyAlreadyRegisteredInSubNet')
  })

  test('takes one a block', async () => {
    const two = [rootRegister(fresh('root 2')), rootRegister(fresh('root 3'))]
    const result = await include(devnet, api, call(api, 'utility', 'forceBatch', two), signer)
    expect(registered(result)).toEqual(['0', '1', fresh('root 2')])
    expect(result.events.find(([name]) => name === 'utility.ItemFailed')?.[1]).toContain('"index":7')
  })

  test('full, takes who has more stake than the least', async () => {
    for (const hotkey of [HOTKEY, SECOND_HOTKEY, fresh('root 3')])
      expect((await include(devnet, api, rootRegister(hotkey), signer)).error).toBeUndefined()
    const same = await include(devnet, api, rootRegister(fresh('root 4')), signer)
    expect(same.error).toBe('subtensorModule.StakeTooLowForRoot')
    const more = await include(devnet, api, rootRegister(fresh('root 6')), signer)
    expect(registered(more)).toEqual(['0', '0', fresh('root 6')])
  })

  test('takes six in an interval', async () => {
    const result = await include(devnet, api, rootRegister(fresh('root 7')), signer)
    expect(result.error).toBe('subtensorModule.TooManyRegistrationsThisInterval')
  })
})
