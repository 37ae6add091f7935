import { Binary } from '@polkadot-api/substrate-bindings'
import type { Hex, StorageKeys, StorageValue } from '@stake/schema'
import { expect, test } from 'vitest'
import { StateOverlay } from '../../../chain/state.ts'
import { type Genesis, genesisBlock, namedAccount } from '../../../genesis/genesis.ts'
import { Context } from '../../../runtime/context.ts'
import { Storage } from '../../../runtime/storage.ts'
import { codecOf } from '../../../scale/codec.ts'
import { pallets, type ServedPallet, type ServedStorage } from '../../../scale/served-tables.ts'
import { storageKey } from '../../../scale/storage-key.ts'
import { alphaPrice } from '../../swap.ts'
import { accountOf } from '../../system.ts'
import { stakeOf } from '../share-pool.ts'
import { subnetAccount } from '../subnets.ts'
import { runCoinbase } from './coinbase.ts'

// Expected values follow chain-rules 1.9 and 4.1 to 4.4; they come from the golden vectors or were computed outside
// this repository's code.
const TAO = 1_000_000_000n
const AUTHOR = namedAccount('author')
const VALIDATOR = namedAccount('validator')
const CHILD = namedAccount('child')
const MINER = namedAccount('miner')
const OWNER = namedAccount('owner of the validator')
const CHILD_OWNER = namedAccount('owner of the child')
const MINER_OWNER = namedAccount('owner of the miner')
const NOMINATORS = ['first', 'second', 'third'].map(namedAccount)
const SUBNET_OWNER = namedAccount('owner of the subnet')
const SUBNET_OWNER_HOTKEY = namedAccount('hotkey of the subnet')

test('adds TAO and alpha to a pool and moves the weights so that the price stays', () => {
  // The vectors weight_update_1 to 4.
  const context = started({
    subnets: [
      pool(1, { tao: '1000', alpha: '1000', emission: emission('0', '1', '1') }),
      pool(2, { tao: '1000', alpha: '1000', emission: emission('0', '0', '1') }),
      pool(3, { tao: '1000', alpha: '1000', emission: emission('0', '1', '0') }),
      pool(4, { tao: '123456.789012345', alpha: '987654.321098765', emission: emission('0', '1', '0.5') }),
    ],
  })
  const { storage } = context
  const issuance = storage.get('Balances', 'TotalIssuance')
  const staked = storage.get('SubtensorModule', 'TotalStake')
  const prices = [1, 2, 3, 4].map((netuid) => alphaPrice(storage, netuid).rao)
  const pots = [1, 2, 3, 4].map((netuid) => accountOf(storage, subnetAccount(netuid)).data.free)
  runBlocks(context, 1)

  const weights = [1, 2, 3, 4].map((netuid) => storage.get('Swap', 'SwapBalancer', netuid).quote)
  expect(weights).toEqual([
    500_000_000_000_000_000n,
    500_249_875_062_468_765n,
    499_750_124_937_531_234n,
    500_000_759_373_086_977n,
  ])
  const tao = [1, 2, 3, 4].map((netuid) => storage.get('SubtensorModule', 'SubnetTAO', netuid))
  expect(tao).toEqual([1_001n * TAO, 1_001n * TAO, 1_000n * TAO, 123_457_289_012_345n])
  const alpha = [1, 2, 3, 4].map((netuid) => storage.get('SubtensorModule', 'SubnetAlphaIn', netuid))
  expect(alpha).toEqual([1_001n * TAO, 1_000n * TAO, 1_001n * TAO, 987_655_321_098_765n])
  for (const [at, netuid] of [1, 2, 3, 4].entries()) {
    const moved = alphaPrice(storage, netuid).rao - (prices[at] ?? 0n)
    expect(moved >= -1n && moved <= 1n).toBe(true)
  }
  // The TAO is new, and the subnets' accounts hold it.
  const grown = [1, 2, 3, 4].map(
    (netuid, at) => accountOf(storage, subnetAccount(netuid)).data.free - (pots[at] ?? 0n),
  )
  expect(grown).toEqual([TAO, TAO, 0n, TAO / 2n])
  expect(storage.get('Balances', 'TotalIssuance') - issuance).toBe((5n * TAO) / 2n)
  expect(storage.get('SubtensorModule', 'TotalStake') - staked).toBe((5n * TAO) / 2n)
})

