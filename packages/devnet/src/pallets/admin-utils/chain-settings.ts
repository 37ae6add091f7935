import type { PalletCalls } from '../../runtime/pallet-calls.ts'
import type { ServedCall } from '../../scale/served-tables.ts'
import { clearSmallNomination } from '../subtensor/nomination.ts'
import { type Args, byRoot } from './setting.ts'

type ChainSetting = Extract<
  ServedCall<'AdminUtils'>,
  | 'sudo_set_stake_threshold'
  | 'sudo_set_nominator_min_required_stake'
  | 'sudo_set_min_delegate_take'
  | 'sudo_set_default_take'
  | 'sudo_set_tx_rate_limit'
  | 'sudo_set_tx_delegate_take_rate_limit'
  | 'sudo_set_network_rate_limit'
  | 'sudo_set_network_immunity_period'
  | 'sudo_set_network_min_lock_cost'
  | 'sudo_set_lock_reduction_interval'
  | 'sudo_set_subnet_limit'
  | 'sudo_set_subnet_owner_cut'
  | 'sudo_set_ck_burn'
  | 'sudo_set_admin_freeze_window'
  | 'sudo_set_owner_hparam_rate_limit'
  | 'sudo_set_start_call_delay'
  | 'sudo_set_coldkey_swap_announcement_delay'
  | 'sudo_set_coldkey_swap_reannouncement_delay'
  | 'sudo_set_max_epochs_per_block'
>

