import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Devnet, developmentAccounts, startDevnet } from '../src/index.ts'
import { call, connect, freeBalance, include, pair, read, stake } from './client.ts'
import { HOTKEY, OWNER, STRANGER, smallGenesis } from './genesis.ts'

const { alice, bob, charlie } = developmentAccounts
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
      balances: { ...genesis.balances, [bob]: '5', [charlie]: '1' },
      // Small ones: the owner's own, and a nominator's.
      stakes: [OWNER, charlie].map((coldkey) => ({ hotkey: HOTKEY, coldkey, netuid: 1, alpha: '0.002' })),
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
    ['sudoSetTxRateLimit', 'txRateLimit', 'TxRateLimitSet', 11],
    ['sudoSetNetworkImmunityPeriod', 'networkImmunityPeriod', 'NetworkImmunityPeriodSet', 12],
    ['sudoSetSubnetLimit', 'subnetLimit', 'SubnetLimitSet', 100],
    ['sudoSetSubnetOwnerCut', 'subnetOwnerCut', 'SubnetOwnerCutSet', 1_000],
    ['sudoSetOwnerHparamRateLimit', 'ownerHyperparamRateLimit', 'OwnerHyperparamRateLimitSet', 1],
    ['sudoSetMaxEpochsPerBlock', 'maxEpochsPerBlock', 'MaxEpochsPerBlockSet', 3],
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

  test.each([
    ['sudoSetNominatorMinRequiredStake', 'nominatorMinRequiredStake', 500_000],
    ['sudoSetCkBurn', 'ckBurn', 5],
  ])('%s, without a word', async (name, item, value) => {
    expect(await sudo(name, value)).toEqual({ said: 'Ok', own: [] })
    expect(await read(api, 'subtensorModule', item)).toBe(String(value))
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

  test('an owner’s change waits for some epochs after the last of its kind', async () => {
    const again = await include(devnet, api, admin('sudoSetToggleTransfer', 5, true), bobPair)
    expect(again.error).toBe('subtensorModule.TxRateLimitExceeded')
    const other = await include(devnet, api, admin('sudoSetImmunityPeriod', 5, 77), bobPair)
    expect(other.events).toContainEqual(['subtensorModule.ImmunityPeriodSet', '5', '77'])
    // Root's do not.
    await sudo('sudoSetToggleTransfer', 5, true)
    await sudo('sudoSetOwnerHparamRateLimit', 0)
    expect((await include(devnet, api, admin('sudoSetToggleTransfer', 5, false), bobPair)).error).toBe(
      undefined,
    )
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

describe('what miners and validators meet', () => {
  /** Value set, what is stored then, who may set it beside root, and how it is reported. */
  test.each([
    ['sudoSetMinBurn', 'minBurn', 600_000, '600000', true, 'subtensorModule.MinBurnSet'],
    ['sudoSetMaxBurn', 'maxBurn', 200_000_000, '200000000', true, 'subtensorModule.MaxBurnSet'],
    ['sudoSetBurnHalfLife', 'burnHalfLife', 10, '10', true, 'adminUtils.BurnHalfLifeSet'],
    [
      'sudoSetMinChildkeyTakePerSubnet',
      'minChildkeyTakePerSubnet',
      9,
      '9',
      true,
      'subtensorModule.MinChildKeyTakePerSubnetSet',
    ],
    ['sudoSetImmunityPeriod', 'immunityPeriod', 12, '12', true, 'subtensorModule.ImmunityPeriodSet'],
    ['sudoSetActivityCutoff', 'activityCutoff', 361, '361', true, 'subtensorModule.ActivityCutoffSet'],
    ['sudoSetMaxAllowedUids', 'maxAllowedUids', 128, '128', true, 'subtensorModule.MaxAllowedUidsSet'],
    [
      'sudoSetMaxAllowedValidators',
      'maxAllowedValidators',
      5,
      '5',
      false,
      'subtensorModule.MaxAllowedValidatorsSet',
    ],
    ['sudoSetMinAllowedWeights', 'minAllowedWeights', 3, '3', true, 'subtensorModule.MinAllowedWeightSet'],
    [
      'sudoSetWeightsSetRateLimit',
      'weightsSetRateLimit',
      4,
      '4',
      false,
      'subtensorModule.WeightsSetRateLimitSet',
    ],
    [
      'sudoSetCommitRevealWeightsEnabled',
      'commitRevealWeightsEnabled',
      false,
      'false',
      true,
      'subtensorModule.CommitRevealEnabled',
    ],
    [
      'sudoSetBondsMovingAverage',
      'bondsMovingAverage',
      975_000,
      '975000',
      true,
      'subtensorModule.BondsMovingAverageSet',
    ],
    [
      'sudoSetMaxRegistrationsPerBlock',
      'maxRegistrationsPerBlock',
      6,
      '6',
      false,
      'subtensorModule.MaxRegistrationsPerBlockSet',
    ],
    [
      'sudoSetTargetRegistrationsPerInterval',
      'targetRegistrationsPerInterval',
      7,
      '7',
      false,
      'subtensorModule.RegistrationPerIntervalSet',
    ],
    ['sudoSetLiquidAlphaEnabled', 'liquidAlphaOn', true, 'true', true, undefined],
    ['sudoSetOwnerCutEnabled', 'ownerCutEnabled', false, 'false', true, undefined],
    ['sudoSetOwnerCutAutoLockEnabled', 'ownerCutAutoLockEnabled', true, 'true', true, undefined],
    ['sudoSetRecycleOrBurn', 'recycleOrBurn', 'Recycle', 'Recycle', true, undefined],
    [
      'sudoSetSubnetEmissionEnabled',
      'subnetEmissionEnabled',
      false,
      'false',
      false,
      'adminUtils.SubnetEmissionEnabledSet',
    ],
  ] as const)('%s', async (name, item, value, shown, owners, event) => {
    const byOwner = await include(devnet, api, admin(name, 5, value), bobPair)
    expect(byOwner.error).toBe(owners ? undefined : 'BadOrigin')
    const { events } = owners
      ? byOwner
      : await include(devnet, api, call(api, 'sudo', 'sudo', admin(name, 5, value)), alicePair)
    if (event !== undefined) expect(events).toContainEqual([event, '5', shown])
    expect(await read(api, 'subtensorModule', item, 5)).toBe(shown)
    const stranger = await include(devnet, api, admin(name, 1, value), bobPair)
    expect(stranger.error).toBe('BadOrigin')
  })

  test('how much dearer a registration makes the next', async () => {
    const twice = { bits: 2n ** 65n }
    const { events } = await include(devnet, api, admin('sudoSetBurnIncreaseMult', 5, twice), bobPair)
    expect(events.map(([event]) => event)).toContain('adminUtils.BurnIncreaseMultSet')
    expect(await read(api, 'subtensorModule', 'burnIncreaseMult', 5)).toContain(
      '0x00000000000000020000000000000000',
    )
  })

  test.each([
    ['sudoSetMinBurn', 5, 1_000_000_000, 'adminUtils.ValueNotInBounds'],
    ['sudoSetMinBurn', 5, 200_000_000, 'adminUtils.ValueNotInBounds'],
    ['sudoSetMaxBurn', 5, 100_000_000, 'adminUtils.ValueNotInBounds'],
    ['sudoSetBurnHalfLife', 5, 0, 'adminUtils.InvalidValue'],
    ['sudoSetBurnHalfLife', 5, 36_101, 'adminUtils.InvalidValue'],
    ['sudoSetBurnIncreaseMult', 5, { bits: '18446744073709551615' }, 'adminUtils.InvalidValue'],
    ['sudoSetMinChildkeyTakePerSubnet', 5, 11_797, 'adminUtils.InvalidValue'],
    ['sudoSetActivityCutoff', 5, 359, 'subtensorModule.ActivityCutoffTooLow'],
    ['sudoSetMaxAllowedUids', 5, 63, 'adminUtils.MaxAllowedUidsLessThanMinAllowedUids'],
    ['sudoSetMaxAllowedUids', 5, 257, 'adminUtils.MaxAllowedUidsGreaterThanDefaultMaxAllowedUids'],
    ['sudoSetBondsMovingAverage', 5, 975_001, 'adminUtils.BondsMovingAverageMaxReached'],
  ])('%s of subnet %i to %j is refused', async (name, netuid, value, error) => {
    expect((await include(devnet, api, admin(name, netuid, value), bobPair)).error).toBe(error)
  })

  test.each([
    ['sudoSetMaxAllowedValidators', 5, 257],
    ['sudoSetBurnHalfLife', 0, 5],
    ['sudoSetSubnetEmissionEnabled', 0, true],
    ['sudoSetImmunityPeriod', 99, 5],
    ['sudoSetWeightsSetRateLimit', 99, 5],
    ['sudoSetBondsMovingAverage', 99, 5],
  ])('%s of subnet %i to %j is refused even to root', async (name, netuid, value) => {
    expect((await sudo(name, netuid, value)).said).toContain('err')
  })

  test('a hotkey for the owner’s cut, by either name, once a week', async () => {
    const { events } = await include(devnet, api, admin('sudoSetSnOwnerHotkey', 5, STRANGER), bobPair)
    expect(events).toContainEqual(['subtensorModule.SubnetOwnerHotkeySet', '5', STRANGER])
    expect(await read(api, 'subtensorModule', 'subnetOwnerHotkey', 5)).toBe(STRANGER)
    const again = await include(devnet, api, admin('sudoSetSubnetOwnerHotkey', 5, HOTKEY), bobPair)
    expect(again.error).toBe('subtensorModule.TxRateLimitExceeded')
    expect((await include(devnet, api, admin('sudoSetSubnetOwnerHotkey', 1, HOTKEY), bobPair)).error).toBe(
      'BadOrigin',
    )
  })
})

test('nominations that have become too small are sold, their owners’ are not', async () => {
  expect(await stake(api, HOTKEY, charlie, 1)).toBe(2_000_000n)
  const before = await freeBalance(api, charlie)
  // Ten times the least stake is 0.02 TAO.
  await sudo('sudoSetNominatorMinRequiredStake', 10_000_000)
  expect(await stake(api, HOTKEY, charlie, 1)).toBe(0n)
  expect((await freeBalance(api, charlie)) > before).toBe(true)
  expect(await stake(api, HOTKEY, OWNER, 1)).toBe(2_000_000n)
  await sudo('sudoSetNominatorMinRequiredStake', 0)
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