test('adds nothing where a weight would leave 0.01 to 0.99', () => {
  // The vector weight_update_5.
  const quoteWeight = 10_000_000_000_000_000n
  const context = started({
    subnets: [pool(1, { tao: '1', alpha: '1', quoteWeight, emission: emission('0', '1', '0') })],
  })
  runBlocks(context, 1)
  expect(context.storage.get('SubtensorModule', 'SubnetAlphaIn', 1)).toBe(TAO)
  expect(context.storage.get('Swap', 'SwapBalancer', 1).quote).toBe(quoteWeight)
})

test('gives a subnet where staking has not begun nothing', () => {
  const context = started({
    subnets: [pool(1, { emission: emission('1', '1', '1'), subtokenEnabled: false })],
  })
  runBlocks(context, 1)
  expect(context.storage.get('SubtensorModule', 'SubnetTAO', 1)).toBe(1_000n * TAO)
  expect(context.storage.get('SubtensorModule', 'SubnetAlphaOut', 1)).toBe(0n)
})

test('pays takes before the rest makes all stakes grow', () => {
  // The vector delegation_onchain_2: 100 alpha for one delegate that nobody else validates beside.
  const context = started({
    subnets: [
      pool(1, { tempo: 1, emission: emission('100', '0', '0'), validators: [{ hotkey: VALIDATOR }] }),
    ],
    stakes: [
      stake(OWNER, 1, '800'),
      ...['100', '70', '30'].map((alpha, at) => stake(NOMINATORS[at] ?? '', 1, alpha)),
    ],
    storage: { ...written('SubtensorModule', 'OwnerCutEnabled', [1], false) },
  })
  const { storage } = context
  runBlocks(context, 1)
  expect(stakeOf(storage, VALIDATOR, OWNER, 1)).toBe(883_889_883_172n)
  expect(NOMINATORS.map((nominator) => stakeOf(storage, VALIDATOR, nominator, 1))).toEqual([
    108_055_058_413n,
    75_638_540_889n,
    32_416_517_524n,
  ])
  expect(storage.get('SubtensorModule', 'TotalHotkeyAlpha', VALIDATOR, 1)).toBe(1_099_999_999_999n)
  expect(storage.get('SubtensorModule', 'AlphaDividendsPerSubnet', 1, VALIDATOR)).toBe(82_000_457_774n)
})

/** Subnet 1 with a validator that gave half of its stake to a child of another owner, and one miner; a block of 1 alpha. */
function familyGenesis(): Partial<Genesis> {
  const half = 2n ** 63n
  return {
    subnets: [
      pool(1, {
        alpha: '1500',
        tempo: 3,
        owner: SUBNET_OWNER,
        ownerHotkey: SUBNET_OWNER_HOTKEY,
        emission: emission('1', '0.3', '0.2'),
        validators: [{ hotkey: VALIDATOR }, { hotkey: CHILD }],
        miners: [MINER],
      }),
      // With it the moving prices sum up to more than 1, so that root gets its part.
      pool(2, { tao: '3000', alpha: '1500' }),
    ],
    stakes: [
      stake(OWNER, 1, '300'),
      stake(NOMINATORS[0] ?? '', 1, '100'),
      stake(OWNER, 0, '500'),
      stake(CHILD_OWNER, 1, '200', CHILD),
    ],
    storage: {
      ...written('SubtensorModule', 'ChildKeys', [VALIDATOR, 1], [[half, CHILD]]),
      ...written('SubtensorModule', 'ParentKeys', [CHILD, 1], [[half, VALIDATOR]]),
      ...written('SubtensorModule', 'ChildkeyTake', [CHILD, 1], 5000),
    },
  }
}

