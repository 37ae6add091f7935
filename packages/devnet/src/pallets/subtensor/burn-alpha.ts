import type { AccountId32, CallArgs } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import { addStake, addStakeLimit } from './add-stake.ts'
import { ensureHotkeyExists } from './hotkeys.ts'
import { ensureAvailable } from './lock.ts'
import { decreaseStake, stakeOf } from './share-pool.ts'
import { ensureSubnetExists, ensureSubtokenEnabled, ROOT } from './subnets.ts'

type BurnAlpha = CallArgs<'SubtensorModule', 'burn_alpha'>
type AddStakeBurn = CallArgs<'SubtensorModule', 'add_stake_burn'>

/** Gives alpha up so that it can be emitted again: the alpha outside the pool becomes less. */
export function recycleAlpha(context: Context, coldkey: AccountId32, args: BurnAlpha): void {
  const { hotkey, netuid } = args
  const amount = giveUp(context, coldkey, args)
  context.storage.update('SubtensorModule', 'SubnetAlphaOut', [netuid], (out) => out - amount)
  context.deposit('SubtensorModule', 'AlphaRecycled', [coldkey, hotkey, amount, netuid])
}

/** Gives alpha up for good: it still counts as alpha outside the pool, but is nobody's. */
export function burnAlpha(context: Context, coldkey: AccountId32, args: BurnAlpha): void {
  const amount = giveUp(context, coldkey, args)
  context.deposit('SubtensorModule', 'AlphaBurned', [coldkey, args.hotkey, amount, args.netuid])
}

/** Spends TAO for alpha, with a limit all of it or nothing, and burns the alpha. */
export function addStakeBurn(
  context: Context,
  coldkey: AccountId32,
  { hotkey, netuid, amount, limit }: AddStakeBurn,
): void {
  const order = { hotkey, netuid, amount_staked: amount }
  const alpha =
    limit === undefined
      ? addStake(context, coldkey, order)
      : addStakeLimit(context, coldkey, { ...order, limit_price: limit, allow_partial: false })
  burnAlpha(context, coldkey, { hotkey, netuid, amount: alpha })
  context.deposit('SubtensorModule', 'AddStakeBurn', { netuid, hotkey, amount, alpha })
}

/** Takes alpha out of a position, at most all of it, after the checks in the chain's order. Returns how much. */
function giveUp(
  context: Context,
  coldkey: AccountId32,
  { hotkey, netuid, amount: asked }: BurnAlpha,
): bigint {
  const { storage } = context
  ensureSubnetExists(storage, netuid)
  if (netuid === ROOT) throw moduleError('SubtensorModule', 'CannotBurnOrRecycleOnRootSubnet')
  ensureSubtokenEnabled(storage, netuid)
  ensureHotkeyExists(storage, hotkey)
  const stake = stakeOf(storage, hotkey, coldkey, netuid)
  const amount = asked < stake ? asked : stake
  if (storage.get('SubtensorModule', 'SubnetAlphaOut', netuid) < amount)
    throw moduleError('SubtensorModule', 'InsufficientLiquidity')
  ensureAvailable(storage, coldkey, netuid, amount)
  decreaseStake(context, hotkey, coldkey, netuid, amount)
  return amount
}
