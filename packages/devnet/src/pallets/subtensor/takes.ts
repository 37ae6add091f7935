import type { AccountId32, CallArgs } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import type { Storage } from '../../runtime/storage.ts'
import { ensureHotkeyExists, ownsHotkey } from './hotkeys.ts'
import { passesRateLimit, stampRateLimit } from './rate-limit.ts'

type ChangeTake = CallArgs<'SubtensorModule', 'increase_take'>

/** Raises what a validator keeps of the dividends; not within the rate limit of the last change, up or down. */
export function increaseTake(context: Context, coldkey: AccountId32, { hotkey, take }: ChangeTake): void {
  const { storage } = context
  ensureOwnHotkey(storage, coldkey, hotkey)
  const current = currentTake(storage, hotkey)
  if (current !== undefined && take <= current) throw moduleError('SubtensorModule', 'DelegateTakeTooLow')
  if (take > storage.get('SubtensorModule', 'MaxDelegateTake'))
    throw moduleError('SubtensorModule', 'DelegateTakeTooHigh')
  const limit = storage.get('SubtensorModule', 'TxDelegateTakeRateLimit')
  const last = storage.get('SubtensorModule', 'LastRateLimitedBlock', lastChangeOf(hotkey))
  if (limit > 0n && last > 0n && BigInt(context.blockNumber) - last <= limit)
    throw moduleError('SubtensorModule', 'DelegateTxRateLimitExceeded')
  writeTake(context, hotkey, take)
  context.deposit('SubtensorModule', 'TakeIncreased', [coldkey, hotkey, take])
}

/** Lowers it, at any time; the next raise waits from here. */
export function decreaseTake(context: Context, coldkey: AccountId32, { hotkey, take }: ChangeTake): void {
  const { storage } = context
  ensureOwnHotkey(storage, coldkey, hotkey)
  const current = currentTake(storage, hotkey)
  if (current !== undefined && take >= current) throw moduleError('SubtensorModule', 'DelegateTakeTooLow')
  if (take < storage.get('SubtensorModule', 'MinDelegateTake'))
    throw moduleError('SubtensorModule', 'DelegateTakeTooLow')
  writeTake(context, hotkey, take)
  context.deposit('SubtensorModule', 'TakeDecreased', [coldkey, hotkey, take])
}

/** Sets what a child hotkey keeps of its parents' dividends on a subnet. Only raises are limited in rate. */
export function setChildkeyTake(
  context: Context,
  coldkey: AccountId32,
  { hotkey, netuid, take }: CallArgs<'SubtensorModule', 'set_childkey_take'>,
): void {
  const { storage } = context
  if (!ownsHotkey(storage, coldkey, hotkey)) throw moduleError('SubtensorModule', 'NonAssociatedColdKey')
  if (take < leastChildkeyTake(storage, netuid) || take > storage.get('SubtensorModule', 'MaxChildkeyTake'))
    throw moduleError('SubtensorModule', 'InvalidChildkeyTake')
  const raised = take > storage.get('SubtensorModule', 'ChildkeyTake', hotkey, netuid)
  if (raised && !passesRateLimit(storage, hotkey, netuid, 'setChildkeyTake'))
    throw moduleError('SubtensorModule', 'TxChildkeyTakeRateLimitExceeded')
  stampRateLimit(context, hotkey, netuid, 'setChildkeyTake')
  storage.put('SubtensorModule', 'ChildkeyTake', [hotkey, netuid], take)
  context.deposit('SubtensorModule', 'ChildKeyTakeSet', [hotkey, take])
}

/**
 * Why a change of take never gets into the pool: 25 for a hotkey of somebody else, 26 and 27 for a take outside the
 * chain's range. Nothing, where it may.
 */
export function takeObjection(
  storage: Storage,
  coldkey: AccountId32,
  { hotkey, take }: ChangeTake,
): number | undefined {
  if (!ownsHotkey(storage, coldkey, hotkey)) return 25
  if (take < storage.get('SubtensorModule', 'MinDelegateTake')) return 26
  if (take > storage.get('SubtensorModule', 'MaxDelegateTake')) return 27
  return undefined
}

function ensureOwnHotkey(storage: Storage, coldkey: AccountId32, hotkey: AccountId32): void {
  ensureHotkeyExists(storage, hotkey)
  if (!ownsHotkey(storage, coldkey, hotkey)) throw moduleError('SubtensorModule', 'NonAssociatedColdKey')
}

/** Undefined for a hotkey that is no delegate. */
function currentTake(storage: Storage, hotkey: AccountId32): number | undefined {
  return storage.has('SubtensorModule', 'Delegates', hotkey)
    ? storage.get('SubtensorModule', 'Delegates', hotkey)
    : undefined
}

function writeTake(context: Context, hotkey: AccountId32, take: number): void {
  const { storage } = context
  storage.put('SubtensorModule', 'Delegates', [hotkey], take)
  storage.put('SubtensorModule', 'LastRateLimitedBlock', [lastChangeOf(hotkey)], BigInt(context.blockNumber))
}

function lastChangeOf(hotkey: AccountId32) {
  return { type: 'LastTxBlockDelegateTake', value: hotkey } as const
}

function leastChildkeyTake(storage: Storage, netuid: number): number {
  return Math.max(
    storage.get('SubtensorModule', 'MinChildkeyTake'),
    storage.get('SubtensorModule', 'MinChildkeyTakePerSubnet', netuid),
  )
}