test('gathers alpha between epochs: owner cut, servers, validators, root', () => {
  const context = started(familyGenesis())
  const { storage } = context
  const pending = () =>
    (
      [
        'PendingOwnerCut',
        'PendingServerEmission',
        'PendingValidatorEmission',
        'PendingRootAlphaDivs',
      ] as const
    ).map((item) => storage.get('SubtensorModule', item, 1))
  runBlocks(context, 1)
  expect(pending()).toEqual([179_995_422n, 410_002_288n, 404_926_783n, 5_075_505n])
  expect(storage.get('SubtensorModule', 'SubnetAlphaOut', 1)).toBe(601n * TAO)
  runBlocks(context, 1)
  expect(pending()).toEqual([359_990_844n, 820_004_576n, 809_856_666n, 10_147_910n])
  runBlocks(context, 1)
  expect(pending()).toEqual([0n, 0n, 0n, 0n])
  expect(storage.get('SubtensorModule', 'SubnetAlphaOut', 1)).toBe(603n * TAO)
  expect(storage.get('SubtensorModule', 'LastMechansimStepBlock', 1)).toBe(3n)
  expect(storage.get('SubtensorModule', 'BlocksSinceLastStep', 1)).toBe(0n)
})

test('recycles what would be root’s while all prices together are no more than 1', () => {
  const { subnets = [], ...rest } = familyGenesis()
  const context = started({ ...rest, subnets: subnets.filter(({ netuid }) => netuid !== 2) })
  const { storage } = context
  runBlocks(context, 1)
  expect(storage.get('SubtensorModule', 'PendingRootAlphaDivs', 1)).toBe(0n)
  expect(storage.get('SubtensorModule', 'PendingValidatorEmission', 1)).toBe(404_926_783n)
  expect(storage.get('SubtensorModule', 'SubnetAlphaOut', 1)).toBe(601n * TAO - 5_075_505n)
})

test('an epoch pays the owner, miners, parents, children, nominators and root', () => {
  const context = started(familyGenesis())
  const { storage } = context
  runBlocks(context, 3)
  expect(stakeOf(storage, SUBNET_OWNER_HOTKEY, SUBNET_OWNER, 1)).toBe(539_986_266n)
  expect(stakeOf(storage, MINER, MINER_OWNER, 1)).toBe(1_230_006_864n)
  expect(storage.get('SubtensorModule', 'TotalHotkeyAlpha', VALIDATOR, 1)).toBe(400_780_402_362n)
  expect(storage.get('SubtensorModule', 'TotalHotkeyAlpha', CHILD, 1)).toBe(200_437_126_310n)
  expect(stakeOf(storage, VALIDATOR, NOMINATORS[0] ?? '', 1)).toBe(100_159_366_104n)
  expect(storage.get('SubtensorModule', 'AlphaDividendsPerSubnet', 1, VALIDATOR)).toBe(637_687_493n)
  expect(storage.get('SubtensorModule', 'AlphaDividendsPerSubnet', 1, CHILD)).toBe(437_126_310n)
  expect(storage.get('SubtensorModule', 'RootAlphaDividendsPerSubnet', 1, VALIDATOR)).toBe(12_478_190n)
  expect(storage.get('SubtensorModule', 'RootClaimable', VALIDATOR)).toEqual([[1, { bits: 107_186n }]])
  expect(storage.get('SubtensorModule', 'Dividends', 1)).toEqual([22_304, 43_230, 0])
  expect(storage.get('SubtensorModule', 'Incentive', 1)).toEqual([0, 0, 65_535])
  expect(storage.get('SubtensorModule', 'Emission', 1)).toEqual([418_622_898n, 811_383_965n, 1_230_006_864n])
})

