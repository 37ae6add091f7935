import { Balance } from '@stake/math'
import type { Alarm } from './alarm.ts'
import type { FinalReport, Report } from './report.ts'

/** How the legs of a run go out. */
export type Form = 'single' | 'gather' | 'batch' | 'sequence'

/** What became of all legs of a run, whatever its form. */
export interface RunReport {
  readonly form: Form
  /** False while any block that counts here may still be undone. */
  readonly final: boolean
  /** One a leg, in the order they were asked for. */
  readonly legs: readonly Report[]
  readonly totals: Totals
  /** Of all legs, and of the run itself. */
  readonly alarms: readonly Alarm[]
}

/** A report of a run that nothing can change any more. */
export interface FinalRunReport extends RunReport {
  readonly final: true
  readonly legs: readonly FinalReport[]
}

/** Sums over all legs; of amounts one for each token, TAO first. */
export interface Totals {
  /** How many legs there are of each status. */
  readonly counts: Readonly<Partial<Record<Report['status'], number>>>
  readonly asked: readonly Balance[]
  readonly executed: readonly Balance[]
  /** What was asked and not traded. */
  readonly rest: readonly Balance[]
  /** What came out, TAO that became free beside it included. */
  readonly received: readonly Balance[]
  readonly swapFees: readonly Balance[]
  /** All network fees in TAO, those for filling holes included. */
  readonly networkFees: Balance
  readonly feesInAlpha: readonly Balance[]
}

/** Sums legs up. */
export function runReportOf<R extends Report>(
  form: Form,
  legs: readonly R[],
  beside: { readonly alarms: readonly Alarm[]; readonly fees: Balance },
): RunReport & { readonly legs: readonly R[] } {
  const counts: Partial<Record<Report['status'], number>> = {}
  for (const { status } of legs) counts[status] = (counts[status] ?? 0) + 1
  return {
    form,
    final: legs.every(({ final }) => final),
    legs,
    totals: {
      counts,
      asked: byToken(legs.map(({ asked }) => asked)),
      executed: byToken(legs.map(({ executed }) => executed)),
      rest: byToken(legs.map(({ rest }) => rest)),
      received: byToken(legs.flatMap(({ received, free }) => [received, free])),
      swapFees: byToken(legs.map(({ swapFee }) => swapFee)),
      networkFees: legs.reduce((sum, { networkFee }) => sum.add(networkFee), beside.fees),
      feesInAlpha: byToken(legs.flatMap(({ feeInAlpha }) => (feeInAlpha ? [feeInAlpha] : []))),
    },
    alarms: [...legs.flatMap(({ alarms }) => alarms), ...beside.alarms],
  }
}

function byToken(amounts: readonly Balance[]): Balance[] {
  const sums = new Map<number, Balance>()
  for (const amount of amounts) {
    if (amount.isZero()) continue
    sums.set(amount.netuid, (sums.get(amount.netuid) ?? Balance.zero(amount.netuid)).add(amount))
  }
  return [...sums.values()].sort((a, b) => a.netuid - b.netuid)
}
