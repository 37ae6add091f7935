import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Devnet, developmentAccounts, namedAccount, startDevnet } from '../src/index.ts'
import { call, connect, include, pair, read, runtime } from './client.ts'
import { HOTKEY, STRANGER, smallGenesis } from './genesis.ts'

const { alice } = developmentAccounts
const OTHER = namedAccount('another validator')
const signer = pair('//Alice')

let devnet: Devnet
let api: ApiPromise

beforeAll(async () => {
  const genesis = smallGenesis(
    {},
    { netuid: 2, name: 'Two', symbol: 'β', validators: [{ hotkey: HOTKEY }, { hotkey: OTHER }] },
  )
  devnet = await startDevnet({ blockTime: 'manual', genesis })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

// The netuid comes first.
const set = (netuid: number, hotkey: string) =>
  include(devnet, api, call(api, 'subtensorModule', 'setColdkeyAutoStakeHotkey', netuid, hotkey), signer)
const destination = async () =>
  (await runtime(api, 'subnetInfoRuntimeApi', 'getColdkeyAutoStakeHotkey')(alice, 2)).toJSON()

test('the subnet must exist, before the hotkey is registered on it', async () => {
  expect((await set(9, STRANGER)).error).toBe('subtensorModule.SubnetNotExists')
  expect((await set(2, STRANGER)).error).toBe('subtensorModule.HotKeyNotRegisteredInSubNet')
  expect((await set(5, HOTKEY)).error).toBe('subtensorModule.HotKeyNotRegisteredInSubNet')
  expect(await destination()).toBeNull()
})

test('what miners earn goes to the hotkey of choice', async () => {
  const result = await set(2, HOTKEY)
  expect(result.events.find(([name]) => name.startsWith('subtensorModule'))).toEqual([
    'subtensorModule.AutoStakeDestinationSet',
    alice,
    '2',
    HOTKEY,
  ])
  expect(await destination()).toBe(HOTKEY)
  expect(await read(api, 'subtensorModule', 'autoStakeDestination', alice, 2)).toBe(HOTKEY)
  expect(await read(api, 'subtensorModule', 'autoStakeDestinationColdkeys', HOTKEY, 2)).toBe(`[${alice}]`)
  expect((await set(2, HOTKEY)).error).toBe('subtensorModule.SameAutoStakeHotkeyAlreadySet')
})

test('another choice takes the place of the first', async () => {
  expect((await set(2, OTHER)).error).toBeUndefined()
  expect(await destination()).toBe(OTHER)
  expect(await read(api, 'subtensorModule', 'autoStakeDestinationColdkeys', HOTKEY, 2)).toBe('[]')
  expect(await read(api, 'subtensorModule', 'autoStakeDestinationColdkeys', OTHER, 2)).toBe(`[${alice}]`)
})

test('a hotkey that nobody owns can be taken, and one that somebody owns stays theirs', async () => {
  const claim = (hotkey: string) =>
    include(devnet, api, call(api, 'subtensorModule', 'tryAssociateHotkey', hotkey), signer)
  expect((await claim(STRANGER)).error).toBeUndefined()
  expect(await read(api, 'subtensorModule', 'owner', STRANGER)).toBe(alice)
  expect(await read(api, 'subtensorModule', 'ownedHotkeys', alice)).toBe(`[${STRANGER}]`)
  const owner = await read(api, 'subtensorModule', 'owner', HOTKEY)
  expect((await claim(HOTKEY)).error).toBeUndefined()
  expect(await read(api, 'subtensorModule', 'owner', HOTKEY)).toBe(owner)
})
