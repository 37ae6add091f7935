import type { BlockRef, SubmissionState } from '@stake/chain'
import type { Leg, Plan, Report, RunReport } from '@stake/ops'
import type { Failure } from '../../failure.ts'

/** How the legs of a plan go out: `run` is one alone, `batch` all of them or none. */
export type RunForm = 'run' | 'gather' | 'batch' | 'sequence'

/** Something that was said yes to in this session, and how far it got. */
export interface Transaction {
  /** The id of its first Operation. */
  readonly id: string
  readonly form: RunForm
  /** In the order they were asked for. */
  readonly legs: readonly LegOnItsWay[]
  /** What became of all of it together; provisional first, then final. */
  readonly report: RunReport | undefined
  /** Why nothing was sent, or why nobody watches it any more. */
  readonly failure: Failure | undefined
  /** Whether it failed before anything was signed. */
  readonly unsigned: boolean
}

/** How far one leg got. */
export interface LegOnItsWay {
  readonly leg: Leg
  /** Undefined until it is signed. */
  readonly hash: string | undefined
  /** The last block that can include it. */
  readonly lastBlock: number | undefined
  readonly state: SubmissionState | undefined
  readonly broadcast: boolean
  /** The block it was seen in, while that block stands. */
  readonly block: BlockRef | undefined
  /** Provisional first, then final. */
  readonly report: Report | undefined
}

export function startTransaction({ legs }: Pick<Plan, 'legs'>, form: RunForm): Transaction {
  return {
    id: legs[0]?.operation.id ?? '',
    form,
    legs: legs.map((leg) => ({
      leg,
      hash: undefined,
      lastBlock: undefined,
      state: undefined,
      broadcast: false,
      block: undefined,
      report: undefined,
    })),
    report: undefined,
    failure: undefined,
    unsigned: false,
  }
}

/** Signed or about to be, and not settled. */
export function isPending({ legs, failure }: Transaction): boolean {
  return failure === undefined && !legs.every(isOver)
}

/** Whether a signature is being made right now: nobody knows yet whether it will be sent. */
export function isSigning(transaction: Transaction): boolean {
  const { legs, form } = transaction
  const untouched = legs.filter(({ hash, state, report }) => !hash && !state && !report).length
  // Those of a sequence wait for the one before.
  return isPending(transaction) && (form === 'sequence' ? untouched === legs.length : untouched > 0)
}

/** Nothing can change any more what became of a leg. */
export function isOver({ report }: LegOnItsWay): boolean {
  return report?.final === true
}

/** Why a leg, or all of it, was not executed. */
export function failedLegs({ legs }: Transaction): readonly LegOnItsWay[] {
  return legs.filter(({ report }) => report?.final === true && report.status !== 'executed')
}

/** The transaction with one leg changed. */
export function withLeg(
  transaction: Transaction,
  place: number,
  change: (leg: LegOnItsWay) => LegOnItsWay,
): Transaction {
  return {
    ...transaction,
    legs: transaction.legs.map((leg, index) => (index === place ? change(leg) : leg)),
  }
}

/** A leg after a state that its submission entered. */
export function advanced(leg: LegOnItsWay, state: SubmissionState): LegOnItsWay {
  const seen = { ...leg, state }
  switch (state.status) {
    case 'broadcast':
      return { ...seen, broadcast: true }
    case 'inBlock':
      return { ...seen, broadcast: true, block: state.inclusion.block }
    case 'retracted':
      return { ...seen, block: undefined, report: undefined }
    default:
      return seen
  }
}
