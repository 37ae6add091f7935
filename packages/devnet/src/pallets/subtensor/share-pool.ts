import {
  changeStake,
  type SafeFloat,
  type SharePosition,
  safeFloatFromFixed,
  sharesForDeposit,
  stakeOfShare,
} from '@stake/math'
import type { AccountId32 } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import type { Storage } from '../../runtime/storage.ts'

/**
 * A hotkey's stake on a subnet is one pot of alpha, `TotalHotkeyAlpha`, of which each coldkey holds shares. Shares
 * live in two generations of maps; a key of the old one (`Alpha`, `TotalHotkeyShares`) counts as long as it exists
 * and moves to the new one (`AlphaV2`, `TotalHotkeySharesV2`) when it changes.
 */
function positionOf(
  storage: Storage,
  hotkey: AccountId32,
  coldkey: AccountId32,
  netuid: number,
): SharePosition {
  return {
    totalAlpha: storage.get('SubtensorModule', 'TotalHotkeyAlpha', hotkey, netuid),
    denominator: denominatorOf(storage, hotkey, netuid),
    share: storage.has('SubtensorModule', 'Alpha', hotkey, coldkey, netuid)
      ? safeFloatFromFixed(storage.get('SubtensorModule', 'Alpha', hotkey, coldkey, netuid).bits)
      : storage.get('SubtensorModule', 'AlphaV2', hotkey, coldkey, netuid),
  }
}

function denominatorOf(storage: Storage, hotkey: AccountId32, netuid: number): SafeFloat {
  return storage.has('SubtensorModule', 'TotalHotkeyShares', hotkey, netuid)
    ? safeFloatFromFixed(storage.get('SubtensorModule', 'TotalHotkeyShares', hotkey, netuid).bits)
    : storage.get('SubtensorModule', 'TotalHotkeySharesV2', hotkey, netuid)
}

/** A coldkey's stake with a hotkey on a subnet, in alpha rao. */
export function stakeOf(storage: Storage, hotkey: AccountId32, coldkey: AccountId32, netuid: number): bigint {
  const { totalAlpha, share, denominator } = positionOf(storage, hotkey, coldkey, netuid)
  return stakeOfShare(totalAlpha, share, denominator)
}

/** Whether a deposit would buy any share at all. */
export function depositBuysShares(
  storage: Storage,
  hotkey: AccountId32,
  netuid: number,
  alpha: bigint,
): boolean {
  const denominator = denominatorOf(storage, hotkey, netuid)
  if (denominator.mantissa === 0n) return true
  const totalAlpha = storage.get('SubtensorModule', 'TotalHotkeyAlpha', hotkey, netuid)
  return sharesForDeposit(alpha, totalAlpha, denominator).mantissa !== 0n
}

/** Adds alpha to a coldkey's stake; the hotkey is noted among those the coldkey stakes with. */
export function increaseStake(
  { storage }: Context,
  hotkey: AccountId32,
  coldkey: AccountId32,
  netuid: number,
  alpha: bigint,
): void {
  if (alpha === 0n) return
  const staking = storage.get('SubtensorModule', 'StakingHotkeys', coldkey)
  if (!staking.includes(hotkey))
    storage.put('SubtensorModule', 'StakingHotkeys', [coldkey], [...staking, hotkey])
  writePosition(
    storage,
    hotkey,
    coldkey,
    netuid,
    changeStake(positionOf(storage, hotkey, coldkey, netuid), alpha),
  )
}

/** Adds alpha to the pot of a hotkey: every share of it becomes worth more. */
export function growHotkeyStake(storage: Storage, hotkey: AccountId32, netuid: number, alpha: bigint): void {
  storage.update('SubtensorModule', 'TotalHotkeyAlpha', [hotkey, netuid], (total) => total + alpha)
}

/** Takes alpha from a coldkey's stake; nothing happens when there is less than that. */
export function decreaseStake(
  { storage }: Context,
  hotkey: AccountId32,
  coldkey: AccountId32,
  netuid: number,
  alpha: bigint,
): void {
  if (alpha === 0n || stakeOf(storage, hotkey, coldkey, netuid) < alpha) return
  writePosition(
    storage,
    hotkey,
    coldkey,
    netuid,
    changeStake(positionOf(storage, hotkey, coldkey, netuid), -alpha),
  )
}

function writePosition(
  storage: Storage,
  hotkey: AccountId32,
  coldkey: AccountId32,
  netuid: number,
  { totalAlpha, denominator, share }: SharePosition,
): void {
  storage.remove('SubtensorModule', 'Alpha', hotkey, coldkey, netuid)
  storage.remove('SubtensorModule', 'TotalHotkeyShares', hotkey, netuid)
  // Nothing of a kind is not stored at all.
  if (totalAlpha === 0n) storage.remove('SubtensorModule', 'TotalHotkeyAlpha', hotkey, netuid)
  else storage.put('SubtensorModule', 'TotalHotkeyAlpha', [hotkey, netuid], totalAlpha)
  if (denominator.mantissa === 0n) storage.remove('SubtensorModule', 'TotalHotkeySharesV2', hotkey, netuid)
  else storage.put('SubtensorModule', 'TotalHotkeySharesV2', [hotkey, netuid], denominator)
  if (share.mantissa === 0n) storage.remove('SubtensorModule', 'AlphaV2', hotkey, coldkey, netuid)
  else storage.put('SubtensorModule', 'AlphaV2', [hotkey, coldkey, netuid], share)
}
