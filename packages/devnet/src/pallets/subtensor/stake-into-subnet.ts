import type { AccountId32 } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import { spendable, transfer } from '../balances.ts'
import type { SwapTerms } from '../swap.ts'
import { buyAlpha } from './alpha-swap.ts'
import { dropDustLock } from './lock.ts'
import { settleRootClaims } from './root-claim.ts'
import { depositBuysShares, increaseStake } from './share-pool.ts'
import { ROOT, subnetAccount } from './subnets.ts'

export interface StakeOrder extends SwapTerms {
  readonly hotkey: AccountId32
  readonly coldkey: AccountId32
  readonly netuid: number
  /** TAO rao, fee included. */
  readonly tao: bigint
}

/**
 * Moves TAO into a subnet and credits the alpha it buys. The TAO is capped so that the coldkey stays alive; what a
 * limit price leaves over stays with the subnet; the fee goes to the block's author. Returns the alpha.
 */
export function stakeIntoSubnet(
  context: Context,
  { hotkey, coldkey, netuid, tao, ...terms }: StakeOrder,
): bigint {
  const { storage } = context
  const pot = subnetAccount(netuid)
  const available = spendable(storage, coldkey, 'keepAlive')
  const staked = tao < available ? tao : available
  if (staked === 0n && tao > 0n) throw moduleError('SubtensorModule', 'InsufficientBalance')
  transfer(context, coldkey, pot, staked, 'keepAlive')

  const swap = buyAlpha(context, netuid, staked, terms)
  const alpha = swap.received.rao
  if (alpha === 0n) throw moduleError('SubtensorModule', 'AmountTooLow')
  if (!depositBuysShares(storage, hotkey, netuid, alpha))
    throw moduleError('SubtensorModule', 'InsufficientLiquidity')
  increaseStake(context, hotkey, coldkey, netuid, alpha)

  if (!swap.fee.isZero()) transfer(context, pot, context.author, swap.fee.rao, 'allowDeath')
  storage.put(
    'SubtensorModule',
    'LastColdkeyHotkeyStakeBlock',
    [coldkey, hotkey],
    BigInt(context.blockNumber),
  )
  dropDustLock(storage, coldkey, netuid)
  if (netuid === ROOT) settleRootClaims(storage, hotkey, coldkey, alpha)
  context.deposit('SubtensorModule', 'StakeAdded', [coldkey, hotkey, staked, alpha, netuid, swap.fee.rao])
  return alpha
}
