import { pallets } from '@stake/schema'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import type { DirectCall, PalletCalls } from '../../runtime/pallet-calls.ts'
import { benchmarked } from '../../runtime/weight.ts'
import { codecOf } from '../../scale/codec.ts'
import { fromHex } from '../../scale/hex.ts'
import type { ServedCall } from '../../scale/served-tables.ts'
import { ensureSubnetExists, ensureSubnetOwnerOrRoot, ROOT } from '../subtensor/subnets.ts'
import type { chainSettings } from './chain-settings.ts'
import { type Args, byRoot, ensureSubnet, ofOwner, ofSubnet } from './setting.ts'

type SubnetSetting = Exclude<ServedCall<'AdminUtils'>, keyof typeof chainSettings>

const { MinBurnUpperBound, MaxBurnLowerBound } = pallets.SubtensorModule.constants
const LEAST_CUTOFF = 360
const LONGEST_HALF_LIFE = 36_100
const HIGHEST_MOVING_AVERAGE = 975_000n
const MOST_UIDS = 256
const ONE = 1n << 64n
/** Blocks between two choices of a subnet's owner hotkey. */
const OWNER_HOTKEY_LIMIT = 50_400n

/** The hotkey that the owner's cut is staked with; whoever chooses it, not again for a week. */
const ownerHotkey: DirectCall<Args<'sudo_set_sn_owner_hotkey'>> = {
  weight: () => benchmarked(25_000_000n, 4, 2),
  dispatch(context, origin, { netuid, hotkey }) {
    const { storage } = context
    ensureSubnetOwnerOrRoot(storage, origin, netuid)
    ensureSubnetExists(storage, netuid)
    const limit = { type: 'SetSNOwnerHotkey', value: netuid } as const
    const now = BigInt(context.blockNumber)
    const last = storage.get('SubtensorModule', 'LastRateLimitedBlock', limit)
    if (last > 0n && now - last < OWNER_HOTKEY_LIMIT)
      throw moduleError('SubtensorModule', 'TxRateLimitExceeded')
    storage.put('SubtensorModule', 'LastRateLimitedBlock', [limit], now)
    storage.put('SubtensorModule', 'SubnetOwnerHotkey', [netuid], hotkey)
    context.deposit('SubtensorModule', 'SubnetOwnerHotkeySet', [netuid, hotkey])
  },
}

