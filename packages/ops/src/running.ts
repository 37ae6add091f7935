import type { Submission } from '@stake/chain'
import { Balance, type StakeError } from '@stake/math'
import type { Alarm } from './alarm.ts'
import type { Draft } from './draft.ts'
import type { Operation } from './operation.ts'
import { type Progress, ProgressBoard } from './progress.ts'
import { type FinalReport, notSentReport, type Report } from './report.ts'
import type { ReportBasis } from './report-basis.ts'
import { type FinalRunReport, type Form, type RunReport, runReportOf } from './run-report.ts'
import type { Dispatched, SigningOptions } from './sign-and-journal.ts'

/** What all forms of a run take. */
export interface RunOptions extends SigningOptions {
  /** Told everything that {@link Running.progress} tells, as it happens. */
  readonly onProgress?: (progress: Progress) => void
}

/** A leg on its way. */
export interface RunningLeg {
  readonly operation: Operation
  /** The extrinsic it is in; undefined for a leg that was not sent, or that another program sends. */
  readonly submission: Submission | undefined
  /** The first sight of it in a block (`final: false`), or the end if that comes first. */
  readonly provisional: Promise<Report>
  /** What became of it, for ever; in the journal before it resolves, as long as that can be written. */
  readonly report: Promise<FinalReport>
}

/** Operations on their way, whatever the form. */
export interface Running {
  readonly form: Form
  /** In the order they were asked for. */
  readonly legs: readonly RunningLeg[]
  /** Where each leg stands, from now on; may be read by several, slowly, or not at all. */
  readonly progress: AsyncIterable<Progress>
  /** When each leg was seen in a block, or came to its end: not final yet. The journal stays open. */
  readonly provisional: Promise<RunReport>
  /** What became of everything, for ever. */
  readonly report: Promise<FinalRunReport>
}

/** What a run has beside its legs when it is over. */
export interface Beside {
  readonly alarms: readonly Alarm[]
  readonly fees: Balance
}

export const NOTHING_BESIDE: Beside = { alarms: [], fees: Balance.zero() }

/** A run of drafts that were all dispatched. */
export function runningOf(
  form: Form,
  drafts: readonly Draft[],
  dispatched: readonly Dispatched[],
  options: RunOptions,
  beside: Promise<Beside> = Promise.resolve(NOTHING_BESIDE),
): Running {
  const operations = drafts.flatMap(({ legs }) => legs.map(({ operation }) => operation))
  const board = new ProgressBoard(operations, options.onProgress)
  let next = 0
  const legs = drafts.flatMap((draft, index) => {
    const result = dispatched[index]
    return result ? draft.legs.map(({ basis }) => runningLeg(basis, result, board, next++)) : []
  })
  return runOf(form, legs, board, beside)
}

/** The reports of a run from those of its legs. */
export function runOf(
  form: Form,
  legs: readonly RunningLeg[],
  progress: AsyncIterable<Progress>,
  beside: Promise<Beside>,
): Running {
  const provisional = Promise.all(legs.map((leg) => leg.provisional)).then((reports) =>
    runReportOf(form, reports, NOTHING_BESIDE),
  )
  const report = Promise.all([Promise.all(legs.map((leg) => leg.report)), beside]).then(
    ([reports, rest]) => ({ ...runReportOf(form, reports, rest), final: true }) as FinalRunReport,
  )
  // Callers may look at one of the two promises only.
  provisional.catch(() => undefined)
  report.catch(() => undefined)
  return { form, legs, progress, provisional, report }
}

/** One leg of what was dispatched. */
export function runningLeg(
  basis: ReportBasis,
  dispatched: Dispatched,
  board: ProgressBoard,
  place: number,
): RunningLeg {
  const { operation } = basis
  if ('error' in dispatched) return unsentLeg(basis, dispatched.error, board, place)
  const { following } = dispatched
  const mine = following.ids.indexOf(operation.id)
  const pick = <R extends Report>(reports: readonly R[]): R => {
    const report = reports[mine]
    if (!report) throw new RangeError(`entry ${following.entry} holds no report of ${operation.id}`)
    return report
  }
  const report = following.reports.then(pick)
  const provisional = following.provisional.then(pick)
  report.catch(() => undefined)
  provisional.catch(() => undefined)
  following.onState((state) => board.note(place, state))
  report.then(
    (end) => board.note(place, { status: 'reported', report: end }),
    (error: unknown) => board.fail(error),
  )
  return {
    operation,
    get submission() {
      return following.submission
    },
    provisional,
    report,
  }
}

/** A leg that was not sent. */
export function unsentLeg(
  basis: ReportBasis,
  error: StakeError,
  board: ProgressBoard,
  place: number,
): RunningLeg {
  const end = notSentReport(basis, error)
  board.note(place, { status: 'reported', report: end })
  const report = Promise.resolve(end)
  return { operation: basis.operation, submission: undefined, provisional: report, report }
}
