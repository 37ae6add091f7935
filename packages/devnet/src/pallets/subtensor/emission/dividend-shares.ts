import { type HotkeyStake, splitChildkeyDividend } from '@stake/math'
import type { AccountId32 } from '@stake/schema'
import type { Storage } from '../../../runtime/storage.ts'
import { ownerOf } from '../hotkeys.ts'
import { ROOT } from '../subnets.ts'
import type { NeuronEmission } from './epoch.ts'
import { fromInteger, minus, ofU64, over, times, type U96F32 } from './u96f32.ts'

/** What a hotkey gets in an epoch before its take, with fractions of a rao. */
export interface HotkeyDividend {
  readonly hotkey: AccountId32
  readonly alpha: U96F32
  readonly root: U96F32
}

/**
 * Divides the validators' alpha and root's alpha among hotkeys. The epoch's dividends only say in which proportion:
 * each goes to the hotkey and its parents first, then splits by how much of the stake is root's, and the two pots are
 * shared out by the two parts.
 */
export function shareDividends(
  storage: Storage,
  netuid: number,
  neurons: readonly NeuronEmission[],
  pots: { readonly validators: bigint; readonly root: bigint },
): HotkeyDividend[] {
  const taoWeight = ofU64(storage.get('SubtensorModule', 'TaoWeight'))
  const split = [...dividendsWithParents(storage, netuid, neurons)].map(([hotkey, dividend]) => {
    const { alpha, root } = stakeOn(storage, hotkey, netuid)
    const onRoot = times(fromInteger(root), taoWeight)
    const rootPart = times(fromInteger(dividend), over(onRoot, fromInteger(alpha) + onRoot))
    return { hotkey, alpha: minus(fromInteger(dividend), rootPart), root: rootPart }
  })
  const alphaTotal = split.reduce((sum, { alpha }) => sum + alpha, 0n)
  const rootTotal = split.reduce((sum, { root }) => sum + root, 0n)
  return split.map(({ hotkey, alpha, root }) => ({
    hotkey,
    alpha: times(fromInteger(pots.validators), over(alpha, alphaTotal)),
    root: times(fromInteger(pots.root), over(root, rootTotal)),
  }))
}

/** Dividends by hotkey, those of children passed on to their parents. What is burned on the way is recycled. */
function dividendsWithParents(
  storage: Storage,
  netuid: number,
  neurons: readonly NeuronEmission[],
): Map<AccountId32, bigint> {
  const dividends = new Map<AccountId32, bigint>()
  const credit = (hotkey: AccountId32, amount: bigint) =>
    dividends.set(hotkey, (dividends.get(hotkey) ?? 0n) + amount)
  const taoWeight = storage.get('SubtensorModule', 'TaoWeight')
  const burn = storage.get('SubtensorModule', 'CKBurn')
  for (const { hotkey, dividend } of neurons) {
    if (dividend === 0n) continue
    const owner = ownerOf(storage, hotkey)
    const parents = storage.get('SubtensorModule', 'ParentKeys', hotkey, netuid)
    const {
      own,
      parents: paid,
      burned,
    } = splitChildkeyDividend({
      dividend,
      own: stakeOn(storage, hotkey, netuid),
      givenAway: storage
        .get('SubtensorModule', 'ChildKeys', hotkey, netuid)
        .map(([proportion]) => proportion),
      parents: parents.map(([proportion, parent]) => ({
        ...stakeOn(storage, parent, netuid),
        proportion,
        sameOwner: ownerOf(storage, parent) === owner,
      })),
      take: childkeyTake(storage, hotkey, netuid),
      taoWeight,
      burn,
    })
    for (const [at, [, parent]] of parents.entries()) credit(parent, paid[at] ?? 0n)
    credit(hotkey, own)
    if (burned > 0n) storage.update('SubtensorModule', 'SubnetAlphaOut', [netuid], (out) => out - burned)
  }
  return dividends
}

function stakeOn(storage: Storage, hotkey: AccountId32, netuid: number): HotkeyStake {
  return {
    alpha: storage.get('SubtensorModule', 'TotalHotkeyAlpha', hotkey, netuid),
    root: storage.get('SubtensorModule', 'TotalHotkeyAlpha', hotkey, ROOT),
  }
}

/** The take in effect: no less than the chain's and the subnet's minimum. */
function childkeyTake(storage: Storage, hotkey: AccountId32, netuid: number): number {
  return Math.max(
    storage.get('SubtensorModule', 'ChildkeyTake', hotkey, netuid),
    storage.get('SubtensorModule', 'MinChildkeyTakePerSubnet', netuid),
    storage.get('SubtensorModule', 'MinChildkeyTake'),
  )
}