test('stakes incentives where the coldkey chose', () => {
  const { storage: raw, ...genesis } = familyGenesis()
  const chosen = written('SubtensorModule', 'AutoStakeDestination', [MINER_OWNER, 1], VALIDATOR)
  const context = started({ ...genesis, storage: { ...raw, ...chosen } })
  runBlocks(context, 3)
  expect(stakeOf(context.storage, MINER, MINER_OWNER, 1)).toBe(0n)
  expect(stakeOf(context.storage, VALIDATOR, MINER_OWNER, 1) > 1_230_000_000n).toBe(true)
  const event = context.events.find(({ event: { value } }) => value.type === 'AutoStakeAdded')
  expect(event?.event.value.value).toEqual({
    netuid: 1,
    destination: VALIDATOR,
    hotkey: MINER,
    owner: MINER_OWNER,
    incentive: 1_230_006_864n,
  })
})

test('burns the incentives of the subnet’s own owner', () => {
  const { subnets: [first, ...subnets] = [], ...genesis } = familyGenesis()
  if (first === undefined) throw new Error('no subnet')
  const context = started({ ...genesis, subnets: [{ ...first, owner: MINER_OWNER }, ...subnets] })
  runBlocks(context, 3)
  expect(stakeOf(context.storage, MINER, MINER_OWNER, 1)).toBe(0n)
  expect(context.storage.get('SubtensorModule', 'SubnetAlphaOut', 1)).toBe(603n * TAO)
})

test('runs at most two epochs a block; the others are put off', () => {
  const context = started({ subnets: [1, 2, 3].map((netuid) => pool(netuid, { tempo: 5 })) })
  const { storage } = context
  const lastSteps = () =>
    [1, 2, 3].map((netuid) => Number(storage.get('SubtensorModule', 'LastMechansimStepBlock', netuid)))
  runBlocks(context, 4)
  expect(lastSteps()).toEqual([0, 0, 0])
  runBlocks(context, 1)
  expect(lastSteps()).toEqual([5, 5, 0])
  const deferred = context.events.find(({ event: { value } }) => value.type === 'EpochDeferred')
  expect(deferred?.event.value.value).toEqual({ netuid: 3, from_block: 5n, to_block: 6n })
  runBlocks(context, 1)
  expect(lastSteps()).toEqual([5, 5, 6])
  runBlocks(context, 5)
  expect(lastSteps()).toEqual([10, 10, 11])
})

function emission(alphaOut: string, alphaIn: string, taoIn: string) {
  return { alphaOut, alphaIn, taoIn }
}

function pool(netuid: number, terms: Partial<Genesis['subnets'][number]>): Genesis['subnets'][number] {
  return { netuid, name: `Subnet ${netuid}`, symbol: 'α', tao: '1000', alpha: '1500', ...terms }
}

function stake(coldkey: string, netuid: number, alpha: string, hotkey = VALIDATOR) {
  return { hotkey, coldkey, netuid, alpha }
}

/** One raw storage entry of a genesis. */
function written<P extends ServedPallet, S extends ServedStorage<P>>(
  pallet: P,
  item: S,
  keys: StorageKeys<P, S>,
  value: NonNullable<StorageValue<P, S>>,
): Record<Hex, Hex> {
  const schema = pallets[pallet].storage[item]
  return {
    [storageKey(pallet, item, ...keys)]: Binary.toHex(codecOf(schema?.value ?? '').enc(value)) as Hex,
  }
}

function started({ subnets = [], ...rest }: Partial<Genesis>): Context {
  const genesis: Genesis = {
    author: AUTHOR,
    balances: { [AUTHOR]: '1' },
    hotkeys: [
      { hotkey: VALIDATOR, owner: OWNER, take: 11_796 },
      { hotkey: CHILD, owner: CHILD_OWNER, take: 0 },
      { hotkey: MINER, owner: MINER_OWNER },
      { hotkey: SUBNET_OWNER_HOTKEY, owner: SUBNET_OWNER },
    ],
    stakes: [],
    ...rest,
    subnets: [{ netuid: 0, name: 'root', symbol: 'Τ' }, ...subnets],
  }
  return new Context(new Storage(new StateOverlay(genesisBlock(genesis).state)), AUTHOR)
}

function runBlocks(context: Context, count: number): void {
  for (let i = 0; i < count; i++) {
    context.storage.put('System', 'Number', [], context.blockNumber + 1)
    runCoinbase(context)
  }
}
