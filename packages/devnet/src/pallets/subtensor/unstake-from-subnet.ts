import type { AccountId32 } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { transfer } from '../balances.ts'
import type { SwapTerms } from '../swap.ts'
import { sellAlpha } from './alpha-swap.ts'
import { dropDustLock } from './lock.ts'
import { settleRootClaims } from './root-claim.ts'
import { decreaseStake, increaseStake } from './share-pool.ts'
import { ROOT, subnetAccount } from './subnets.ts'

export interface UnstakeOrder extends SwapTerms {
  readonly hotkey: AccountId32
  readonly coldkey: AccountId32
  readonly netuid: number
  /** Alpha rao, fee included. */
  readonly alpha: bigint
  /** Who gets the TAO. */
  readonly beneficiary: AccountId32
}

/**
 * Takes alpha out of a position, sells it and pays the TAO out at once. Alpha that a limit price left over goes back
 * into the position. The fee is alpha: it is sold without a fee right after, and its TAO goes to the block's author,
 * so the pool moves a little more than by the trade itself. Returns the TAO paid out.
 */
export function unstakeFromSubnet(context: Context, order: UnstakeOrder): bigint {
  const { hotkey, coldkey, netuid, alpha, beneficiary, ...terms } = order
  const pot = subnetAccount(netuid)
  decreaseStake(context, hotkey, coldkey, netuid, alpha)
  const swap = sellAlpha(context, netuid, alpha, terms)
  increaseStake(context, hotkey, coldkey, netuid, swap.rest.rao)
  const tao = swap.received.rao
  if (tao > 0n) transfer(context, pot, beneficiary, tao, 'allowDeath')

  if (!swap.fee.isZero()) {
    const sale = sellAlpha(context, netuid, swap.fee.rao, { fees: false })
    transfer(context, pot, context.author, sale.received.rao, 'allowDeath')
  }
  dropDustLock(context.storage, coldkey, netuid)
  if (netuid === ROOT) settleRootClaims(context.storage, hotkey, coldkey, -alpha)
  context.storage.put(
    'SubtensorModule',
    'LastColdkeyHotkeyStakeBlock',
    [coldkey, hotkey],
    BigInt(context.blockNumber),
  )
  context.deposit('SubtensorModule', 'StakeRemoved', [
    coldkey,
    hotkey,
    tao,
    swap.paidIn.rao,
    netuid,
    swap.fee.rao,
  ])
  return tao
}
