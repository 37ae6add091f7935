import { Balance, formatTake, splitTakeSimple } from '@stake/math'
import type { Nominator } from './delegate-row.ts'

/** Who gets what of one TAO of dividends. */
export interface RewardSplit {
  readonly own: Balance
  readonly delegated: Balance
  readonly total: Balance
  /** The take as it is shown and reckoned with here: a percentage of two decimals. */
  readonly take: string
  /** What the delegate keeps: its own share and its take of the rest. */
  readonly delegate: Balance
  readonly nominators: readonly (Nominator & { readonly gets: Balance })[]
}

/** The reward that is split. */
export const REWARD: Balance = Balance.parse('1')

const known = new WeakMap<readonly Nominator[], Map<string, RewardSplit>>()

/**
 * Splits a reward of one TAO between a delegate and those who have staked with it: what falls on the delegate's own
 * stake and the take of the rest are its, what is left goes to the nominators by their stakes. Stake is counted in TAO
 * over all subnets; the chain itself splits the dividends of each subnet by the stake there.
 */
export function rewardSplit(
  nominators: readonly Nominator[],
  owner: string | undefined,
  take: number,
): RewardSplit {
  const key = `${owner}:${take}`
  const byOwner = known.get(nominators) ?? new Map<string, RewardSplit>()
  known.set(nominators, byOwner)
  const before = byOwner.get(key)
  if (before) return before
  const split = computed(nominators, owner, take)
  byOwner.set(key, split)
  return split
}

function computed(all: readonly Nominator[], owner: string | undefined, take: number): RewardSplit {
  const own = all.find(({ coldkey }) => coldkey === owner)?.value ?? Balance.zero()
  const others = all.filter(({ coldkey }) => coldkey !== owner)
  const delegated = others.reduce((sum, { value }) => sum.add(value), Balance.zero())
  const percentage = formatTake(take)
  const total = own.add(delegated)
  if (total.isZero()) {
    return { own, delegated, total, take: percentage, delegate: Balance.zero(), nominators: [] }
  }
  const { delegate, nominators } = splitTakeSimple(
    REWARD,
    fractionOf(percentage),
    own,
    others.map(({ value }) => value),
  )
  return {
    own,
    delegated,
    total,
    take: percentage,
    delegate,
    nominators: others.map((other, index) => ({ ...other, gets: nominators[index] ?? Balance.zero() })),
  }
}

/** `18.00%` as `0.1800`. */
function fractionOf(percentage: string): string {
  const [whole = '0', decimals = '00'] = percentage.replace('%', '').split('.')
  const digits = whole.padStart(3, '0') + decimals
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`
}
