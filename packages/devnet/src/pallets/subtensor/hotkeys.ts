import type { AccountId32 } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import type { Storage } from '../../runtime/storage.ts'

/** A hotkey exists once a coldkey owns it; staking to it needs no more than that. */
export function ensureHotkeyExists(storage: Storage, hotkey: AccountId32): void {
  if (!storage.has('SubtensorModule', 'Owner', hotkey))
    throw moduleError('SubtensorModule', 'HotKeyAccountNotExists')
}

/** The coldkey that owns a hotkey; undefined for one that does not exist. */
export function ownerOf(storage: Storage, hotkey: AccountId32): AccountId32 | undefined {
  return storage.has('SubtensorModule', 'Owner', hotkey)
    ? storage.get('SubtensorModule', 'Owner', hotkey)
    : undefined
}

export function ownsHotkey(storage: Storage, coldkey: AccountId32, hotkey: AccountId32): boolean {
  return ownerOf(storage, hotkey) === coldkey
}

/** Marks the hotkey as a delegate with the default take, if it is not one yet. */
export function becomeDelegate({ storage }: Context, hotkey: AccountId32): void {
  if (storage.has('SubtensorModule', 'Delegates', hotkey)) return
  storage.put('SubtensorModule', 'Delegates', [hotkey], storage.get('SubtensorModule', 'Delegates', hotkey))
}

/** Makes a hotkey that does not exist yet the coldkey's own. */
export function claimHotkey(storage: Storage, coldkey: AccountId32, hotkey: AccountId32): void {
  if (storage.has('SubtensorModule', 'Owner', hotkey)) return
  storage.put('SubtensorModule', 'Owner', [hotkey], coldkey)
  for (const item of ['OwnedHotkeys', 'StakingHotkeys'] as const)
    storage.update('SubtensorModule', item, [coldkey], (hotkeys) =>
      hotkeys.includes(hotkey) ? hotkeys : [...hotkeys, hotkey],
    )
}
