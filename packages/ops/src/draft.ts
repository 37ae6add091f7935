import type { BlockRef, Call } from '@stake/chain'
import type { Operation } from './operation.ts'
import type { Leg, Plan } from './plan.ts'
import type { LegsForm } from './report.ts'
import { basisOf, type ReportBasis } from './report-basis.ts'

/** One extrinsic that is to be signed. */
export interface Draft {
  /** What it does for whom; a filler of a hole in the nonces does nothing for anybody. */
  readonly legs: readonly DraftLeg[]
  /** What its legs are to each other. */
  readonly form: LegsForm
  readonly call: Call
  /** The account that signs. */
  readonly address: string
  /** The numbers that it was planned with. */
  readonly plannedAt: BlockRef
  readonly specVersion: number
  /** The nonce that it is for, where it is for nothing else. */
  readonly fills?: number
}

/** One Operation of an extrinsic. */
export interface DraftLeg {
  readonly operation: Operation
  /** The subnets it touches, and the block at which each took its netuid. */
  readonly subnets: readonly { readonly netuid: number; readonly registeredAt: number }[]
  readonly basis: ReportBasis
}

/** A leg as an extrinsic of its own. */
export function draftOf(plan: Plan, leg: Leg): Draft {
  return { ...originOf(plan), legs: [draftLegOf(leg)], form: 'single', call: leg.call }
}

/** A leg as a part of an extrinsic. */
export function draftLegOf(leg: Leg, basis: ReportBasis = basisOf(leg)): DraftLeg {
  const subnets = leg.subnets.map(({ netuid, registeredAt }) => ({ netuid, registeredAt }))
  return { operation: leg.operation, subnets, basis }
}

/** What all extrinsics of a plan share. */
export function originOf(plan: Plan): Pick<Draft, 'address' | 'plannedAt' | 'specVersion'> {
  return { address: plan.coldkey, plannedAt: plan.block, specVersion: plan.specVersion }
}
