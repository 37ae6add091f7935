import { type Draft, draftOfOperation } from './draft.ts'
import type { LegOnItsWay, Transaction } from './transaction.ts'

/**
 * What a leg left undone, to be wanted again: all of it where it came to nothing, the rest where only a part was
 * traded. Nothing as long as that is not certain.
 */
export function leftOver({ leg, report }: LegOnItsWay, { unsigned }: Transaction): Draft | undefined {
  const draft = draftOfOperation(leg.operation)
  if (unsigned) return draft
  if (report?.final !== true) return undefined
  if (report.status !== 'executed') return draft
  const { fill, rest } = report
  return fill === 'unknown' || rest.isZero() || !('amount' in draft)
    ? undefined
    : { ...draft, amount: rest.toString() }
}
