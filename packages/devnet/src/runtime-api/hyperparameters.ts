import { Binary } from '@polkadot-api/substrate-bindings'
import type { HyperparamEntry, HyperparamValue, SubnetHyperparams, SubnetHyperparamsV2 } from '@stake/schema'
import type { Storage } from '../runtime/storage.ts'
import { toHex } from '../scale/hex.ts'
import { subnetReader } from './dynamic-info.ts'
import { activityCutoff } from './metagraph.ts'

/** What a subnet is set to, in the first form that the chain gave it. */
export function firstHyperparameters(storage: Storage, netuid: number): SubnetHyperparams | undefined {
  const get = subnetReader(storage, netuid)
  if (!get('NetworksAdded')) return undefined
  const [alphaLow, alphaHigh] = get('AlphaValues')
  return {
    rho: get('Rho'),
    kappa: get('Kappa'),
    immunity_period: get('ImmunityPeriod'),
    min_allowed_weights: get('MinAllowedWeights'),
    max_weights_limit: get('MaxWeightsLimit'),
    tempo: get('Tempo'),
    min_difficulty: get('MinDifficulty'),
    max_difficulty: get('MaxDifficulty'),
    weights_version: get('WeightsVersionKey'),
    weights_rate_limit: get('WeightsSetRateLimit'),
    adjustment_interval: get('AdjustmentInterval'),
    activity_cutoff: activityCutoff(storage, netuid),
    registration_allowed: get('NetworkRegistrationAllowed'),
    target_regs_per_interval: get('TargetRegistrationsPerInterval'),
    min_burn: get('MinBurn'),
    max_burn: get('MaxBurn'),
    bonds_moving_avg: get('BondsMovingAverage'),
    max_regs_per_block: get('MaxRegistrationsPerBlock'),
    serving_rate_limit: get('ServingRateLimit'),
    max_validators: get('MaxAllowedValidators'),
    adjustment_alpha: get('AdjustmentAlpha'),
    difficulty: get('Difficulty'),
    commit_reveal_period: get('RevealPeriodEpochs'),
    commit_reveal_weights_enabled: get('CommitRevealWeightsEnabled'),
    alpha_high: alphaHigh,
    alpha_low: alphaLow,
    liquid_alpha_enabled: get('LiquidAlphaOn'),
  }
}

/** The second form: the first, and some more. */
export function secondHyperparameters(storage: Storage, netuid: number): SubnetHyperparamsV2 | undefined {
  const first = firstHyperparameters(storage, netuid)
  if (first === undefined) return undefined
  const get = subnetReader(storage, netuid)
  return {
    ...first,
    alpha_sigmoid_steepness: sigmoidSteepness(storage, netuid),
    yuma_version: get('Yuma3On') ? 3 : 2,
    subnet_is_active: get('SubtokenEnabled'),
    transfers_enabled: get('TransferToggle'),
    bonds_reset_enabled: get('BondsResetOn'),
    // All liquidity is the chain's own.
    user_liquidity_enabled: false,
  }
}

/** What a subnet is set to, by name. */
export function hyperparameters(storage: Storage, netuid: number): HyperparamEntry[] | undefined {
  const get = subnetReader(storage, netuid)
  if (!get('NetworksAdded')) return undefined
  const [alphaLow, alphaHigh] = get('AlphaValues')
  const values: Readonly<Record<string, HyperparamValue>> = {
    kappa: u16(get('Kappa')),
    immunity_period: u16(get('ImmunityPeriod')),
    min_allowed_weights: u16(get('MinAllowedWeights')),
    max_weights_limit: u16(get('MaxWeightsLimit')),
    tempo: u16(get('Tempo')),
    weights_version: u64(get('WeightsVersionKey')),
    weights_rate_limit: u64(get('WeightsSetRateLimit')),
    activity_cutoff: u64(activityCutoff(storage, netuid)),
    activity_cutoff_factor: { type: 'U32', value: get('ActivityCutoffFactorMilli') },
    registration_allowed: bool(get('NetworkRegistrationAllowed')),
    target_regs_per_interval: u16(get('TargetRegistrationsPerInterval')),
    min_burn: tao(get('MinBurn')),
    max_burn: tao(get('MaxBurn')),
    burn_half_life: u16(get('BurnHalfLife')),
    burn_increase_mult: { type: 'U64F64', value: get('BurnIncreaseMult') },
    bonds_moving_avg: u64(get('BondsMovingAverage')),
    max_regs_per_block: u16(get('MaxRegistrationsPerBlock')),
    serving_rate_limit: u64(get('ServingRateLimit')),
    max_validators: u16(get('MaxAllowedValidators')),
    commit_reveal_period: u64(get('RevealPeriodEpochs')),
    commit_reveal_weights_enabled: bool(get('CommitRevealWeightsEnabled')),
    alpha_high: u16(alphaHigh),
    alpha_low: u16(alphaLow),
    liquid_alpha_enabled: bool(get('LiquidAlphaOn')),
    alpha_sigmoid_steepness: { type: 'I32F32', value: sigmoidSteepness(storage, netuid) },
    yuma_version: u16(get('Yuma3On') ? 3 : 2),
    subnet_is_active: bool(get('SubtokenEnabled')),
    transfers_enabled: bool(get('TransferToggle')),
    bonds_reset_enabled: bool(get('BondsResetOn')),
    // All liquidity is the chain's own.
    user_liquidity_enabled: bool(false),
    owner_cut_enabled: bool(get('OwnerCutEnabled')),
    owner_cut_auto_lock_enabled: bool(get('OwnerCutAutoLockEnabled')),
  }
  return Object.entries(values).map(([name, value]) => ({ name: toHex(Binary.fromText(name)), value }))
}

/** Stored in hundredths. */
function sigmoidSteepness(storage: Storage, netuid: number): { readonly bits: bigint } {
  return { bits: (BigInt(storage.get('SubtensorModule', 'AlphaSigmoidSteepness', netuid)) << 32n) / 100n }
}

const bool = (value: boolean): HyperparamValue => ({ type: 'Bool', value })
const u16 = (value: number): HyperparamValue => ({ type: 'U16', value })
const u64 = (value: bigint): HyperparamValue => ({ type: 'U64', value })
const tao = (value: bigint): HyperparamValue => ({ type: 'TaoBalance', value })
