import { largestMoveWithin, MINIMUM_STAKE_RAO } from '@stake/math'
import type { AccountId32, CallArgs } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import type { Storage } from '../../runtime/storage.ts'
import { asChain, attempt, poolOf, simulateSell } from '../swap.ts'
import { becomeDelegate, ensureHotkeyExists, ownsHotkey } from './hotkeys.ts'
import { ensureAvailable } from './lock.ts'
import { stakeOf } from './share-pool.ts'
import { stakeIntoSubnet } from './stake-into-subnet.ts'
import { ensureSubnetExists, ensureSubtokenEnabled, ROOT } from './subnets.ts'
import { transferWithinSubnet } from './transfer-within-subnet.ts'
import { unstakeFromSubnet } from './unstake-from-subnet.ts'

type MoveStake = CallArgs<'SubtensorModule', 'move_stake'>
type TransferStake = CallArgs<'SubtensorModule', 'transfer_stake'>
type SwapStake = CallArgs<'SubtensorModule', 'swap_stake'>
type SwapStakeLimit = CallArgs<'SubtensorModule', 'swap_stake_limit'>

/** Moves a coldkey's stake to another hotkey, subnet, or both. */
export function moveStake(context: Context, coldkey: AccountId32, args: MoveStake): void {
  const { origin_hotkey, destination_hotkey, origin_netuid, destination_netuid, alpha_amount } = args
  const tao = transition(context, {
    from: { coldkey, hotkey: origin_hotkey, netuid: origin_netuid },
    to: { coldkey, hotkey: destination_hotkey, netuid: destination_netuid },
    alpha: alpha_amount,
  })
  context.deposit('SubtensorModule', 'StakeMoved', [
    coldkey,
    origin_hotkey,
    origin_netuid,
    destination_hotkey,
    destination_netuid,
    tao,
  ])
}

/** Gives stake to another coldkey, on the same hotkey. */
export function transferStake(context: Context, coldkey: AccountId32, args: TransferStake): void {
  const { destination_coldkey, hotkey, origin_netuid, destination_netuid, alpha_amount } = args
  const tao = transition(context, {
    from: { coldkey, hotkey, netuid: origin_netuid },
    to: { coldkey: destination_coldkey, hotkey, netuid: destination_netuid },
    alpha: alpha_amount,
    transfer: true,
  })
  context.deposit('SubtensorModule', 'StakeTransferred', [
    coldkey,
    destination_coldkey,
    hotkey,
    origin_netuid,
    destination_netuid,
    tao,
  ])
}

/** Exchanges stake of one subnet for stake of another, on the same hotkey. */
export function swapStake(context: Context, coldkey: AccountId32, args: SwapStake): void {
  const { hotkey, origin_netuid, destination_netuid, alpha_amount } = args
  const tao = transition(context, {
    from: { coldkey, hotkey, netuid: origin_netuid },
    to: { coldkey, hotkey, netuid: destination_netuid },
    alpha: alpha_amount,
  })
  context.deposit('SubtensorModule', 'StakeSwapped', [
    coldkey,
    hotkey,
    origin_netuid,
    destination_netuid,
    tao,
  ])
}

/** Like `swapStake`, with an amount that the chain's approximate formula caps for the wanted ratio of the two alphas. */
export function swapStakeLimit(context: Context, coldkey: AccountId32, args: SwapStakeLimit): void {
  const { hotkey, origin_netuid, destination_netuid, alpha_amount, limit_price, allow_partial } = args
  const tao = transition(context, {
    from: { coldkey, hotkey, netuid: origin_netuid },
    to: { coldkey, hotkey, netuid: destination_netuid },
    alpha: alpha_amount,
    limit: { price: limit_price, partial: allow_partial },
  })
  context.deposit('SubtensorModule', 'StakeSwapped', [
    coldkey,
    hotkey,
    origin_netuid,
    destination_netuid,
    tao,
  ])
}

/** A coldkey's stake with a hotkey on a subnet. */
interface Position {
  readonly coldkey: AccountId32
  readonly hotkey: AccountId32
  readonly netuid: number
}

interface Transition {
  readonly from: Position
  readonly to: Position
  /** Alpha of the first position, fee included. */
  readonly alpha: bigint
  /** Least destination alpha per origin alpha, times 1e9; more than fits is cut to it or refused. */
  readonly limit?: { readonly price: bigint; readonly partial: boolean }
  /** Whether the subnets must allow transfers. Default false. */
  readonly transfer?: boolean
}

/** The way of every move. Returns the TAO that the first leg was worth. */
function transition(context: Context, asked: Transition): bigint {
  const { storage } = context
  const { from, to, limit } = asked
  // A fee paid in alpha has already made the position smaller.
  const stake = stakeOf(storage, from.hotkey, from.coldkey, from.netuid)
  const wanted = asked.alpha < stake ? asked.alpha : stake
  const crosses = from.netuid !== to.netuid
  const most =
    crosses && limit !== undefined
      ? asChain(() =>
          largestMoveWithin(poolOf(storage, from.netuid), poolOf(storage, to.netuid), limit.price),
        ).rao
      : wanted
  ensureCanMove(storage, { ...asked, alpha: wanted }, most)
  const alpha = wanted < most ? wanted : most
  return crosses
    ? tradeAcross(context, from, to, alpha)
    : transferWithinSubnet(context, { from, to, netuid: from.netuid, alpha })
}

/** The checks of every move, in the chain's order. */
function ensureCanMove(
  storage: Storage,
  { from, to, alpha, limit, transfer = false }: Transition,
  most: bigint,
): void {
  const crosses = from.netuid !== to.netuid
  if (!crosses && from.coldkey === to.coldkey && from.hotkey === to.hotkey)
    throw moduleError('SubtensorModule', 'SameNetuid')
  for (const { netuid } of [from, to]) ensureSubnetExists(storage, netuid)
  for (const { netuid } of [from, to]) ensureSubtokenEnabled(storage, netuid)
  for (const { hotkey } of [from, to]) ensureHotkeyExists(storage, hotkey)
  if (crosses) {
    const sale = attempt(() => simulateSell(storage, from.netuid, alpha))
    if (sale === undefined) throw moduleError('SubtensorModule', 'InsufficientLiquidity')
    if (sale.received.rao <= MINIMUM_STAKE_RAO) throw moduleError('SubtensorModule', 'AmountTooLow')
    if (limit?.partial === false && alpha > most) throw moduleError('SubtensorModule', 'SlippageTooHigh')
  }
  if (transfer)
    for (const { netuid } of [from, to])
      if (!storage.get('SubtensorModule', 'TransferToggle', netuid))
        throw moduleError('SubtensorModule', 'TransferDisallowed')
  if (crosses) ensureAvailable(storage, from.coldkey, from.netuid, alpha)
}

/**
 * Sells on one subnet and buys on the other, at any price. One fee is taken: of the sale, or of the purchase where the
 * stake comes from root. Too little TAO for a stake stays with the receiving coldkey.
 */
function tradeAcross(context: Context, from: Position, to: Position, alpha: bigint): bigint {
  const fromRoot = from.netuid === ROOT
  const tao = unstakeFromSubnet(context, { ...from, alpha, fees: !fromRoot, beneficiary: to.coldkey })
  if (tao < MINIMUM_STAKE_RAO) return tao
  if (!ownsHotkey(context.storage, to.coldkey, to.hotkey)) becomeDelegate(context, to.hotkey)
  stakeIntoSubnet(context, { ...to, tao, fees: fromRoot })
  return tao
}
