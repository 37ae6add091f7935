import { MINIMUM_STAKE_RAO } from '@stake/math'
import type { AccountId32 } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import { taoForAlpha } from '../swap.ts'
import { becomeDelegate, ownsHotkey } from './hotkeys.ts'
import { transferLock } from './lock.ts'
import { settleRootClaims } from './root-claim.ts'
import { decreaseStake, increaseStake } from './share-pool.ts'
import { ROOT } from './subnets.ts'

interface Holder {
  readonly coldkey: AccountId32
  readonly hotkey: AccountId32
}

export interface TransferOrder {
  readonly from: Holder
  readonly to: Holder
  readonly netuid: number
  readonly alpha: bigint
}

/**
 * Hands shares of one subnet over: nothing is traded, so there is neither a fee nor a price impact. A lock goes with
 * the stake it holds. Returns what the alpha is worth at the spot price, which must be a stake's minimum.
 */
export function transferWithinSubnet(context: Context, { from, to, netuid, alpha }: TransferOrder): bigint {
  const { storage } = context
  transferLock(storage, { from: from.coldkey, to: to.coldkey, hotkey: to.hotkey, netuid, alpha })
  decreaseStake(context, from.hotkey, from.coldkey, netuid, alpha)
  if (!ownsHotkey(storage, to.coldkey, to.hotkey)) becomeDelegate(context, to.hotkey)
  increaseStake(context, to.hotkey, to.coldkey, netuid, alpha)
  if (netuid === ROOT) {
    settleRootClaims(storage, from.hotkey, from.coldkey, -alpha)
    settleRootClaims(storage, to.hotkey, to.coldkey, alpha)
  }
  const tao = taoForAlpha(storage, netuid, alpha)
  if (tao < MINIMUM_STAKE_RAO) throw moduleError('SubtensorModule', 'AmountTooLow')
  context.deposit('SubtensorModule', 'StakeRemoved', [from.coldkey, from.hotkey, tao, alpha, netuid, 0n])
  context.deposit('SubtensorModule', 'StakeAdded', [to.coldkey, to.hotkey, tao, alpha, netuid, 0n])
  return tao
}
