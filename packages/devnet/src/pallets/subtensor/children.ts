import type { AccountId32, CallArgs } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import type { Storage } from '../../runtime/storage.ts'
import { alphaPrice } from '../swap.ts'
import { ownsHotkey } from './hotkeys.ts'
import { passesRateLimit, stampRateLimit } from './rate-limit.ts'
import { ensureSubnetExists, netuidsOf, ROOT } from './subnets.ts'

/** Hotkeys that validate with a share of another's stake, and how much: parts of 2^64 - 1. */
type Children = readonly (readonly [proportion: bigint, hotkey: AccountId32])[]

const MOST_CHILDREN = 5
const WHOLE = 2n ** 64n - 1n

/** Whether a validator on root lends its stake to the owners of new subnets by itself. */
export function setAutoParentDelegation(
  context: Context,
  coldkey: AccountId32,
  { hotkey, enabled }: CallArgs<'SubtensorModule', 'set_auto_parent_delegation_enabled'>,
): void {
  const { storage } = context
  if (!ownsHotkey(storage, coldkey, hotkey)) throw moduleError('SubtensorModule', 'NonAssociatedColdKey')
  if (!storage.has('SubtensorModule', 'Uids', ROOT, hotkey))
    throw moduleError('SubtensorModule', 'HotKeyNotRegisteredInSubNet')
  storage.put('SubtensorModule', 'AutoParentDelegationEnabled', [hotkey], enabled)
  context.deposit('SubtensorModule', 'AutoParentDelegationEnabledSet', { hotkey, enabled })
}

/** Announces children of a hotkey on a subnet; they count after the cooldown, or at once where staking has not begun. */
export function setChildren(
  context: Context,
  coldkey: AccountId32,
  { hotkey, netuid, children }: CallArgs<'SubtensorModule', 'set_children'>,
): void {
  const { storage } = context
  if (!passesRateLimit(storage, hotkey, netuid, 'setChildren'))
    throw moduleError('SubtensorModule', 'TxRateLimitExceeded')
  if (netuid === ROOT) throw moduleError('SubtensorModule', 'RegistrationNotPermittedOnRootSubnet')
  ensureSubnetExists(storage, netuid)
  if (!ownsHotkey(storage, coldkey, hotkey)) throw moduleError('SubtensorModule', 'NonAssociatedColdKey')
  if (new Set(children.map(([, child]) => child)).size < children.length)
    throw moduleError('SubtensorModule', 'DuplicateChild')
  ensureConsistent(storage, hotkey, netuid, children)
  if (children.length > 0 && !mayHaveChildren(storage, hotkey, netuid))
    throw moduleError('SubtensorModule', 'NotEnoughStakeToSetChildkeys')

  stampRateLimit(context, hotkey, netuid, 'setChildren')
  const now = BigInt(context.blockNumber)
  const begun = storage.get('SubtensorModule', 'SubtokenEnabled', netuid)
  const due = begun ? now + storage.get('SubtensorModule', 'PendingChildKeyCooldown') : now
  storage.put('SubtensorModule', 'PendingChildKeys', [netuid, hotkey], [children, due])
  context.deposit('SubtensorModule', 'SetChildrenScheduled', [hotkey, netuid, due, children])
}

/** Lets the children of a subnet count whose cooldown is over. Part of each epoch. */
export function applyPendingChildren(context: Context, netuid: number): void {
  const { storage } = context
  const now = BigInt(context.blockNumber)
  for (const [[, hotkey], [children, due]] of [
    ...storage.entries('SubtensorModule', 'PendingChildKeys', netuid),
  ]) {
    if (due >= now) continue
    storage.remove('SubtensorModule', 'PendingChildKeys', netuid, hotkey)
    if (sharesParent(storage, hotkey, netuid, children)) continue
    linkChildren(storage, hotkey, netuid, children)
    context.deposit('SubtensorModule', 'SetChildren', [hotkey, netuid, children])
  }
}

/** Announced children are forgotten when their hotkey no longer has the stake to have any. */
export function reviewPendingChildren({ storage }: Context, hotkey: AccountId32): void {
  const threshold = storage.get('SubtensorModule', 'StakeThreshold')
  if (threshold === 0n || totalStakeOf(storage, hotkey) >= threshold) return
  for (const netuid of netuidsOf(storage))
    if (storage.has('SubtensorModule', 'PendingChildKeys', netuid, hotkey))
      storage.remove('SubtensorModule', 'PendingChildKeys', netuid, hotkey)
}

/** What a hotkey holds on all subnets, in rao at spot prices. */
function totalStakeOf(storage: Storage, hotkey: AccountId32): bigint {
  let total = 0n
  for (const netuid of netuidsOf(storage)) {
    const alpha = storage.get('SubtensorModule', 'TotalHotkeyAlpha', hotkey, netuid)
    if (alpha > 0n) total += (alpha * alphaPrice(storage, netuid).bits) >> 64n
  }
  return total
}

function mayHaveChildren(storage: Storage, hotkey: AccountId32, netuid: number): boolean {
  return (
    totalStakeOf(storage, hotkey) >= storage.get('SubtensorModule', 'StakeThreshold') ||
    storage.get('SubtensorModule', 'SubnetOwnerHotkey', netuid) === hotkey
  )
}

function ensureConsistent(storage: Storage, hotkey: AccountId32, netuid: number, children: Children): void {
  if (children.some(([, child]) => child === hotkey)) throw moduleError('SubtensorModule', 'InvalidChild')
  if (children.length > MOST_CHILDREN) throw moduleError('SubtensorModule', 'TooManyChildren')
  if (children.reduce((sum, [proportion]) => sum + proportion, 0n) > WHOLE)
    throw moduleError('SubtensorModule', 'ProportionOverflow')
  if (sharesParent(storage, hotkey, netuid, children))
    throw moduleError('SubtensorModule', 'ChildParentInconsistency')
}

/** Whether one of the children is a parent of the hotkey. */
function sharesParent(storage: Storage, hotkey: AccountId32, netuid: number, children: Children): boolean {
  const parents = storage.get('SubtensorModule', 'ParentKeys', hotkey, netuid)
  return children.some(([, child]) => parents.some(([, parent]) => parent === child))
}

function linkChildren(storage: Storage, hotkey: AccountId32, netuid: number, children: Children): void {
  for (const [, child] of storage.get('SubtensorModule', 'ChildKeys', hotkey, netuid))
    writeRelations(
      storage,
      'ParentKeys',
      child,
      netuid,
      storage.get('SubtensorModule', 'ParentKeys', child, netuid).filter(([, parent]) => parent !== hotkey),
    )
  for (const [proportion, child] of children)
    writeRelations(storage, 'ParentKeys', child, netuid, [
      ...storage.get('SubtensorModule', 'ParentKeys', child, netuid),
      [proportion, hotkey],
    ])
  writeRelations(storage, 'ChildKeys', hotkey, netuid, children)
}

function writeRelations(
  storage: Storage,
  item: 'ChildKeys' | 'ParentKeys',
  hotkey: AccountId32,
  netuid: number,
  relations: Children,
): void {
  if (relations.length === 0) storage.remove('SubtensorModule', item, hotkey, netuid)
  else storage.put('SubtensorModule', item, [hotkey, netuid], relations)
}
