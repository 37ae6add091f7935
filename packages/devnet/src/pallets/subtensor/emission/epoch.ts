import { PROPORTION_ONE } from '@stake/math'
import type { AccountId32 } from '@stake/schema'
import type { Storage } from '../../../runtime/storage.ts'
import { ROOT } from '../subnets.ts'

/** What an epoch gives one neuron, in alpha rao. */
export interface NeuronEmission {
  readonly hotkey: AccountId32
  readonly incentive: bigint
  readonly dividend: bigint
}

/** How this chain comes to its consensus, for those who ask it. */
export const CONSENSUS = 'a stand-in for Yuma: dividends by stake, incentives in equal parts'

/**
 * Decides what every neuron of a subnet earns. This is a stand-in for Yuma consensus, which this chain does not run:
 * validators (neurons with a permit) get dividends in proportion to the stake behind them, parents' included, and all
 * other neurons equal incentives. As there, each side gets half, or all when the other side is empty.
 */
export function runEpoch(storage: Storage, netuid: number, emission: bigint): NeuronEmission[] {
  const permits = storage.get('SubtensorModule', 'ValidatorPermit', netuid)
  const count = storage.get('SubtensorModule', 'SubnetworkN', netuid)
  const neurons = Array.from({ length: count }, (_, uid) => {
    const hotkey = storage.get('SubtensorModule', 'Keys', netuid, uid)
    const permit = permits[uid] ?? false
    return { hotkey, stake: permit ? stakeBehind(storage, hotkey, netuid) : 0n, work: permit ? 0n : 1n }
  })
  const stakes = neurons.reduce((sum, { stake }) => sum + stake, 0n)
  const works = neurons.reduce((sum, { work }) => sum + work, 0n)
  const half = stakes > 0n && works > 0n ? emission / 2n : emission
  const part = (amount: bigint, of: bigint, all: bigint) => (all === 0n ? 0n : (amount * of) / all)
  const earned = neurons.map(({ hotkey, stake, work }) => ({
    hotkey,
    incentive: part(half, work, works),
    dividend: part(half, stake, stakes),
  }))
  const incentives = neurons.map(({ work }) => Number(part(0xffffn, work, works)))
  storage.put('SubtensorModule', 'Incentive', [netuid], incentives)
  storage.put('SubtensorModule', 'Consensus', [netuid], incentives)
  storage.put(
    'SubtensorModule',
    'Dividends',
    [netuid],
    neurons.map(({ stake }) => Number(part(0xffffn, stake, stakes))),
  )
  storage.put(
    'SubtensorModule',
    'Emission',
    [netuid],
    earned.map(({ incentive, dividend }) => incentive + dividend),
  )
  return earned
}

/** Alpha on the subnet and weighted TAO on root that a validator brings: what it kept, and what parents gave it. */
function stakeBehind(storage: Storage, hotkey: AccountId32, netuid: number): bigint {
  const given = storage
    .get('SubtensorModule', 'ChildKeys', hotkey, netuid)
    .reduce((sum, [proportion]) => sum + proportion, 0n)
  const kept = given < PROPORTION_ONE ? PROPORTION_ONE - given : 0n
  return storage
    .get('SubtensorModule', 'ParentKeys', hotkey, netuid)
    .reduce(
      (sum, [proportion, parent]) => sum + partOf(ownStake(storage, parent, netuid), proportion),
      partOf(ownStake(storage, hotkey, netuid), kept),
    )
}

function ownStake(storage: Storage, hotkey: AccountId32, netuid: number): bigint {
  const alpha = storage.get('SubtensorModule', 'TotalHotkeyAlpha', hotkey, netuid)
  const root = storage.get('SubtensorModule', 'TotalHotkeyAlpha', hotkey, ROOT)
  return alpha + partOf(root, storage.get('SubtensorModule', 'TaoWeight'))
}

/** A part of 2^64 - 1, rounded down. */
function partOf(amount: bigint, proportion: bigint): bigint {
  return (amount * proportion) / PROPORTION_ONE
}