/** Settings of the chain as a whole. */
export const chainSettings: Pick<PalletCalls<'AdminUtils'>, ChainSetting> = {
  sudo_set_stake_threshold: byRoot((context, { min_stake }: Args<'sudo_set_stake_threshold'>) => {
    context.storage.put('SubtensorModule', 'StakeThreshold', [], min_stake)
    context.deposit('SubtensorModule', 'StakeThresholdSet', min_stake)
  }),
  // Nominations that have become too small are sold at once.
  sudo_set_nominator_min_required_stake: byRoot(
    (context, { min_stake }: Args<'sudo_set_nominator_min_required_stake'>) => {
      const { storage } = context
      const before = storage.get('SubtensorModule', 'NominatorMinRequiredStake')
      storage.put('SubtensorModule', 'NominatorMinRequiredStake', [], min_stake)
      if (min_stake <= before) return
      for (const item of ['Alpha', 'AlphaV2'] as const)
        for (const [position] of [...storage.entries('SubtensorModule', item)])
          clearSmallNomination(context, ...position)
    },
  ),
  sudo_set_min_delegate_take: byRoot((context, { take }: Args<'sudo_set_min_delegate_take'>) => {
    context.storage.put('SubtensorModule', 'MinDelegateTake', [], take)
    context.deposit('SubtensorModule', 'MinDelegateTakeSet', take)
  }),
  sudo_set_default_take: byRoot((context, { default_take }: Args<'sudo_set_default_take'>) => {
    context.storage.put('SubtensorModule', 'MaxDelegateTake', [], default_take)
    context.deposit('SubtensorModule', 'MaxDelegateTakeSet', default_take)
  }),
  sudo_set_tx_rate_limit: byRoot((context, { tx_rate_limit }: Args<'sudo_set_tx_rate_limit'>) => {
    context.storage.put('SubtensorModule', 'TxRateLimit', [], tx_rate_limit)
    context.deposit('SubtensorModule', 'TxRateLimitSet', tx_rate_limit)
  }),
  sudo_set_tx_delegate_take_rate_limit: byRoot(
    (context, { tx_rate_limit }: Args<'sudo_set_tx_delegate_take_rate_limit'>) => {
      context.storage.put('SubtensorModule', 'TxDelegateTakeRateLimit', [], tx_rate_limit)
      context.deposit('SubtensorModule', 'TxDelegateTakeRateLimitSet', tx_rate_limit)
    },
  ),
  sudo_set_network_rate_limit: byRoot((context, { rate_limit }: Args<'sudo_set_network_rate_limit'>) => {
    context.storage.put('SubtensorModule', 'NetworkRateLimit', [], rate_limit)
    context.deposit('SubtensorModule', 'NetworkRateLimitSet', rate_limit)
  }),
  sudo_set_network_immunity_period: byRoot(
    (context, { immunity_period }: Args<'sudo_set_network_immunity_period'>) => {
      context.storage.put('SubtensorModule', 'NetworkImmunityPeriod', [], immunity_period)
      context.deposit('SubtensorModule', 'NetworkImmunityPeriodSet', immunity_period)
    },
  ),
  sudo_set_network_min_lock_cost: byRoot((context, { lock_cost }: Args<'sudo_set_network_min_lock_cost'>) => {
    context.storage.put('SubtensorModule', 'NetworkMinLockCost', [], lock_cost)
    context.deposit('SubtensorModule', 'NetworkMinLockCostSet', lock_cost)
  }),
  sudo_set_lock_reduction_interval: byRoot(
    (context, { interval }: Args<'sudo_set_lock_reduction_interval'>) => {
      context.storage.put('SubtensorModule', 'NetworkLockReductionInterval', [], interval)
      context.deposit('SubtensorModule', 'NetworkLockCostReductionIntervalSet', interval)
    },
  ),
  sudo_set_subnet_limit: byRoot((context, { max_subnets }: Args<'sudo_set_subnet_limit'>) => {
    context.storage.put('SubtensorModule', 'SubnetLimit', [], max_subnets)
    context.deposit('SubtensorModule', 'SubnetLimitSet', max_subnets)
  }),
  sudo_set_subnet_owner_cut: byRoot((context, { subnet_owner_cut }: Args<'sudo_set_subnet_owner_cut'>) => {
    context.storage.put('SubtensorModule', 'SubnetOwnerCut', [], subnet_owner_cut)
    context.deposit('SubtensorModule', 'SubnetOwnerCutSet', subnet_owner_cut)
  }),
  sudo_set_ck_burn: byRoot(({ storage }, { burn }: Args<'sudo_set_ck_burn'>) =>
    storage.put('SubtensorModule', 'CKBurn', [], burn),
  ),
  sudo_set_admin_freeze_window: byRoot((context, { window }: Args<'sudo_set_admin_freeze_window'>) => {
    context.storage.put('SubtensorModule', 'AdminFreezeWindow', [], window)
    context.deposit('SubtensorModule', 'AdminFreezeWindowSet', window)
  }),
  sudo_set_owner_hparam_rate_limit: byRoot(
    (context, { epochs }: Args<'sudo_set_owner_hparam_rate_limit'>) => {
      context.storage.put('SubtensorModule', 'OwnerHyperparamRateLimit', [], epochs)
      context.deposit('SubtensorModule', 'OwnerHyperparamRateLimitSet', epochs)
    },
  ),
  sudo_set_start_call_delay: byRoot((context, { delay }: Args<'sudo_set_start_call_delay'>) => {
    context.storage.put('SubtensorModule', 'StartCallDelay', [], delay)
    context.deposit('SubtensorModule', 'StartCallDelaySet', delay)
  }),
  sudo_set_coldkey_swap_announcement_delay: byRoot(
    (context, { duration }: Args<'sudo_set_coldkey_swap_announcement_delay'>) => {
      context.storage.put('SubtensorModule', 'ColdkeySwapAnnouncementDelay', [], duration)
      context.deposit('SubtensorModule', 'ColdkeySwapAnnouncementDelaySet', duration)
    },
  ),
  sudo_set_coldkey_swap_reannouncement_delay: byRoot(
    (context, { duration }: Args<'sudo_set_coldkey_swap_reannouncement_delay'>) => {
      context.storage.put('SubtensorModule', 'ColdkeySwapReannouncementDelay', [], duration)
      context.deposit('SubtensorModule', 'ColdkeySwapReannouncementDelaySet', duration)
    },
  ),
  sudo_set_max_epochs_per_block: byRoot(
    (context, { max_epochs_per_block }: Args<'sudo_set_max_epochs_per_block'>) => {
      context.storage.put('SubtensorModule', 'MaxEpochsPerBlock', [], max_epochs_per_block)
      context.deposit('SubtensorModule', 'MaxEpochsPerBlockSet', max_epochs_per_block)
    },
  ),
}
