import type { AccountId32, CallArgs } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { attempt } from '../swap.ts'
import { ensureHotkeyExists } from './hotkeys.ts'
import { clearSmallNomination } from './nomination.ts'
import { ensureCanUnstake } from './remove-stake.ts'
import { stakeOf } from './share-pool.ts'
import { stakeIntoSubnet } from './stake-into-subnet.ts'
import { netuidsOf, ROOT } from './subnets.ts'
import { unstakeFromSubnet } from './unstake-from-subnet.ts'

type UnstakeAll = CallArgs<'SubtensorModule', 'unstake_all'>

/** Sells the coldkey's positions with a hotkey on all subnets, root too, at any price. */
export function unstakeAll(context: Context, coldkey: AccountId32, { hotkey }: UnstakeAll): void {
  ensureHotkeyExists(context.storage, hotkey)
  for (const netuid of netuidsOf(context.storage)) sellWhole(context, coldkey, hotkey, netuid)
}

/** Sells the coldkey's positions with a hotkey on all subnets but root, and stakes what they bring on root. */
export function unstakeAllAlpha(context: Context, coldkey: AccountId32, { hotkey }: UnstakeAll): void {
  ensureHotkeyExists(context.storage, hotkey)
  let tao = 0n
  for (const netuid of netuidsOf(context.storage))
    if (netuid !== ROOT) tao += sellWhole(context, coldkey, hotkey, netuid)
  stakeIntoSubnet(context, { hotkey, coldkey, netuid: ROOT, tao })
}

/** Sells one whole position and returns the TAO; one that may not be sold is left alone. */
function sellWhole(context: Context, coldkey: AccountId32, hotkey: AccountId32, netuid: number): bigint {
  const { storage } = context
  if (!storage.get('SubtensorModule', 'SubtokenEnabled', netuid)) return 0n
  const alpha = stakeOf(storage, hotkey, coldkey, netuid)
  const request = { coldkey, hotkey, netuid, alpha, most: alpha, partial: false }
  const allowed = attempt(() => {
    ensureCanUnstake(storage, request)
    return true
  })
  if (allowed === undefined) return 0n
  const tao = unstakeFromSubnet(context, { hotkey, coldkey, netuid, alpha, beneficiary: coldkey })
  clearSmallNomination(context, hotkey, coldkey, netuid)
  return tao
}
