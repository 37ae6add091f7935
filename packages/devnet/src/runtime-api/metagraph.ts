import { type Metagraph, type SelectiveMetagraph, types } from '@stake/schema'
import type { Storage } from '../runtime/storage.ts'
import { dynamicInfo, subnetReader } from './dynamic-info.ts'
import { axonOf, uidsOf } from './neuron-info.ts'
import { stakeWeight } from './stake-weights.ts'

/** Everything about a subnet and its neurons at once; undefined where there is no such subnet. */
export function metagraphOf(storage: Storage, netuid: number): Metagraph | undefined {
  const info = dynamicInfo(storage, netuid)
  if (info === undefined) return undefined
  const get = subnetReader(storage, netuid)
  const neurons = uidsOf(storage, netuid).map((uid) => {
    const hotkey = storage.get('SubtensorModule', 'Keys', netuid, uid)
    return {
      hotkey,
      coldkey: storage.get('SubtensorModule', 'Owner', hotkey),
      registered: storage.get('SubtensorModule', 'BlockAtRegistration', netuid, uid),
      dividends: storage.get('SubtensorModule', 'AlphaDividendsPerSubnet', netuid, hotkey),
      stake: stakeWeight(storage, netuid, hotkey),
    }
  })
  const [alphaLow, alphaHigh] = get('AlphaValues')
  return {
    netuid,
    name: info.subnet_name,
    symbol: info.token_symbol,
    identity: info.subnet_identity,
    network_registered_at: info.network_registered_at,
    owner_hotkey: info.owner_hotkey,
    owner_coldkey: info.owner_coldkey,
    block: BigInt(storage.get('System', 'Number')),
    tempo: info.tempo,
    last_step: info.last_step,
    blocks_since_last_step: info.blocks_since_last_step,
    subnet_emission: 0n,
    alpha_in: info.alpha_in,
    alpha_out: info.alpha_out,
    tao_in: info.tao_in,
    alpha_out_emission: info.alpha_out_emission,
    alpha_in_emission: info.alpha_in_emission,
    tao_in_emission: info.tao_in_emission,
    pending_alpha_emission: info.pending_alpha_emission,
    pending_root_emission: 0n,
    subnet_volume: info.subnet_volume,
    moving_price: info.moving_price,
    rho: get('Rho'),
    kappa: get('Kappa'),
    min_allowed_weights: get('MinAllowedWeights'),
    max_weights_limit: get('MaxWeightsLimit'),
    weights_version: get('WeightsVersionKey'),
    weights_rate_limit: get('WeightsSetRateLimit'),
    activity_cutoff: activityCutoff(storage, netuid),
    max_validators: get('MaxAllowedValidators'),
    num_uids: neurons.length,
    max_uids: get('MaxAllowedUids'),
    burn: get('Burn'),
    difficulty: get('Difficulty'),
    registration_allowed: get('NetworkRegistrationAllowed'),
    pow_registration_allowed: get('NetworkPowRegistrationAllowed'),
    immunity_period: get('ImmunityPeriod'),
    min_difficulty: get('MinDifficulty'),
    max_difficulty: get('MaxDifficulty'),
    min_burn: get('MinBurn'),
    max_burn: get('MaxBurn'),
    adjustment_alpha: get('AdjustmentAlpha'),
    adjustment_interval: get('AdjustmentInterval'),
    target_regs_per_interval: get('TargetRegistrationsPerInterval'),
    max_regs_per_block: get('MaxRegistrationsPerBlock'),
    serving_rate_limit: get('ServingRateLimit'),
    commit_reveal_weights_enabled: get('CommitRevealWeightsEnabled'),
    commit_reveal_period: get('RevealPeriodEpochs'),
    liquid_alpha_enabled: get('LiquidAlphaOn'),
    alpha_high: alphaHigh,
    alpha_low: alphaLow,
    bonds_moving_avg: get('BondsMovingAverage'),
    hotkeys: neurons.map(({ hotkey }) => hotkey),
    coldkeys: neurons.map(({ coldkey }) => coldkey),
    identities: neurons.map(({ coldkey }) => storage.get('SubtensorModule', 'IdentitiesV2', coldkey)),
    axons: neurons.map(({ hotkey }) => axonOf(storage, netuid, hotkey)),
    active: get('Active'),
    validator_permit: get('ValidatorPermit'),
    pruning_score: [],
    last_update: get('LastUpdate'),
    emission: get('Emission'),
    dividends: get('Dividends'),
    incentives: get('Incentive'),
    consensus: get('Consensus'),
    trust: [],
    rank: [],
    block_at_registration: neurons.map(({ registered }) => registered),
    alpha_stake: neurons.map(({ stake }) => stake.alpha),
    tao_stake: neurons.map(({ stake }) => stake.tao),
    total_stake: neurons.map(({ stake }) => stake.total),
    tao_dividends_per_hotkey: neurons.map(({ hotkey }) => [hotkey, 0n] as const),
    alpha_dividends_per_hotkey: neurons.map(({ hotkey, dividends }) => [hotkey, dividends] as const),
  }
}

/** Of a mechanism of the subnet; with one mechanism, which is all this chain runs, the subnet's own. */
export function mechagraphOf(storage: Storage, netuid: number, mechanism: number): Metagraph | undefined {
  const count = storage.get('SubtensorModule', 'MechanismCountCurrent', netuid)
  return mechanism < count ? metagraphOf(storage, netuid) : undefined
}

/** The fields of a metagraph that were asked for, by their place in the struct; the others are absent. */
export function select(
  storage: Storage,
  metagraph: Metagraph | undefined,
  indices: readonly number[],
): SelectiveMetagraph | undefined {
  if (metagraph === undefined) return undefined
  const { netuid } = metagraph
  const permits = storage.get('SubtensorModule', 'ValidatorPermit', netuid)
  const all = {
    ...metagraph,
    validators: permits.flatMap((permit, uid) => (permit ? [uid] : [])),
    // Nobody can commit to anything on this chain.
    commitments: [],
  }
  const chosen = new Set(indices.map((index) => FIELDS[index]))
  const fields = Object.entries(all).filter(([field]) => chosen.has(field))
  return { ...ABSENT, ...Object.fromEntries(fields), netuid }
}

const { SelectiveMetagraph: layout } = types
const FIELDS: readonly string[] =
  layout !== undefined && 'struct' in layout ? layout.struct.map(([name]) => name ?? '') : []
const ABSENT = Object.fromEntries(FIELDS.map((field) => [field, undefined])) as unknown as SelectiveMetagraph

/** Blocks after which a silent validator counts no more: a factor of the tempo. */
export function activityCutoff(storage: Storage, netuid: number): bigint {
  const get = subnetReader(storage, netuid)
  return (BigInt(get('Tempo')) * BigInt(get('ActivityCutoffFactorMilli'))) / 1000n
}
