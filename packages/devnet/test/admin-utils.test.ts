import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Devnet, developmentAccounts, startDevnet } from '../src/index.ts'
import { call, connect, include, pair, read } from './client.ts'
import { HOTKEY, smallGenesis } from './genesis.ts'

const { alice, bob } = developmentAccounts
const [alicePair, bobPair] = [pair('//Alice'), pair('//Bob')]

let devnet: Devnet
let api: ApiPromise

beforeAll(async () => {
  const genesis = smallGenesis()
  devnet = await startDevnet({
    blockTime: 'manual',
    emission: false,
    genesis: {
      ...genesis,
      sudo: alice,
      // Bob owns the subnet that is not open yet.
      subnets: genesis.subnets.map((subnet) =>
        subnet.netuid === 5 ? { ...subnet, owner: bob, ownerHotkey: HOTKEY, tempo: 360 } : subnet,
      ),
    },
  })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

const admin = (name: string, ...args: unknown[]) => call(api, 'adminUtils', name, ...args)
/** What sudo says of it, and what else there is to say. */
async function sudo(name: string, ...args: unknown[]) {
  const { events } = await include(devnet, api, call(api, 'sudo', 'sudo', admin(name, ...args)), alicePair)
  const said = events.find(([event]) => event === 'sudo.Sudid')?.[1]
  return { said, own: events.filter(([event]) => event.startsWith('subtensorModule.')) }
}

describe('settings of the chain', () => {
  test.each([
    ['sudoSetStakeThreshold', 'stakeThreshold', 'StakeThresholdSet', 1_000],
    ['sudoSetMinDelegateTake', 'minDelegateTake', 'MinDelegateTakeSet', 5],
    ['sudoSetDefaultTake', 'maxDelegateTake', 'MaxDelegateTakeSet', 11_000],
    ['sudoSetTxDelegateTakeRateLimit', 'txDelegateTakeRateLimit', 'TxDelegateTakeRateLimitSet', 7],
    ['sudoSetNetworkRateLimit', 'networkRateLimit', 'NetworkRateLimitSet', 0],
    ['sudoSetNetworkMinLockCost', 'networkMinLockCost', 'NetworkMinLockCostSet', 9],
    [
      'sudoSetLockReductionInterval',
      'networkLockReductionInterval',
      'NetworkLockCostReductionIntervalSet',
      1,
    ],
    ['sudoSetAdminFreezeWindow', 'adminFreezeWindow', 'AdminFreezeWindowSet', 3],
    ['sudoSetStartCallDelay', 'startCallDelay', 'StartCallDelaySet', 40],
    [
      'sudoSetColdkeySwapAnnouncementDelay',
      'coldkeySwapAnnouncementDelay',
      'ColdkeySwapAnnouncementDelaySet',
      2,
    ],
    [
      'sudoSetColdkeySwapReannouncementDelay',
      'coldkeySwapReannouncementDelay',
      'ColdkeySwapReannouncementDelaySet',
      3,
    ],
  ])('%s', async (name, item, event, value) => {
    const before = await read(api, 'subtensorModule', item)
    expect((await include(devnet, api, admin(name, value), bobPair)).error).toBe('BadOrigin')
    expect(await read(api, 'subtensorModule', item)).toBe(before)
    expect(await sudo(name, value)).toEqual({
      said: 'Ok',
      own: [[`subtensorModule.${event}`, String(value)]],
    })
    expect(await read(api, 'subtensorModule', item)).toBe(String(value))
  })

  test('the least nomination, without a word', async () => {
    expect(await sudo('sudoSetNominatorMinRequiredStake', 500_000)).toEqual({ said: 'Ok', own: [] })
    expect(await read(api, 'subtensorModule', 'nominatorMinRequiredStake')).toBe('500000')
  })
})

describe('settings of a subnet', () => {
  test('its tempo, where there is a subnet', async () => {
    await sudo('sudoSetAdminFreezeWindow', 0)
    expect((await sudo('sudoSetTempo', 99, 50)).said).toContain('err')
    expect((await sudo('sudoSetTempo', 1, 50)).own).toEqual([['subtensorModule.TempoSet', '1', '50']])
    expect(await read(api, 'subtensorModule', 'tempo', 1)).toBe('50')
  })

  test('whether it can be registered on, and stake handed over, which its owner says too', async () => {
    expect((await sudo('sudoSetNetworkRegistrationAllowed', 1, false)).own).toEqual([
      ['subtensorModule.RegistrationAllowed', '1', 'false'],
    ])
    expect(await read(api, 'subtensorModule', 'networkRegistrationAllowed', 1)).toBe('false')
    expect((await include(devnet, api, admin('sudoSetToggleTransfer', 1, false), bobPair)).error).toBe(
      'BadOrigin',
    )
    const result = await include(devnet, api, admin('sudoSetToggleTransfer', 5, false), bobPair)
    expect(result.events).toContainEqual(['subtensorModule.TransferToggle', '5', 'false'])
    expect(await read(api, 'subtensorModule', 'transferToggle', 5)).toBe('false')
  })

  test('nothing shortly before its epoch', async () => {
    await sudo('sudoSetAdminFreezeWindow', 400)
    expect((await sudo('sudoSetSubtokenEnabled', 1, false)).said).toContain('err')
    expect((await include(devnet, api, admin('sudoSetToggleTransfer', 5, true), bobPair)).error).toBe(
      'subtensorModule.AdminActionProhibitedDuringWeightsWindow',
    )
    await sudo('sudoSetAdminFreezeWindow', 0)
    expect((await sudo('sudoSetSubtokenEnabled', 1, false)).said).toBe('Ok')
    expect(await read(api, 'subtensorModule', 'subtokenEnabled', 1)).toBe('false')
  })
})

test('an owner opens a subnet, once, when it is old enough', async () => {
  const start = (netuid: number) =>
    include(devnet, api, call(api, 'subtensorModule', 'startCall', netuid), bobPair)
  expect((await start(99)).error).toBe('subtensorModule.SubnetNotExists')
  expect((await start(1)).error).toBe('BadOrigin')
  await sudo('sudoSetStartCallDelay', 1_000)
  expect((await start(5)).error).toBe('subtensorModule.NeedWaitingMoreBlocksToStarCall')
  await sudo('sudoSetStartCallDelay', 0)
  const result = await start(5)
  const next = (await api.rpc.chain.getHeader()).number.toNumber() + 1
  expect(result.events).toContainEqual(['subtensorModule.FirstEmissionBlockNumberSet', '5', String(next)])
  expect(await read(api, 'subtensorModule', 'subtokenEnabled', 5)).toBe('true')
  expect((await start(5)).error).toBe('subtensorModule.FirstEmissionBlockNumberAlreadySet')
})
