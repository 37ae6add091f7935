import { ensureSigned, type PalletCalls } from '../../runtime/pallet-calls.ts'
import { benchmarked } from '../../runtime/weight.ts'
import { setAutoStakeHotkey } from './auto-stake.ts'
import { setAutoParentDelegation, setChildren } from './children.ts'
import { claimHotkey } from './hotkeys.ts'
import { decreaseTake, increaseTake, setChildkeyTake } from './takes.ts'

type HotkeyCalls = Pick<
  PalletCalls<'SubtensorModule'>,
  | 'decrease_take'
  | 'increase_take'
  | 'set_childkey_take'
  | 'set_children'
  | 'set_coldkey_auto_stake_hotkey'
  | 'try_associate_hotkey'
  | 'set_auto_parent_delegation_enabled'
>

/** What the owner of a hotkey decides about it. Changes of take are free. */
export const hotkeyCalls: HotkeyCalls = {
  decrease_take: {
    weight: () => benchmarked(30_020_000n, 3, 2),
    paysFee: false,
    dispatch: (context, origin, args) => decreaseTake(context, ensureSigned(origin), args),
  },
  increase_take: {
    weight: () => benchmarked(35_540_000n, 5, 2),
    paysFee: false,
    dispatch: (context, origin, args) => increaseTake(context, ensureSigned(origin), args),
  },
  set_childkey_take: {
    weight: () => benchmarked(66_450_000n, 5, 2),
    dispatch: (context, origin, args) => setChildkeyTake(context, ensureSigned(origin), args),
  },
  set_children: {
    weight: () => benchmarked(119_000_000n, 15, 7),
    dispatch: (context, origin, args) => setChildren(context, ensureSigned(origin), args),
  },
  set_coldkey_auto_stake_hotkey: {
    weight: () => benchmarked(29_930_000n, 4, 2),
    dispatch: (context, origin, args) => setAutoStakeHotkey(context, ensureSigned(origin), args),
  },
  // Its weight is near the chain's.
  set_auto_parent_delegation_enabled: {
    weight: () => benchmarked(20_000_000n, 2, 1),
    dispatch: (context, origin, args) => setAutoParentDelegation(context, ensureSigned(origin), args),
  },
  try_associate_hotkey: {
    weight: () => benchmarked(27_150_000n, 3, 3),
    dispatch: ({ storage }, origin, { hotkey }) => claimHotkey(storage, ensureSigned(origin), hotkey),
  },
}
