import type { Balance, Tolerance } from '@stake/math'
import type { OperationKind } from '../operation.ts'

/** What a call does, as a policy calls it: the kinds of Operations, and two things that none of them does. */
export type PolicyKind = OperationKind | 'transfer' | 'proxy'

/**
 * The most that may leave each of the two places that value is in; what is absent is not limited. An amount of TAO
 * (netuid 0) limits what it is worth at the spot price, an amount of a subnet's alpha limits it in that alpha.
 */
export interface Limit {
  /** Out of the free balance: what is staked, burned, transferred or paid for a registration. */
  readonly free?: Balance
  /** Out of stake: what is unstaked, moved, transferred, burned, recycled or claimed. */
  readonly stake?: Balance
}

/** How much, at once and in one day. */
export interface SubnetLimits {
  readonly perOperation?: Limit
  readonly perDay?: Limit
}

/**
 * What may be signed, whatever was asked for. An absent rule allows everything of its kind; a call that the policy
 * cannot read is refused whatever the rules. Made by {@link parsePolicy} and frozen; `{}` is the policy without rules.
 */
export interface Policy {
  /** What calls may do. Absent: everything that Operations do, but no `transfer` and no `proxy`. */
  readonly kinds?: readonly PolicyKind[]
  /** The subnets that calls may name. */
  readonly netuids?: readonly number[]
  /** The hotkeys that calls may name. */
  readonly hotkeys?: readonly string[]
  /** The coldkeys that TAO or stake may be given to. */
  readonly destinations?: readonly string[]
  /** The most that one signature moves, all its calls together; in TAO. */
  readonly perOperation?: Limit
  /** The most that one day moves (UTC, by the time of the blocks), all accounts of the journal together; in TAO. */
  readonly perDay?: Limit
  /** The same for single subnets by their netuid, and for each other subnet by itself (`*`). */
  readonly subnets?: Readonly<Record<string, SubnetLimits>>
  /** How far a trade may let the price go. */
  readonly priceImpact?: Tolerance
  /** The most that the network and the pools may take of one signature together. */
  readonly fee?: Balance
  /** Every trade at a price must have a limit. */
  readonly protection?: 'required'
  /** What moves more than that must be confirmed by somebody. */
  readonly confirmAbove?: Balance
}

/** Whether a policy counts what was spent before. */
export function counts({ perDay, subnets = {} }: Policy): boolean {
  return perDay !== undefined || Object.values(subnets).some((rules) => rules.perDay !== undefined)
}

/** The rules for one subnet. */
export function rulesOf({ subnets = {} }: Policy, netuid: number): SubnetLimits | undefined {
  return subnets[netuid] ?? subnets['*']
}
