import { largestSellWithin, MINIMUM_STAKE_RAO } from '@stake/math'
import type { AccountId32, CallArgs } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import type { Storage } from '../../runtime/storage.ts'
import { asChain, attempt, isDynamic, poolOf, simulateSell } from '../swap.ts'
import { reviewPendingChildren } from './children.ts'
import { ensureHotkeyExists } from './hotkeys.ts'
import { ensureAvailable } from './lock.ts'
import { clearSmallNomination } from './nomination.ts'
import { stakeOf } from './share-pool.ts'
import { ensureSubnetExists, ensureSubtokenEnabled } from './subnets.ts'
import { unstakeFromSubnet } from './unstake-from-subnet.ts'

type RemoveStake = CallArgs<'SubtensorModule', 'remove_stake'>
type RemoveStakeLimit = CallArgs<'SubtensorModule', 'remove_stake_limit'>
type RemoveStakeFullLimit = CallArgs<'SubtensorModule', 'remove_stake_full_limit'>

/** Sells alpha at any price down to the chain's own limit. Asking for more than there is sells all of it. */
export function removeStake(
  context: Context,
  coldkey: AccountId32,
  { hotkey, netuid, amount_unstaked }: RemoveStake,
): void {
  const { storage } = context
  ensureSubtokenEnabled(storage, netuid)
  const stake = stakeOf(storage, hotkey, coldkey, netuid)
  const alpha = amount_unstaked < stake ? amount_unstaked : stake
  ensureWithinSwapLimit(storage, netuid, alpha)
  ensureCanUnstake(storage, { coldkey, hotkey, netuid, alpha, most: alpha, partial: false })
  unstakeFromSubnet(context, { hotkey, coldkey, netuid, alpha, beneficiary: coldkey })
  clearSmallNomination(context, hotkey, coldkey, netuid)
  reviewPendingChildren(context, hotkey)
}

/** Sells alpha as long as the price ends at or above the limit: all of it, or with `allow_partial` what fits. */
export function removeStakeLimit(context: Context, coldkey: AccountId32, args: RemoveStakeLimit): void {
  const { hotkey, netuid, amount_unstaked, limit_price, allow_partial } = args
  const { storage } = context
  ensureWithinSwapLimit(storage, netuid, amount_unstaked)
  const most = asChain(() => largestSellWithin(poolOf(storage, netuid), limit_price)).rao
  const alpha = amount_unstaked < most ? amount_unstaked : most
  ensureCanUnstake(storage, { coldkey, hotkey, netuid, alpha: amount_unstaked, most, partial: allow_partial })
  unstakeFromSubnet(context, {
    hotkey,
    coldkey,
    netuid,
    alpha,
    limitPrice: limit_price,
    beneficiary: coldkey,
  })
  clearSmallNomination(context, hotkey, coldkey, netuid)
  reviewPendingChildren(context, hotkey)
}

/** Sells a whole position: without a limit as a plain removal, with one all of it or nothing. */
export function removeStakeFullLimit(
  context: Context,
  coldkey: AccountId32,
  { hotkey, netuid, limit_price }: RemoveStakeFullLimit,
): void {
  const amount_unstaked = stakeOf(context.storage, hotkey, coldkey, netuid)
  const position = { hotkey, netuid, amount_unstaked }
  if (limit_price === undefined) removeStake(context, coldkey, position)
  else removeStakeLimit(context, coldkey, { ...position, limit_price, allow_partial: false })
}

function ensureWithinSwapLimit(storage: Storage, netuid: number, alpha: bigint): void {
  if (isDynamic(storage, netuid) && alpha > 1000n * storage.get('SubtensorModule', 'SubnetAlphaIn', netuid))
    throw moduleError('SubtensorModule', 'InsufficientLiquidity')
}

interface UnstakeRequest {
  readonly coldkey: AccountId32
  readonly hotkey: AccountId32
  readonly netuid: number
  /** The alpha asked for: sizes and locks are checked on it even when less will be sold. */
  readonly alpha: bigint
  readonly most: bigint
  readonly partial: boolean
}

/** The checks of every way to unstake, in the chain's order. */
export function ensureCanUnstake(
  storage: Storage,
  { coldkey, hotkey, netuid, alpha, most, partial }: UnstakeRequest,
): void {
  ensureSubnetExists(storage, netuid)
  if (alpha === 0n) throw moduleError('SubtensorModule', 'AmountTooLow')
  const stake = stakeOf(storage, hotkey, coldkey, netuid)
  if (stake < alpha) throw moduleError('SubtensorModule', 'NotEnoughStakeToWithdraw')
  const swap = attempt(() => simulateSell(storage, netuid, alpha))
  if (swap === undefined) throw moduleError('SubtensorModule', 'InsufficientLiquidity')
  // A full exit has no minimum.
  if (stake > alpha && swap.received.rao < MINIMUM_STAKE_RAO)
    throw moduleError('SubtensorModule', 'AmountTooLow')
  if (!partial && alpha > most) throw moduleError('SubtensorModule', 'SlippageTooHigh')
  ensureHotkeyExists(storage, hotkey)
  ensureAvailable(storage, coldkey, netuid, alpha)
}
