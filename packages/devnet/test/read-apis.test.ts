import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Devnet, developmentAccounts, namedAccount, startDevnet } from '../src/index.ts'
import { connect, runtime, subnetPot } from './client.ts'
import { HOTKEY, OWNER, SECOND_HOTKEY, smallGenesis } from './genesis.ts'
import { rpc } from './rpc.ts'
import { stored } from './stored.ts'

// Structs by chain-rules 5.3; every number here is worked out by hand from the genesis below.
const { alice, bob, charlie } = developmentAccounts
const MINER = namedAccount('miner')
const HALF = 2n ** 63n

let devnet: Devnet
let api: ApiPromise

beforeAll(async () => {
  const genesis = smallGenesis(
    {},
    {
      netuid: 2,
      name: 'Two',
      symbol: 'β',
      tao: '3000',
      alpha: '1000',
      tempo: 100,
      registeredAt: 0,
      owner: OWNER,
      ownerHotkey: HOTKEY,
      validators: [
        { hotkey: HOTKEY, dividends: '2' },
        { hotkey: SECOND_HOTKEY },
        { hotkey: MINER, dividends: '3' },
      ],
    },
  )
  devnet = await startDevnet({
    blockTime: 'manual',
    emission: false,
    genesis: {
      ...genesis,
      hotkeys: [
        { hotkey: HOTKEY, owner: OWNER, take: 11_796, name: 'First' },
        { hotkey: SECOND_HOTKEY, owner: OWNER },
        { hotkey: MINER, owner: charlie },
      ],
      stakes: [
        { hotkey: HOTKEY, coldkey: OWNER, netuid: 0, alpha: '20' },
        { hotkey: HOTKEY, coldkey: OWNER, netuid: 2, alpha: '8' },
        { hotkey: HOTKEY, coldkey: alice, netuid: 2, alpha: '4' },
        { hotkey: SECOND_HOTKEY, coldkey: bob, netuid: 2, alpha: '6' },
      ],
      storage: Object.fromEntries([
        stored('SubtensorModule', 'ValidatorPermit', [2], [true, true, false]),
        // Half of what the first has counts for the second.
        stored('SubtensorModule', 'ChildKeys', [HOTKEY, 2], [[HALF, SECOND_HOTKEY]]),
        stored('SubtensorModule', 'ParentKeys', [SECOND_HOTKEY, 2], [[HALF, HOTKEY]]),
        stored('SubtensorModule', 'TaoWeight', [], HALF),
        stored('SubtensorModule', 'NetworkImmunityPeriod', [], 0n),
        stored('SubtensorModule', 'LastEpochBlock', [2], 40n),
        stored('SubtensorModule', 'PendingValidatorEmission', [2], 7n),
        stored('SubtensorModule', 'PendingServerEmission', [2], 5n),
        stored('SubtensorModule', 'DecayingLock', [alice, 2], false),
        stored('SubtensorModule', 'Lock', [alice, 2, SECOND_HOTKEY], {
          locked_mass: 1_000_000_000n,
          conviction: { bits: 5n << 64n },
          last_update: 0n,
        }),
        stored(
          'SubtensorModule',
          'Weights',
          [2, 0],
          [
            [2, 65_535],
            [1, 0],
          ],
        ),
        stored('SubtensorModule', 'Axons', [2, MINER], {
          block: 3n,
          version: 7,
          ip: 0x7f000001n,
          port: 8091,
          ip_type: 4,
          protocol: 4,
          placeholder1: 0,
          placeholder2: 0,
        }),
      ]),
    },
  })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

const ask = async (name: string, method: string, ...args: unknown[]): Promise<never> =>
  (await runtime(api, name, method)(...args)).toJSON() as never
const text = (bytes: string) => Buffer.from(bytes.replace(/^0x/, ''), 'hex').toString()

describe('delegates', () => {
  // 20 of root, 12 of subnet 2; 2 alpha an epoch of 100 blocks, 72 epochs a day.
  const first = {
    delegateSs58: HOTKEY,
    take: 11_796,
    ownerSs58: OWNER,
    registrations: [1, 2],
    validatorPermits: [1, 2],
    totalDailyReturn: 144_000_000_000,
    // 144 alpha * (1 - 11796/65535) for each 1000 of the 20 TAO on root, in a unit of 20,000,000.
    returnPer1000: 5_904,
  }

  test('with everybody who stakes with them, and where', async () => {
    const [only, ...others]: [{ nominators: [string, [number, number][]][] }] = await ask(
      'delegateInfoRuntimeApi',
      'getDelegates',
    )
    expect(others).toEqual([])
    expect(only).toMatchObject(first)
    expect(Object.fromEntries(only.nominators)).toEqual({
      [OWNER]: [
        [0, 20_000_000_000],
        [2, 8_000_000_000],
      ],
      [alice]: [[2, 4_000_000_000]],
    })
  })

  test('one by one, and only those that are', async () => {
    expect(await ask('delegateInfoRuntimeApi', 'getDelegate', HOTKEY)).toMatchObject(first)
    expect(await ask('delegateInfoRuntimeApi', 'getDelegate', SECOND_HOTKEY)).toBeNull()
  })

  test('of a coldkey, once for each subnet', async () => {
    const of = async (coldkey: string) =>
      (
        (await ask('delegateInfoRuntimeApi', 'getDelegated', coldkey)) as [
          { delegateSs58: string },
          unknown,
        ][]
      ).map(([{ delegateSs58 }, stake]) => [delegateSs58, stake])
    expect(await of(OWNER)).toEqual([
      [HOTKEY, [0, 20_000_000_000]],
      [HOTKEY, [2, 8_000_000_000]],
    ])
    expect(await of(bob)).toEqual([])
  })
})

describe('neurons', () => {
  const miner = {
    hotkey: MINER,
    coldkey: charlie,
    uid: 2,
    netuid: 2,
    active: true,
    axonInfo: { block: 3, version: 7, ip: 0x7f000001, port: 8091, ipType: 4, protocol: 4 },
    stake: [[charlie, 0]],
    emission: 3_000_000_000,
    validatorPermit: false,
  }

  test('without weights and bonds', async () => {
    const neurons: [{ hotkey: string; stake: unknown }] = await ask(
      'neuronInfoRuntimeApi',
      'getNeuronsLite',
      2,
    )
    expect(neurons.map(({ hotkey, stake }) => [hotkey, stake])).toEqual([
      [HOTKEY, [[OWNER, 12_000_000_000]]],
      [SECOND_HOTKEY, [[OWNER, 6_000_000_000]]],
      [MINER, [[charlie, 0]]],
    ])
    expect(neurons.at(2)).toMatchObject(miner)
    expect(await ask('neuronInfoRuntimeApi', 'getNeuronLite', 2, 2)).toMatchObject(miner)
    expect(await ask('neuronInfoRuntimeApi', 'getNeuronLite', 2, 3)).toBeNull()
    expect(await ask('neuronInfoRuntimeApi', 'getNeuronsLite', 99)).toEqual([])
  })

  test('with weights that are not zero', async () => {
    const [neuron]: [unknown] = await ask('neuronInfoRuntimeApi', 'getNeurons', 2)
    expect(neuron).toMatchObject({ hotkey: HOTKEY, weights: [[2, 65_535]], bonds: [] })
    expect(await ask('neuronInfoRuntimeApi', 'getNeuron', 2, 2)).toMatchObject({ ...miner, weights: [] })
    expect(await ask('neuronInfoRuntimeApi', 'getNeuron', 99, 0)).toBeNull()
  })
})

describe('a metagraph', () => {
  // The first keeps half of its 12 alpha and 20 TAO, the second has the other halves; TAO counts half.
  const stakes = {
    alphaStake: [6_000_000_000, 12_000_000_000, 0],
    taoStake: [10_000_000_000, 10_000_000_000, 0],
    totalStake: [11_000_000_000, 17_000_000_000, 0],
  }

  test('shows pool, settings and neurons', async () => {
    const graph: { name: number[] } = await ask('subnetInfoRuntimeApi', 'getMetagraph', 2)
    expect(graph).toMatchObject({
      netuid: 2,
      ownerHotkey: HOTKEY,
      ownerColdkey: OWNER,
      tempo: 100,
      alphaIn: 1_000_000_000_000,
      taoIn: 3_000_000_000_000,
      alphaOut: 18_000_000_000,
      pendingAlphaEmission: 12,
      kappa: 32_767,
      // 13.889 tempos
      activityCutoff: 1388,
      maxUids: 256,
      numUids: 3,
      burn: 500_000,
      hotkeys: [HOTKEY, SECOND_HOTKEY, MINER],
      coldkeys: [OWNER, OWNER, charlie],
      validatorPermit: [true, true, false],
      alphaDividendsPerHotkey: [
        [HOTKEY, 2_000_000_000],
        [SECOND_HOTKEY, 0],
        [MINER, 3_000_000_000],
      ],
      ...stakes,
    })
    expect(await ask('subnetInfoRuntimeApi', 'getMetagraph', 99)).toBeNull()
    expect(await ask('subnetInfoRuntimeApi', 'getMechagraph', 2, 0)).toEqual(graph)
    expect(await ask('subnetInfoRuntimeApi', 'getMechagraph', 2, 1)).toBeNull()
    const all: { netuid: number }[] = await ask('subnetInfoRuntimeApi', 'getAllMetagraphs')
    expect(all.map(({ netuid }) => netuid)).toEqual([0, 1, 2, 5])
  })

  test('of chosen fields, by their places', async () => {
    const selected: Record<string, unknown> = await ask(
      'subnetInfoRuntimeApi',
      'getSelectiveMetagraph',
      2,
      [0, 5, 14, 52, 72, 999],
    )
    const present = Object.fromEntries(Object.entries(selected).filter(([, value]) => value !== null))
    expect(present).toEqual({
      netuid: 2,
      ownerHotkey: HOTKEY,
      taoIn: 3_000_000_000_000,
      hotkeys: [HOTKEY, SECOND_HOTKEY, MINER],
      validators: [0, 1],
    })
    expect(await ask('subnetInfoRuntimeApi', 'getSelectiveMetagraph', 99, [0])).toBeNull()
    expect(await ask('subnetInfoRuntimeApi', 'getSelectiveMechagraph', 2, 0, [14])).toMatchObject({
      netuid: 2,
      taoIn: 3_000_000_000_000,
      alphaIn: null,
    })
  })
})

describe('a subnet', () => {
  test('as older clients know it', async () => {
    expect(await ask('subnetInfoRuntimeApi', 'getSubnetInfo', 2)).toMatchObject({
      netuid: 2,
      subnetworkN: 3,
      tempo: 100,
      emissionValues: 0,
      owner: OWNER,
    })
    const second: { identity: { subnetName: string } } = await ask(
      'subnetInfoRuntimeApi',
      'getSubnetInfoV2',
      2,
    )
    expect(text(second.identity.subnetName)).toBe('Two')
    expect(await ask('subnetInfoRuntimeApi', 'getSubnetsInfo')).toHaveLength(4)
    expect(await ask('subnetInfoRuntimeApi', 'getSubnetsInfoV2')).toHaveLength(4)
    expect(await ask('subnetInfoRuntimeApi', 'getSubnetInfo', 99)).toBeNull()
  })

  test('is set to', async () => {
    const entries: { name: string; value: Record<string, unknown> }[] = await ask(
      'subnetInfoRuntimeApi',
      'getSubnetHyperparamsV3',
      2,
    )
    const values = Object.fromEntries(entries.map(({ name, value }) => [text(name), value]))
    expect(values).toMatchObject({
      tempo: { u16: 100 },
      kappa: { u16: 32_767 },
      max_validators: { u16: 128 },
      min_burn: { taoBalance: 500_000 },
      subnet_is_active: { bool: true },
      yuma_version: { u16: 2 },
    })
    expect(await ask('subnetInfoRuntimeApi', 'getSubnetHyperparamsV3', 99)).toBeNull()
  })

  test('is set to, in the forms of older clients', async () => {
    const first = { tempo: 100, kappa: 32_767, maxValidators: 128, minBurn: 500_000, immunityPeriod: 4_096 }
    expect(await ask('subnetInfoRuntimeApi', 'getSubnetHyperparams', 2)).toMatchObject(first)
    expect(await ask('subnetInfoRuntimeApi', 'getSubnetHyperparamsV2', 2)).toMatchObject({
      ...first,
      yumaVersion: 2,
      subnetIsActive: true,
      transfersEnabled: true,
      // 1000 in hundredths, with 32 bits of fraction.
      alphaSigmoidSteepness: { bits: Number(10n << 32n) },
      userLiquidityEnabled: false,
    })
    expect(await ask('subnetInfoRuntimeApi', 'getSubnetHyperparams', 99)).toBeNull()
    expect(await ask('subnetInfoRuntimeApi', 'getSubnetHyperparamsV2', 99)).toBeNull()
  })

  test('has an account, an epoch, and a place in the row of those to go', async () => {
    expect(await ask('subnetInfoRuntimeApi', 'getSubnetAccountId', 2)).toBe(subnetPot(2))
    expect(await ask('subnetInfoRuntimeApi', 'getSubnetAccountId', 99)).toBeNull()
    expect(await ask('subnetInfoRuntimeApi', 'getNextEpochStartBlock', 2)).toBe(140)
    expect(await ask('subnetInfoRuntimeApi', 'getNextEpochStartBlock', 99)).toBeNull()
    // Subnets 1 and 5 have the same low price and age.
    expect(await ask('subnetInfoRuntimeApi', 'getSubnetToPrune')).toBe(1)
    expect(await ask('subnetRegistrationRuntimeApi', 'getNetworkRegistrationCost')).toBe(1_000_000_000_000)
  })
})

test('conviction', async () => {
  expect(await ask('stakeInfoRuntimeApi', 'getColdkeyLock', alice, 2)).toMatchObject({
    lockedMass: 1_000_000_000,
  })
  expect(await ask('stakeInfoRuntimeApi', 'getColdkeyLock', bob, 2)).toBeNull()
  const conviction: { bits: string | number } = await ask(
    'stakeInfoRuntimeApi',
    'getHotkeyConviction',
    SECOND_HOTKEY,
    2,
  )
  expect(BigInt(conviction.bits) >> 64n).toBe(5n)
  expect(await ask('stakeInfoRuntimeApi', 'getHotkeyConviction', HOTKEY, 2)).toEqual({ bits: 0 })
  expect(await ask('stakeInfoRuntimeApi', 'getMostConvictedHotkeyOnSubnet', 2)).toBe(SECOND_HOTKEY)
  expect(await ask('stakeInfoRuntimeApi', 'getMostConvictedHotkeyOnSubnet', 1)).toBeNull()
})

describe('methods with names of their own', () => {
  const twin = async (method: string, ...params: unknown[]) => {
    const { result, error } = await rpc(devnet, method, ...params)
    return result ?? error
  }
  const stateCall = async (name: string, input: string) => [
    ...Buffer.from(((await rpc(devnet, 'state_call', name, input)).result as string).slice(2), 'hex'),
  ]

  test('answer with the bytes of the runtime', async () => {
    expect(await twin('subnetInfo_getDynamicInfo', 2)).toEqual(
      await stateCall('SubnetInfoRuntimeApi_get_dynamic_info', '0x0200'),
    )
    expect(await twin('subnetInfo_getSelectiveMetagraph', 2, [0, 14])).toEqual(
      await stateCall('SubnetInfoRuntimeApi_get_selective_metagraph', '0x02000800000e00'),
    )
    expect(await twin('subnetInfo_getSubnetHyperparams', 2)).toEqual(
      await stateCall('SubnetInfoRuntimeApi_get_subnet_hyperparams', '0x0200'),
    )
    expect(await twin('subnetInfo_getSubnetHyperparamsV2', 2)).toEqual(
      await stateCall('SubnetInfoRuntimeApi_get_subnet_hyperparams_v2', '0x0200'),
    )
    expect(await twin('swap_simSwapTaoForAlpha', 2, 1_000_000_000)).toEqual(
      await stateCall('SwapRuntimeApi_sim_swap_tao_for_alpha', '0x020000ca9a3b00000000'),
    )
    const key = [...api.createType('AccountId', HOTKEY).toU8a()]
    expect(await twin('delegateInfo_getDelegate', key)).toEqual(
      await stateCall('DelegateInfoRuntimeApi_get_delegate', `0x${Buffer.from(key).toString('hex')}`),
    )
    expect(await twin('delegateInfo_getDelegated', key)).toEqual(
      await stateCall('DelegateInfoRuntimeApi_get_delegated', `0x${Buffer.from(key).toString('hex')}`),
    )
    expect(await twin('stakeInfo_getColdkeyLock', bob, 2, null)).toEqual([0])
    expect(await twin('subnetInfo_getColdkeyAutoStakeHotkey', bob, 2)).toEqual([0])
  })

  // A call without parameters, of subnet 2, of its neuron 1, of mechanism 0, and of some fields of either.
  test.each([
    ['delegateInfo_getDelegates', 'DelegateInfoRuntimeApi_get_delegates', [], '0x'],
    ['neuronInfo_getNeuronsLite', 'NeuronInfoRuntimeApi_get_neurons_lite', [2], '0x0200'],
    ['neuronInfo_getNeuronLite', 'NeuronInfoRuntimeApi_get_neuron_lite', [2, 1], '0x02000100'],
    ['neuronInfo_getNeurons', 'NeuronInfoRuntimeApi_get_neurons', [2], '0x0200'],
    ['neuronInfo_getNeuron', 'NeuronInfoRuntimeApi_get_neuron', [2, 1], '0x02000100'],
    ['subnetInfo_getSubnetInfo', 'SubnetInfoRuntimeApi_get_subnet_info', [2], '0x0200'],
    ['subnetInfo_getSubnetsInfo', 'SubnetInfoRuntimeApi_get_subnets_info', [], '0x'],
    ['subnetInfo_getSubnetInfo_v2', 'SubnetInfoRuntimeApi_get_subnet_info_v2', [2], '0x0200'],
    ['subnetInfo_getSubnetsInfo_v2', 'SubnetInfoRuntimeApi_get_subnets_info_v2', [], '0x'],
    ['subnetInfo_getAllDynamicInfo', 'SubnetInfoRuntimeApi_get_all_dynamic_info', [], '0x'],
    ['subnetInfo_getAllMetagraphs', 'SubnetInfoRuntimeApi_get_all_metagraphs', [], '0x'],
    ['subnetInfo_getMetagraph', 'SubnetInfoRuntimeApi_get_metagraph', [2], '0x0200'],
    ['subnetInfo_getAllMechagraphs', 'SubnetInfoRuntimeApi_get_all_mechagraphs', [], '0x'],
    ['subnetInfo_getMechagraph', 'SubnetInfoRuntimeApi_get_mechagraph', [2, 0], '0x020000'],
    ['subnetInfo_getSubnetState', 'SubnetInfoRuntimeApi_get_subnet_state', [2], '0x0200'],
    [
      'subnetInfo_getSelectiveMechagraph',
      'SubnetInfoRuntimeApi_get_selective_mechagraph',
      [2, 0, [52]],
      '0x020000043400',
    ],
    ['subnetInfo_getSubnetAccountId', 'SubnetInfoRuntimeApi_get_subnet_account_id', [2], '0x0200'],
    [
      'swap_simSwapAlphaForTao',
      'SwapRuntimeApi_sim_swap_alpha_for_tao',
      [2, 1_000_000_000],
      '0x020000ca9a3b00000000',
    ],
  ])('%s', async (method, name, params, input) => {
    const bytes = await stateCall(name, input)
    expect(bytes.length).toBeGreaterThan(0)
    expect(await twin(method, ...params)).toEqual(bytes)
    // At any block, too.
    expect(await twin(method, ...params, devnet.genesisHash)).toBeInstanceOf(Array)
  })

  test('or with plain values', async () => {
    expect(await twin('subnetInfo_getLockCost')).toBe(1_000_000_000_000)
    expect(await twin('subnetInfo_getSubnetToPrune')).toBe(1)
    expect(await twin('swap_currentAlphaPrice', 2)).toBe(3_000_000_000)
    expect(await twin('swap_currentAlphaPriceAll', devnet.genesisHash)).toContainEqual({
      netuid: 2,
      price: 3_000_000_000,
    })
  })

  test('and refuse what makes no sense', async () => {
    const invalid = { code: -32602 }
    expect(await twin('subnetInfo_getDynamicInfo')).toMatchObject(invalid)
    expect(await twin('subnetInfo_getDynamicInfo', 'one')).toMatchObject(invalid)
    expect(await twin('subnetInfo_getDynamicInfo', 65_536)).toMatchObject(invalid)
    expect(await twin('stakeInfo_getColdkeyLock', 'nobody', 2)).toMatchObject(invalid)
    expect(await twin('delegateInfo_getDelegate', [1, 2])).toMatchObject(invalid)
    expect(await twin('swap_simSwapTaoForAlpha', 2, -1)).toMatchObject(invalid)
    expect(await twin('subnetInfo_getDynamicInfo', 2, `0x${'11'.repeat(32)}`)).toMatchObject({ code: 1 })
  })
})

test('raw calls need no client: bytes in, bytes out', async () => {
  const { result } = await rpc(
    devnet,
    'state_call',
    'SubnetRegistrationRuntimeApi_get_network_registration_cost',
    '0x',
  )
  expect(result).toBe('0x0010a5d4e8000000')
})
