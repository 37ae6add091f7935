import type { AccountId32 } from '@stake/schema'
import type { Context } from '../../../runtime/context.ts'
import type { Storage } from '../../../runtime/storage.ts'
import { attempt } from '../../swap.ts'
import { ownerOf } from '../hotkeys.ts'
import { lockStake } from '../locking.ts'
import { growHotkeyStake, increaseStake } from '../share-pool.ts'
import { ROOT } from '../subnets.ts'
import { type HotkeyDividend, shareDividends } from './dividend-shares.ts'
import { type NeuronEmission, runEpoch } from './epoch.ts'
import type { PendingEmission } from './pending-emission.ts'
import { raiseClaimable } from './root-claimable.ts'
import { floorOf, minus, ofU16, times, type U96F32 } from './u96f32.ts'

/** Runs a subnet's epoch and hands out what has gathered since the last one. */
export function distributeEmission(context: Context, netuid: number, pending: PendingEmission): void {
  const { storage } = context
  const { ownerCut, servers, validators, root } = pending
  const neurons = runEpoch(storage, netuid, servers + validators + root)
  // Where nobody serves, the validators get the servers' half too.
  const served = neurons.some(({ incentive }) => incentive > 0n)
  const pots = { validators: served ? validators : validators + servers, root }
  const dividends = shareDividends(storage, netuid, neurons, pots)
  payOwner(context, netuid, ownerCut)
  payIncentives(context, netuid, neurons)
  payAlphaDividends(context, netuid, dividends)
  payRootDividends(context, netuid, dividends)
}

/** The owner's cut is staked with the owner's hotkey, and locked where that is wanted. Without an owner it stays nobody's. */
function payOwner(context: Context, netuid: number, cut: bigint): void {
  const { storage } = context
  if (!storage.has('SubtensorModule', 'SubnetOwner', netuid)) return
  if (!storage.has('SubtensorModule', 'SubnetOwnerHotkey', netuid)) return
  const owner = storage.get('SubtensorModule', 'SubnetOwner', netuid)
  const hotkey = storage.get('SubtensorModule', 'SubnetOwnerHotkey', netuid)
  increaseStake(context, hotkey, owner, netuid, cut)
  if (storage.get('SubtensorModule', 'OwnerCutAutoLockEnabled', netuid))
    attempt(() => lockStake(context, owner, { hotkey, netuid, amount: cut }))
}

/**
 * Incentives are staked for the neuron's owner, with the hotkey that coldkey chose for it or else its own. What would
 * go to the subnet's owner is burned: it stays alpha outside the pool, but nobody's; or recycled, as the subnet is set.
 */
function payIncentives(context: Context, netuid: number, neurons: readonly NeuronEmission[]): void {
  const { storage } = context
  const subnetOwner = storage.get('SubtensorModule', 'SubnetOwner', netuid)
  const ownerHotkey = storage.get('SubtensorModule', 'SubnetOwnerHotkey', netuid)
  const recycles = storage.get('SubtensorModule', 'RecycleOrBurn', netuid).type === 'Recycle'
  for (const { hotkey, incentive } of neurons) {
    const owner = ownerOf(storage, hotkey)
    if (incentive === 0n || owner === undefined) continue
    if (owner === subnetOwner || hotkey === ownerHotkey) {
      if (recycles) storage.update('SubtensorModule', 'SubnetAlphaOut', [netuid], (out) => out - incentive)
      continue
    }
    const chosen = storage.get('SubtensorModule', 'AutoStakeDestination', owner, netuid)
    if (chosen !== undefined)
      context.deposit('SubtensorModule', 'AutoStakeAdded', {
        netuid,
        destination: chosen,
        hotkey,
        owner,
        incentive,
      })
    increaseStake(context, chosen ?? hotkey, owner, netuid, incentive)
  }
}

function payAlphaDividends(context: Context, netuid: number, dividends: readonly HotkeyDividend[]): void {
  const { storage } = context
  clear(storage, 'AlphaDividendsPerSubnet', netuid)
  for (const { hotkey, alpha } of dividends) {
    const rest = floorOf(minus(alpha, payTake(context, netuid, hotkey, alpha)))
    if (rest > 0n) {
      growHotkeyStake(storage, hotkey, netuid, rest)
      storage.put('SubtensorModule', 'AlphaDividendsPerSubnet', [netuid, hotkey], rest)
    }
    const total = storage.get('SubtensorModule', 'TotalHotkeyAlpha', hotkey, netuid)
    storage.put('SubtensorModule', 'TotalHotkeyAlphaLastEpoch', [hotkey, netuid], total)
  }
}

/** Root's stakers do not get alpha at once: what they can claim for each TAO on root grows. */
function payRootDividends(context: Context, netuid: number, dividends: readonly HotkeyDividend[]): void {
  const { storage } = context
  clear(storage, 'RootAlphaDividendsPerSubnet', netuid)
  for (const { hotkey, root } of dividends) {
    const rest = floorOf(minus(root, payTake(context, netuid, hotkey, root)))
    if (rest === 0n) continue
    const rootStake = storage.get('SubtensorModule', 'TotalHotkeyAlpha', hotkey, ROOT)
    if (rest > rootStake) increaseStake(context, hotkey, ownerOf(storage, hotkey) ?? hotkey, netuid, rest)
    else raiseClaimable(storage, hotkey, netuid, (rest << 32n) / rootStake)
    storage.put('SubtensorModule', 'RootAlphaDividendsPerSubnet', [netuid, hotkey], rest)
  }
}

/** Stakes the take for the hotkey's owner, before the rest is spread. Returns the take with its fraction. */
function payTake(context: Context, netuid: number, hotkey: AccountId32, dividend: U96F32): U96F32 {
  const { storage } = context
  const take = times(ofU16(storage.get('SubtensorModule', 'Delegates', hotkey)), dividend)
  const owner = ownerOf(storage, hotkey)
  if (owner !== undefined) increaseStake(context, hotkey, owner, netuid, floorOf(take))
  return take
}

function clear(
  storage: Storage,
  item: 'AlphaDividendsPerSubnet' | 'RootAlphaDividendsPerSubnet',
  netuid: number,
): void {
  for (const [[, hotkey]] of storage.entries('SubtensorModule', item, netuid))
    storage.remove('SubtensorModule', item, netuid, hotkey)
}
