import { MINIMUM_STAKE_RAO } from '@stake/math'
import type { AccountId32 } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import { spendable } from '../balances.ts'
import { ensureHotkeyExists } from '../subtensor/hotkeys.ts'
import { ensureAvailable } from '../subtensor/lock.ts'
import { ensureCanUnstake } from '../subtensor/remove-stake.ts'
import { decreaseStake, increaseStake, stakeOf } from '../subtensor/share-pool.ts'
import { stakeIntoSubnet } from '../subtensor/stake-into-subnet.ts'
import { ensureSubnetExists, ensureSubtokenEnabled } from '../subtensor/subnets.ts'
import { unstakeFromSubnet } from '../subtensor/unstake-from-subnet.ts'
import { isDynamic, simulateBuy, simulateSell, taoForAlpha } from '../swap.ts'

/** A coldkey's stake with a hotkey. */
export interface Holder {
  readonly coldkey: AccountId32
  readonly hotkey: AccountId32
}

/** A trade with a pool, which has to be made whole within its limit price. */
export interface OrderTrade extends Holder {
  readonly netuid: number
  /** TAO to spend, or alpha to sell. */
  readonly amount: bigint
  readonly limitPrice: bigint
}

/** Buys alpha for somebody; the pallet itself is not asked whether it can. Returns the alpha. */
export function buyForOrder(context: Context, trade: OrderTrade, isPallet = false): bigint {
  const { storage } = context
  const { coldkey, hotkey, netuid, amount, limitPrice } = trade
  ensureSubnetExists(storage, netuid)
  ensureSubtokenEnabled(storage, netuid)
  if (!isPallet) {
    ensureHotkeyExists(storage, hotkey)
    if (amount < MINIMUM_STAKE_RAO) throw moduleError('SubtensorModule', 'AmountTooLow')
    if (spendable(storage, coldkey, 'allowDeath') < amount)
      throw moduleError('SubtensorModule', 'NotEnoughBalanceToStake')
  }
  if (isDynamic(storage, netuid)) {
    const swap = simulateBuy(storage, netuid, amount, { limitPrice })
    if (swap.paidIn.rao + swap.fee.rao < amount) throw moduleError('SubtensorModule', 'SlippageTooHigh')
  }
  return stakeIntoSubnet(context, { coldkey, hotkey, netuid, tao: amount, limitPrice })
}

/** Sells alpha for somebody, likewise. Returns the TAO. */
export function sellForOrder(context: Context, trade: OrderTrade, isPallet = false): bigint {
  const { storage } = context
  const { coldkey, hotkey, netuid, amount, limitPrice } = trade
  ensureSubnetExists(storage, netuid)
  ensureSubtokenEnabled(storage, netuid)
  if (!isPallet)
    ensureCanUnstake(storage, { coldkey, hotkey, netuid, alpha: amount, most: amount, partial: false })
  if (isDynamic(storage, netuid)) {
    const swap = simulateSell(storage, netuid, amount, { limitPrice })
    if (swap.paidIn.rao + swap.fee.rao < amount) throw moduleError('SubtensorModule', 'SlippageTooHigh')
  }
  return unstakeFromSubnet(context, {
    coldkey,
    hotkey,
    netuid,
    alpha: amount,
    limitPrice,
    beneficiary: coldkey,
  })
}

export interface AlphaHandover {
  readonly from: Holder
  readonly to: Holder
  readonly netuid: number
  readonly alpha: bigint
}

/** Hands a seller's alpha to the pallet, at least what a stake has to be worth. */
export function collectAlpha(context: Context, handover: AlphaHandover): void {
  const { storage } = context
  const { from, netuid, alpha } = handover
  ensureSubnetExists(storage, netuid)
  ensureSubtokenEnabled(storage, netuid)
  ensureHotkeyExists(storage, from.hotkey)
  if (alpha === 0n || taoForAlpha(storage, netuid, alpha) < MINIMUM_STAKE_RAO)
    throw moduleError('SubtensorModule', 'AmountTooLow')
  ensureAvailable(storage, from.coldkey, netuid, alpha)
  handOver(context, handover)
}

/** Hands a buyer its part of the pallet's alpha. */
export function payOutAlpha(context: Context, handover: AlphaHandover): void {
  ensureSubnetExists(context.storage, handover.netuid)
  ensureSubtokenEnabled(context.storage, handover.netuid)
  ensureHotkeyExists(context.storage, handover.to.hotkey)
  handOver(context, handover)
}

function handOver(context: Context, { from, to, netuid, alpha }: AlphaHandover): void {
  const { storage } = context
  if (stakeOf(storage, from.hotkey, from.coldkey, netuid) < alpha)
    throw moduleError('SubtensorModule', 'NotEnoughStakeToWithdraw')
  decreaseStake(context, from.hotkey, from.coldkey, netuid, alpha)
  increaseStake(context, to.hotkey, to.coldkey, netuid, alpha)
  const now = BigInt(context.blockNumber)
  storage.put('SubtensorModule', 'LastColdkeyHotkeyStakeBlock', [to.coldkey, to.hotkey], now)
}
