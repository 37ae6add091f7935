import type { AccountId32, CallArgs } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import { ensureSubnetExists } from './subnets.ts'

/** Lets what the coldkey's miners earn on a subnet be staked with a hotkey of its choice. */
export function setAutoStakeHotkey(
  context: Context,
  coldkey: AccountId32,
  { netuid, hotkey }: CallArgs<'SubtensorModule', 'set_coldkey_auto_stake_hotkey'>,
): void {
  const { storage } = context
  ensureSubnetExists(storage, netuid)
  if (!storage.has('SubtensorModule', 'Uids', netuid, hotkey))
    throw moduleError('SubtensorModule', 'HotKeyNotRegisteredInSubNet')
  const current = storage.get('SubtensorModule', 'AutoStakeDestination', coldkey, netuid)
  if (current === hotkey) throw moduleError('SubtensorModule', 'SameAutoStakeHotkeyAlreadySet')

  if (current !== undefined)
    storage.update('SubtensorModule', 'AutoStakeDestinationColdkeys', [current, netuid], (coldkeys) =>
      coldkeys.filter((each) => each !== coldkey),
    )
  storage.update('SubtensorModule', 'AutoStakeDestinationColdkeys', [hotkey, netuid], (coldkeys) => [
    ...coldkeys,
    coldkey,
  ])
  storage.put('SubtensorModule', 'AutoStakeDestination', [coldkey, netuid], hotkey)
  context.deposit('SubtensorModule', 'AutoStakeDestinationSet', { coldkey, netuid, hotkey })
}
