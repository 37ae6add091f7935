import { MINIMUM_STAKE_RAO } from '@stake/math'
import type { AccountId32 } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { alphaForTao, attempt } from '../swap.ts'
import { ownsHotkey } from './hotkeys.ts'
import { decreaseStake, stakeOf } from './share-pool.ts'
import { unstakeFromSubnet } from './unstake-from-subnet.ts'

/**
 * Sells what is left of a nominator's position when it is worth less than the nominator minimum (a factor per million
 * of the minimum stake, by default zero); a rest that cannot be sold is wiped.
 */
export function clearSmallNomination(
  context: Context,
  hotkey: AccountId32,
  coldkey: AccountId32,
  netuid: number,
): void {
  const { storage } = context
  if (ownsHotkey(storage, coldkey, hotkey)) return
  const factor = storage.get('SubtensorModule', 'NominatorMinRequiredStake')
  const minimum = alphaForTao(storage, netuid, (MINIMUM_STAKE_RAO * factor) / 1_000_000n)
  const alpha = stakeOf(storage, hotkey, coldkey, netuid)
  if (alpha === 0n || alpha >= minimum) return
  const sold = attempt(() =>
    context.transact(() =>
      unstakeFromSubnet(context, { hotkey, coldkey, netuid, alpha, beneficiary: coldkey }),
    ),
  )
  if (sold === undefined) decreaseStake(context, hotkey, coldkey, netuid, alpha)
}
