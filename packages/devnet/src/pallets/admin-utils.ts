import type { CallArgs } from '@stake/schema'
import type { Context } from '../runtime/context.ts'
import { moduleError } from '../runtime/dispatch-failure.ts'
import { type DirectCall, ensureRoot, type PalletCalls } from '../runtime/pallet-calls.ts'
import { benchmarked } from '../runtime/weight.ts'
import type { ServedCall } from '../scale/served-tables.ts'
import { ensureSubnetOwnerOrRoot } from './subtensor/subnets.ts'

/** What a setting may be of, and who says it. */
type Args<C extends ServedCall<'AdminUtils'>> = CallArgs<'AdminUtils', C>

/** A setting that only the chain itself changes. */
function byRoot<A>(set: (context: Context, args: A) => void): DirectCall<A> {
  return {
    weight: () => WEIGHT,
    dispatch(context, origin, args) {
      ensureRoot(origin)
      set(context, args)
    },
  }
}

/** The same, for a subnet, shortly before whose epoch nothing changes. */
function byRootInTime<A extends { readonly netuid: number }>(
  set: (context: Context, args: A) => void,
): DirectCall<A> {
  return byRoot((context, args) => {
    ensureInTime(context, args.netuid)
    set(context, args)
  })
}

function ensureInTime({ storage, blockNumber }: Context, netuid: number): void {
  const epoch =
    storage.get('SubtensorModule', 'LastEpochBlock', netuid) +
    BigInt(storage.get('SubtensorModule', 'Tempo', netuid))
  if (epoch - BigInt(blockNumber) < BigInt(storage.get('SubtensorModule', 'AdminFreezeWindow')))
    throw moduleError('SubtensorModule', 'AdminActionProhibitedDuringWeightsWindow')
}

/** Near what the chain's benchmarks say of these; sudo calls are free anyway. */
const WEIGHT = benchmarked(20_000_000n, 2, 1)

/** Settings that those who set up a chain for tests change first. */
export const adminUtilsCalls: PalletCalls<'AdminUtils'> = {
  sudo_set_tempo: byRootInTime((context, { netuid, tempo }: Args<'sudo_set_tempo'>) => {
    if (!context.storage.get('SubtensorModule', 'NetworksAdded', netuid))
      throw moduleError('AdminUtils', 'SubnetDoesNotExist')
    context.storage.put('SubtensorModule', 'Tempo', [netuid], tempo)
    context.deposit('SubtensorModule', 'TempoSet', [netuid, tempo])
  }),
  sudo_set_subtoken_enabled: byRootInTime(
    ({ storage }, { netuid, subtoken_enabled }: Args<'sudo_set_subtoken_enabled'>) =>
      storage.put('SubtensorModule', 'SubtokenEnabled', [netuid], subtoken_enabled),
  ),
  // The owner of the subnet may too.
  sudo_set_toggle_transfer: {
    weight: () => WEIGHT,
    dispatch(context, origin, { netuid, toggle }) {
      ensureSubnetOwnerOrRoot(context.storage, origin, netuid)
      ensureInTime(context, netuid)
      context.storage.put('SubtensorModule', 'TransferToggle', [netuid], toggle)
      context.deposit('SubtensorModule', 'TransferToggle', [netuid, toggle])
    },
  },
  sudo_set_network_registration_allowed: byRoot(
    (context, { netuid, registration_allowed }: Args<'sudo_set_network_registration_allowed'>) => {
      context.storage.put('SubtensorModule', 'NetworkRegistrationAllowed', [netuid], registration_allowed)
      context.deposit('SubtensorModule', 'RegistrationAllowed', [netuid, registration_allowed])
    },
  ),
  sudo_set_stake_threshold: byRoot((context, { min_stake }: Args<'sudo_set_stake_threshold'>) => {
    context.storage.put('SubtensorModule', 'StakeThreshold', [], min_stake)
    context.deposit('SubtensorModule', 'StakeThresholdSet', min_stake)
  }),
  sudo_set_nominator_min_required_stake: byRoot(
    ({ storage }, { min_stake }: Args<'sudo_set_nominator_min_required_stake'>) =>
      storage.put('SubtensorModule', 'NominatorMinRequiredStake', [], min_stake),
  ),
  sudo_set_min_delegate_take: byRoot((context, { take }: Args<'sudo_set_min_delegate_take'>) => {
    context.storage.put('SubtensorModule', 'MinDelegateTake', [], take)
    context.deposit('SubtensorModule', 'MinDelegateTakeSet', take)
  }),
  sudo_set_default_take: byRoot((context, { default_take }: Args<'sudo_set_default_take'>) => {
    context.storage.put('SubtensorModule', 'MaxDelegateTake', [], default_take)
    context.deposit('SubtensorModule', 'MaxDelegateTakeSet', default_take)
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
  sudo_set_admin_freeze_window: byRoot((context, { window }: Args<'sudo_set_admin_freeze_window'>) => {
    context.storage.put('SubtensorModule', 'AdminFreezeWindow', [], window)
    context.deposit('SubtensorModule', 'AdminFreezeWindowSet', window)
  }),
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
}
