import { StakeError } from '@stake/math'
import type { Report, Running, RunReport } from '@stake/ops'
import type { Ending } from '../envelope.ts'
import { EXIT, exitCodeOf } from '../exit-code.ts'
import { type Failure, failureOf } from '../failure.ts'
import { logError } from '../log.ts'
import { reportSentence, titleOf } from '../report-sentence.ts'
import type { AwaitedLeg } from './awaited-leg.ts'
import { type OpenLeg, SEE_LATER, stillOpen, type Task } from './headless.ts'
import type { Terms } from './terms.ts'

type Settled = { readonly report: Report } | { readonly open: OpenLeg }

/**
 * Waits for Operations to come to their end, or to be seen in a block, and ends a command with what became of them. What
 * is still open when the time is over, or cannot be settled here, makes it the exit code of open ones.
 *
 * @param running - what was begun now, where anything was: it has the sums
 */
export async function endingOfLegs(
  { session, watch }: Pick<Task, 'session' | 'watch'>,
  legs: readonly AwaitedLeg[],
  { wait, timeout }: Pick<Terms, 'wait' | 'timeout'>,
  running?: Running,
): Promise<Ending> {
  const over = new Map<AwaitedLeg, Report>()
  watch(() => {
    const sent = legs.filter((leg) => !over.has(leg) && leg.hash() !== undefined)
    const open = sent.map((leg) => openLeg(leg, 'it was not waited for'))
    return { open, result: resultOf([...over.values()], open, undefined, running?.form) }
  })
  const late = timeout === undefined ? undefined : afterwards(timeout, 'the time is over')
  const settled = await Promise.all(
    legs.map(async (leg): Promise<Settled> => {
      const end = wait === 'finalized' ? leg.report : leg.provisional
      const known = end.then(
        (report): Settled => {
          over.set(leg, report)
          return { report }
        },
        (error: unknown): Settled => {
          logError('a submission', error)
          return { open: openLeg(leg, failureOf(error).message) }
        },
      )
      return Promise.race([
        known,
        ...[leg.stuck, late].flatMap(
          (over) => over?.then((reason): Settled => ({ open: openLeg(leg, reason) })) ?? [],
        ),
      ])
    }),
  )
  const reports = settled.flatMap((each) => ('report' in each ? [each.report] : []))
  const open = settled.flatMap((each) => ('open' in each ? [each.open] : []))
  const sums =
    running && open.length === 0
      ? await (wait === 'finalized' ? running.report : running.provisional)
      : undefined
  return endingOf(reports, open, sums, running?.form, session.network)
}

function endingOf(
  reports: readonly Report[],
  open: readonly OpenLeg[],
  sums: RunReport | undefined,
  form: Running['form'] | undefined,
  network: string,
): Ending {
  const failure = failureIn(reports, open)
  const result = resultOf(reports, open, sums, form)
  const several = reports.length + open.length > 1
  const lines = reports
    // The only one that failed is told as the failure that it is.
    .filter(({ status }) => several || status === 'executed')
    .map((report) => {
      const why = report.error && report.status !== 'executed' ? ` ${failureOf(report.error).message}` : ''
      return `${reportSentence(report, network)}${several ? why : ''}\n`
    })
  const left = open.map(
    ({ operation, hash, reason }) => `${titleOf(operation)}: ${hash ?? 'it'} is still open, ${reason}.\n`,
  )
  const text = [...lines, ...(several ? left : [])].join('')
  return { code: failure?.code ?? EXIT.done, result, text, ...(failure && { failure: failure.failure }) }
}

function resultOf(
  reports: readonly Report[],
  open: readonly OpenLeg[],
  sums: RunReport | undefined,
  form: Running['form'] | undefined,
): unknown {
  return {
    dryRun: false,
    form,
    final: open.length === 0 && reports.every(({ final }) => final),
    legs: reports,
    open,
    totals: sums?.totals,
    alarms: sums?.alarms ?? reports.flatMap(({ alarms }) => alarms),
  }
}

/** The result of what ended before anything was known. */
export function unfinished(open: readonly OpenLeg[]): unknown {
  return resultOf([], open, undefined, undefined)
}

/** Why not all of it is done, and the exit code that says so. */
function failureIn(
  reports: readonly Report[],
  open: readonly OpenLeg[],
): { readonly code: number; readonly failure: Failure } | undefined {
  if (open.length > 0) return { code: EXIT.open, failure: failureOf(new StillOpen(open)) }
  const failed = reports.filter(({ status }) => status !== 'executed')
  const [first] = failed
  if (!first) return undefined
  const error = first.error ?? new StakeError('NotSent', 'It was not executed.')
  // Where nothing at all was sent it is a refusal like any other.
  const unsent = reports.every(({ status }) => status === 'notSent')
  const code = unsent ? exitCodeOf(error) : EXIT.failed
  return {
    code,
    failure: failureOf(reports.length === 1 ? error : new NotAllExecuted(failed, reports.length)),
  }
}

/** The program ends before what it sent has. */
class StillOpen extends StakeError {
  constructor(open: readonly OpenLeg[]) {
    super('StillOpen', stillOpen(open), {
      details: { ids: open.map(({ id }) => id).join(', ') },
      remedy: SEE_LATER,
    })
  }
}

class NotAllExecuted extends StakeError {
  constructor(failed: readonly Report[], total: number) {
    super('NotAllExecuted', `${failed.length} of ${total} operations were not executed.`, {
      details: { ids: failed.map(({ operation }) => operation.id).join(', ') },
      remedy: 'The report says why of each; correct them and give them new ids.',
    })
  }
}

function openLeg(leg: AwaitedLeg, reason: string): OpenLeg {
  return { id: leg.operation.id, operation: leg.operation, hash: leg.hash(), reason }
}

function afterwards(milliseconds: number, reason: string): Promise<string> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds, reason).unref()
  })
}
