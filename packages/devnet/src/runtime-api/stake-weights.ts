import { mulDivFloor } from '@stake/math'
import type { AccountId32 } from '@stake/schema'
import { ROOT } from '../pallets/subtensor/subnets.ts'
import type { Storage } from '../runtime/storage.ts'

const WHOLE = 2n ** 64n - 1n

/** What a hotkey's say on a subnet is made of, in rao. */
export interface StakeWeight {
  readonly alpha: bigint
  /** TAO on root, before its weight. */
  readonly tao: bigint
  readonly total: bigint
}

/** A hotkey's own stake, with its share of its parents' and without what its children have of it. */
export function stakeWeight(storage: Storage, netuid: number, hotkey: AccountId32): StakeWeight {
  const alpha = inherited(storage, netuid, hotkey, netuid)
  const tao = inherited(storage, netuid, hotkey, ROOT)
  const weight = storage.get('SubtensorModule', 'TaoWeight')
  return { alpha, tao, total: alpha + mulDivFloor(tao, weight, WHOLE) }
}

/** Of what lies on the subnet `of`, by the relations on `netuid`. */
function inherited(storage: Storage, netuid: number, hotkey: AccountId32, of: number): bigint {
  const held = (by: AccountId32) => storage.get('SubtensorModule', 'TotalHotkeyAlpha', by, of)
  const own = held(hotkey)
  let stake = own
  for (const [proportion] of storage.get('SubtensorModule', 'ChildKeys', hotkey, netuid))
    stake -= mulDivFloor(own, proportion, WHOLE)
  for (const [proportion, parent] of storage.get('SubtensorModule', 'ParentKeys', hotkey, netuid))
    stake += mulDivFloor(held(parent), proportion, WHOLE)
  return stake
}