/** Settings of one subnet. */
export const subnetSettings: Pick<PalletCalls<'AdminUtils'>, SubnetSetting> = {
  sudo_set_tempo: ofSubnet({}, (context, { netuid, tempo }: Args<'sudo_set_tempo'>) => {
    context.storage.put('SubtensorModule', 'Tempo', [netuid], tempo)
    context.deposit('SubtensorModule', 'TempoSet', [netuid, tempo])
  }),
  sudo_set_subtoken_enabled: ofSubnet(
    { exists: false },
    ({ storage }, { netuid, subtoken_enabled }: Args<'sudo_set_subtoken_enabled'>) =>
      storage.put('SubtensorModule', 'SubtokenEnabled', [netuid], subtoken_enabled),
  ),
  sudo_set_toggle_transfer: ofSubnet(
    { owner: { type: 'TransferEnabled' }, exists: false },
    (context, { netuid, toggle }: Args<'sudo_set_toggle_transfer'>) => {
      context.storage.put('SubtensorModule', 'TransferToggle', [netuid], toggle)
      context.deposit('SubtensorModule', 'TransferToggle', [netuid, toggle])
    },
  ),
  sudo_set_network_registration_allowed: ofSubnet(
    { exists: false },
    (context, { netuid, registration_allowed }: Args<'sudo_set_network_registration_allowed'>) => {
      context.storage.put('SubtensorModule', 'NetworkRegistrationAllowed', [netuid], registration_allowed)
      context.deposit('SubtensorModule', 'RegistrationAllowed', [netuid, registration_allowed])
    },
  ),
  sudo_set_min_burn: ofSubnet(
    { owner: { type: 'MinBurn' } },
    (context, { netuid, min_burn }: Args<'sudo_set_min_burn'>) => {
      const most = context.storage.get('SubtensorModule', 'MaxBurn', netuid)
      if (min_burn >= amountOf(MinBurnUpperBound) || min_burn >= most)
        throw moduleError('AdminUtils', 'ValueNotInBounds')
      context.storage.put('SubtensorModule', 'MinBurn', [netuid], min_burn)
      context.deposit('SubtensorModule', 'MinBurnSet', [netuid, min_burn])
    },
  ),
  sudo_set_max_burn: ofSubnet(
    { owner: { type: 'MaxBurn' } },
    (context, { netuid, max_burn }: Args<'sudo_set_max_burn'>) => {
      const least = context.storage.get('SubtensorModule', 'MinBurn', netuid)
      if (max_burn <= amountOf(MaxBurnLowerBound) || max_burn <= least)
        throw moduleError('AdminUtils', 'ValueNotInBounds')
      context.storage.put('SubtensorModule', 'MaxBurn', [netuid], max_burn)
      context.deposit('SubtensorModule', 'MaxBurnSet', [netuid, max_burn])
    },
  ),
  sudo_set_burn_half_life: ofSubnet(
    { owner: { type: 'BurnHalfLife' }, root: false },
    (context, { netuid, burn_half_life }: Args<'sudo_set_burn_half_life'>) => {
      if (burn_half_life === 0 || burn_half_life > LONGEST_HALF_LIFE)
        throw moduleError('AdminUtils', 'InvalidValue')
      context.storage.put('SubtensorModule', 'BurnHalfLife', [netuid], burn_half_life)
      context.deposit('AdminUtils', 'BurnHalfLifeSet', { netuid, burn_half_life })
    },
  ),
  sudo_set_burn_increase_mult: ofSubnet(
    { owner: { type: 'BurnIncreaseMult' }, root: false },
    (context, { netuid, burn_increase_mult }: Args<'sudo_set_burn_increase_mult'>) => {
      if (burn_increase_mult.bits < ONE || burn_increase_mult.bits > 3n * ONE)
        throw moduleError('AdminUtils', 'InvalidValue')
      context.storage.put('SubtensorModule', 'BurnIncreaseMult', [netuid], burn_increase_mult)
      context.deposit('AdminUtils', 'BurnIncreaseMultSet', { netuid, burn_increase_mult })
    },
  ),
  sudo_set_min_childkey_take_per_subnet: ofSubnet(
    { owner: { type: 'MinChildkeyTake' } },
    (context, { netuid, take }: Args<'sudo_set_min_childkey_take_per_subnet'>) => {
      const { storage } = context
      if (
        take < storage.get('SubtensorModule', 'MinChildkeyTake') ||
        take > storage.get('SubtensorModule', 'MaxChildkeyTake')
      )
        throw moduleError('AdminUtils', 'InvalidValue')
      storage.put('SubtensorModule', 'MinChildkeyTakePerSubnet', [netuid], take)
      context.deposit('SubtensorModule', 'MinChildKeyTakePerSubnetSet', [netuid, take])
    },
  ),
  sudo_set_immunity_period: ofSubnet(
    { owner: { type: 'ImmunityPeriod' } },
    (context, { netuid, immunity_period }: Args<'sudo_set_immunity_period'>) => {
      context.storage.put('SubtensorModule', 'ImmunityPeriod', [netuid], immunity_period)
      context.deposit('SubtensorModule', 'ImmunityPeriodSet', [netuid, immunity_period])
    },
  ),
  sudo_set_activity_cutoff: ofSubnet(
    { owner: { type: 'ActivityCutoff' } },
    (context, { netuid, activity_cutoff }: Args<'sudo_set_activity_cutoff'>) => {
      if (activity_cutoff < LEAST_CUTOFF) throw moduleError('SubtensorModule', 'ActivityCutoffTooLow')
      context.storage.put('SubtensorModule', 'ActivityCutoff', [netuid], activity_cutoff)
      context.deposit('SubtensorModule', 'ActivityCutoffSet', [netuid, activity_cutoff])
    },
  ),
  sudo_set_max_allowed_uids: ofSubnet(
    { owner: { type: 'MaxAllowedUids' } },
    (context, { netuid, max_allowed_uids }: Args<'sudo_set_max_allowed_uids'>) => {
      const { storage } = context
      if (max_allowed_uids < storage.get('SubtensorModule', 'MinAllowedUids', netuid))
        throw moduleError('AdminUtils', 'MaxAllowedUidsLessThanMinAllowedUids')
      if (max_allowed_uids < storage.get('SubtensorModule', 'SubnetworkN', netuid))
        throw moduleError('AdminUtils', 'MaxAllowedUIdsLessThanCurrentUIds')
      if (max_allowed_uids > MOST_UIDS)
        throw moduleError('AdminUtils', 'MaxAllowedUidsGreaterThanDefaultMaxAllowedUids')
      storage.put('SubtensorModule', 'MaxAllowedUids', [netuid], max_allowed_uids)
      context.deposit('SubtensorModule', 'MaxAllowedUidsSet', [netuid, max_allowed_uids])
    },
  ),
  sudo_set_max_allowed_validators: ofSubnet(
    {},
    (context, { netuid, max_allowed_validators }: Args<'sudo_set_max_allowed_validators'>) => {
      if (max_allowed_validators > context.storage.get('SubtensorModule', 'MaxAllowedUids', netuid))
        throw moduleError('AdminUtils', 'MaxValidatorsLargerThanMaxUIds')
      context.storage.put('SubtensorModule', 'MaxAllowedValidators', [netuid], max_allowed_validators)
      context.deposit('SubtensorModule', 'MaxAllowedValidatorsSet', [netuid, max_allowed_validators])
    },
  ),
  sudo_set_min_allowed_weights: ofSubnet(
    { owner: { type: 'MinAllowedWeights' } },
    (context, { netuid, min_allowed_weights }: Args<'sudo_set_min_allowed_weights'>) => {
      context.storage.put('SubtensorModule', 'MinAllowedWeights', [netuid], min_allowed_weights)
      context.deposit('SubtensorModule', 'MinAllowedWeightSet', [netuid, min_allowed_weights])
    },
  ),
  // At any time.
  sudo_set_weights_set_rate_limit: byRoot(
    (context, { netuid, weights_set_rate_limit }: Args<'sudo_set_weights_set_rate_limit'>) => {
      ensureSubnet(context.storage, netuid)
      context.storage.put('SubtensorModule', 'WeightsSetRateLimit', [netuid], weights_set_rate_limit)
      context.deposit('SubtensorModule', 'WeightsSetRateLimitSet', [netuid, weights_set_rate_limit])
    },
  ),
  sudo_set_commit_reveal_weights_enabled: ofSubnet(
    { owner: { type: 'CommitRevealEnabled' } },
    (context, { netuid, enabled }: Args<'sudo_set_commit_reveal_weights_enabled'>) => {
      context.storage.put('SubtensorModule', 'CommitRevealWeightsEnabled', [netuid], enabled)
      context.deposit('SubtensorModule', 'CommitRevealEnabled', [netuid, enabled])
    },
  ),
  sudo_set_bonds_moving_average: ofSubnet(
    { owner: { type: 'BondsMovingAverage' }, exists: false },
    (context, { netuid, bonds_moving_average }: Args<'sudo_set_bonds_moving_average'>, changer) => {
      if (changer === 'owner' && bonds_moving_average > HIGHEST_MOVING_AVERAGE)
        throw moduleError('AdminUtils', 'BondsMovingAverageMaxReached')
      ensureSubnet(context.storage, netuid)
      context.storage.put('SubtensorModule', 'BondsMovingAverage', [netuid], bonds_moving_average)
      context.deposit('SubtensorModule', 'BondsMovingAverageSet', [netuid, bonds_moving_average])
    },
  ),
  sudo_set_liquid_alpha_enabled: ofSubnet(
    { owner: { type: 'LiquidAlphaEnabled' }, exists: false },
    ({ storage }, { netuid, enabled }: Args<'sudo_set_liquid_alpha_enabled'>) =>
      storage.put('SubtensorModule', 'LiquidAlphaOn', [netuid], enabled),
  ),
  sudo_set_recycle_or_burn: ofSubnet(
    { owner: { type: 'RecycleOrBurn' }, exists: false },
    ({ storage }, { netuid, recycle_or_burn }: Args<'sudo_set_recycle_or_burn'>) =>
      storage.put('SubtensorModule', 'RecycleOrBurn', [netuid], recycle_or_burn),
  ),
  sudo_set_owner_cut_enabled: ofOwner(
    { root: false },
    ({ storage }, { netuid, enabled }: Args<'sudo_set_owner_cut_enabled'>) =>
      storage.put('SubtensorModule', 'OwnerCutEnabled', [netuid], enabled),
  ),
  sudo_set_owner_cut_auto_lock_enabled: ofOwner(
    { root: false },
    ({ storage }, { netuid, enabled }: Args<'sudo_set_owner_cut_auto_lock_enabled'>) =>
      storage.put('SubtensorModule', 'OwnerCutAutoLockEnabled', [netuid], enabled),
  ),
  // At any time.
  sudo_set_subnet_emission_enabled: byRoot(
    (context, { netuid, enabled }: Args<'sudo_set_subnet_emission_enabled'>) => {
      ensureSubnet(context.storage, netuid)
      if (netuid === ROOT) throw moduleError('AdminUtils', 'NotPermittedOnRootSubnet')
      context.storage.put('SubtensorModule', 'SubnetEmissionEnabled', [netuid], enabled)
      context.deposit('AdminUtils', 'SubnetEmissionEnabledSet', { netuid, enabled })
    },
  ),
  sudo_set_max_registrations_per_block: ofSubnet(
    {},
    (context, { netuid, max_registrations_per_block }: Args<'sudo_set_max_registrations_per_block'>) => {
      const most = max_registrations_per_block
      context.storage.put('SubtensorModule', 'MaxRegistrationsPerBlock', [netuid], most)
      context.deposit('SubtensorModule', 'MaxRegistrationsPerBlockSet', [netuid, most])
    },
  ),
  sudo_set_target_registrations_per_interval: ofSubnet(
    {},
    (
      context,
      { netuid, target_registrations_per_interval }: Args<'sudo_set_target_registrations_per_interval'>,
    ) => {
      const target = target_registrations_per_interval
      context.storage.put('SubtensorModule', 'TargetRegistrationsPerInterval', [netuid], target)
      context.deposit('SubtensorModule', 'RegistrationPerIntervalSet', [netuid, target])
    },
  ),
  // Two names for one.
  sudo_set_subnet_owner_hotkey: ownerHotkey,
  sudo_set_sn_owner_hotkey: ownerHotkey,
}

function amountOf(constant: { readonly value: string }): bigint {
  return codecOf('u64').dec(fromHex(constant.value)) as bigint
}
