import type { SubmissionState } from '@stake/chain'
import type { Balance } from '@stake/math'
import type { FinalReport } from '@stake/ops'
import { showAmount } from '../../amounts.ts'
import type { State } from '../shell/state.ts'
import { symbolOf } from '../widgets/labels.ts'
import { palette } from '../widgets/palette.ts'
import { type ActivityRow, isLeft, isOpen } from './activity-state.ts'

/** A status as a sign and a word; the colour says nothing that these do not. */
export interface StatusText {
  readonly mark: '✓' | '✗' | '◌' | '◐' | '!' | '–'
  readonly word: string
  readonly color: string | undefined
}

/** Where a row stands, as far as this program knows now. */
export function statusOf(row: ActivityRow, state: State): StatusText {
  if (!isOpen(row)) return endOf(row)
  const { activity } = state
  if (isLeft(row, activity.following)) return { mark: '!', word: 'left open', color: palette.warning }
  const live = liveStateOf(row, state)
  if (live) return liveText(live)
  const words = { intended: 'being signed', handedOut: 'to be signed elsewhere', signed: 'sent' } as const
  return row.block
    ? { mark: '◐', word: `in block ${row.block.number}`, color: palette.warning }
    : { mark: '◌', word: words[row.status as keyof typeof words], color: palette.warning }
}

/** How long it can still be included: blocks, and about how much time that is. */
export function countdownOf(row: ActivityRow, state: State): string | undefined {
  const now = state.live?.snapshot?.block.number
  if (!isOpen(row) || row.lastBlock === undefined || now === undefined) return undefined
  const blocks = row.lastBlock - now
  if (blocks < 0) return row.block ? undefined : 'can no longer be included'
  return `${blocks} blocks left, ${duration(blocks * blockTimeOf(state))}`
}

/** What came of it, in as few words as there is room for. */
export function resultOf({ report, operation }: ActivityRow, state: State): string {
  if (report?.status !== 'executed') return ''
  if (report.fill === 'unknown') return 'unknown'
  const show = amountsIn(state, 4)
  if (!report.received.isZero()) return show(report.received)
  return report.executed.isZero() ? operation.kind : show(report.executed)
}

/** Shows amounts with the signs that their subnets have now. */
export function amountsIn({ live }: State, decimals: number): (amount: Balance) => string {
  return (amount) => showAmount(amount, symbolOf(live?.snapshot?.subnets.get(amount.netuid)), decimals)
}

/** The time of day, and the day where it is another one; in the terminal's own time zone. */
export function timeOf(at: number, now: number): string {
  const then = new Date(at)
  const two = (number: number) => String(number).padStart(2, '0')
  const time = `${two(then.getHours())}:${two(then.getMinutes())}:${two(then.getSeconds())}`
  const isToday = new Date(now).toDateString() === then.toDateString()
  return isToday ? time : `${two(then.getMonth() + 1)}-${two(then.getDate())} ${time.slice(0, 5)}`
}

/** A state of a submission as a sign and a word. */
export function liveText(state: SubmissionState): StatusText {
  switch (state.status) {
    case 'signed':
      return { mark: '◌', word: 'signed', color: palette.warning }
    case 'broadcast':
      return { mark: '◌', word: 'sent', color: palette.warning }
    case 'inBlock':
      return { mark: '◐', word: `in block ${state.inclusion.block.number}`, color: palette.warning }
    case 'retracted':
      return { mark: '◌', word: 'block undone', color: palette.warning }
    case 'unresolved':
      return { mark: '!', word: 'unresolved', color: palette.bad }
    default:
      return { mark: '◐', word: 'settling', color: palette.warning }
  }
}

function endOf({ status, report, interrupted }: ActivityRow): StatusText {
  if (status === 'notSent') {
    return {
      mark: interrupted ? '!' : '–',
      word: 'not sent',
      color: interrupted ? palette.warning : undefined,
    }
  }
  if (report?.status === 'executed') {
    return report.fill === 'partly'
      ? { mark: '✓', word: 'partly', color: palette.warning }
      : { mark: '✓', word: 'done', color: palette.good }
  }
  return { mark: '✗', word: failureWord(report), color: palette.bad }
}

function failureWord(report: FinalReport | undefined): string {
  if (!report) return 'unknown'
  return report.status === 'rolledBack' ? 'rolled back' : report.status
}

/** The newest state that this run heard of: of its own trades, or of what it resumed. */
export function liveStateOf(
  { operation }: ActivityRow,
  { transactions, activity }: State,
): SubmissionState | undefined {
  for (const { legs } of transactions) {
    const leg = legs.find((each) => each.leg.operation.id === operation.id)
    if (leg?.state) return leg.state
  }
  return activity.following.get(operation.id)
}

/** Milliseconds a block takes here, by the last two; 12 s before there are two. */
function blockTimeOf({ live }: State): number {
  const { snapshot, previous } = live ?? {}
  const blocks = (snapshot?.block.number ?? 0) - (previous?.block.number ?? 0)
  if (!snapshot || !previous || blocks <= 0) return 12_000
  return Math.max(0, snapshot.timestamp - previous.timestamp) / blocks || 12_000
}

function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000)
  return seconds < 90 ? `about ${seconds} s` : `about ${Math.round(seconds / 60)} min`
}
