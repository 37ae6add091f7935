import type { FinalReport } from '@stake/ops'
import { showPrice } from '../../amounts.ts'
import { displayWidth, safeText } from '../../safe-text.ts'
import type { State } from '../shell/state.ts'
import { symbolOf } from '../widgets/labels.ts'
import { palette } from '../widgets/palette.ts'
import { wrapWords } from '../widgets/word-wrap.ts'
import { type ActivityRow, isOpen } from './activity-state.ts'
import { amountsIn, countdownOf, liveStateOf, statusOf } from './activity-words.ts'

/** A line of the details; a longer text goes on below without a label. */
export interface DetailLine {
  readonly label: string
  readonly text: string
  readonly color?: string | undefined
}

/** Cells of the labels. */
export const LABEL = 12

/** Everything that is known of one Operation, in lines of at most `width` cells. */
export function detailLines(row: ActivityRow, state: State, width: number): readonly DetailLine[] {
  const { operation, report, block, hash, lastBlock } = row
  const { mark, word, color } = statusOf(row, state)
  const live = isOpen(row) ? liveStateOf(row, state) : undefined
  const text = amountsIn(state, 9)
  const lines: (DetailLine | undefined)[] = [
    { label: 'Status', text: `${mark} ${word}`, color },
    given('', countdownOf(row, state)),
    given('Open, as', live?.status === 'unresolved' ? live.reason : undefined, palette.warning),
    {
      label: 'Begun',
      text: new Date(row.at)
        .toISOString()
        .replace('T', ' ')
        .replace(/\.\d+Z$/, ' UTC'),
    },
    { label: 'Account', text: operation.coldkey },
    given('Validator', 'hotkey' in operation ? operation.hotkey : undefined),
    given('To hotkey', 'toHotkey' in operation ? operation.toHotkey : undefined),
    given('To account', 'toColdkey' in operation ? operation.toColdkey : undefined),
    given('Protection', protectionOf(operation)),
    ...(report?.status === 'executed' && report.fill !== 'unknown'
      ? [
          { label: 'Executed', text: `${text(report.executed)} of ${text(report.asked)}` },
          report.received.isZero()
            ? undefined
            : { label: receivedLabel(operation), text: text(report.received) },
          report.free.isZero() ? undefined : { label: 'Set free', text: text(report.free) },
          given(
            'Average',
            report.averagePrice && `${showPrice(report.averagePrice, 9)} τ/${signOf(report, state)}`,
          ),
        ]
      : []),
    ...(report?.block
      ? [
          {
            label: 'Fees',
            text: `${isTraded(operation) ? `swap ${text(report.swapFee)}  ` : ''}network ${text(report.feeInAlpha ?? report.networkFee)}`,
          },
        ]
      : []),
    given('Problem', report?.error?.message, palette.bad),
    given('', report?.error?.remedy),
    ...(report?.alarms ?? []).map(({ code, message }) => ({
      label: 'Noticed',
      text: message,
      // What differs from the quote is told; it need not be a warning.
      color: code === 'Drift' ? undefined : palette.warning,
    })),
    given('Block', block && `#${block.number} ${block.hash}`),
    given('Valid until', lastBlock === undefined ? undefined : `block ${lastBlock}`),
    given('Hash', hash),
    { label: 'Id', text: operation.id },
    ...eventLines(row, state),
  ]
  return lines.filter((line) => line !== undefined).flatMap((line) => wrapped(line, width - LABEL))
}

/** Whether it goes through a pool: within one subnet stake moves without a price. */
function isTraded(operation: ActivityRow['operation']): boolean {
  return !('toNetuid' in operation) || operation.toNetuid !== operation.netuid
}

/** Who got what came out, where it is not the account itself. */
function receivedLabel({ kind }: ActivityRow['operation']): string {
  return kind === 'stakeBurn' ? 'Burned' : kind === 'transferStake' ? 'They got' : 'Received'
}

/** The sign of the token that an average price is of. */
function signOf({ executed, received }: FinalReport, { live }: State): string {
  const netuid = executed.netuid === 0 ? received.netuid : executed.netuid
  return symbolOf(live?.snapshot?.subnets.get(netuid))
}

function protectionOf(operation: ActivityRow['operation']): string | undefined {
  if (!('mode' in operation) || !isTraded(operation)) return undefined
  return operation.mode === 'unsafe' ? 'unsafe: no limit' : `${operation.mode} within ${operation.tolerance}`
}

function eventLines({ key, block }: ActivityRow, { activity }: State): readonly DetailLine[] {
  const { events, detail } = activity
  if (!block || detail?.key !== key) return []
  if (events?.key !== key) return [{ label: 'Events', text: 'being read …' }]
  if (events.failure) return [{ label: 'Events', text: events.failure.message, color: palette.bad }]
  const lines = events.lines ?? []
  if (lines.length === 0) return [{ label: 'Events', text: 'none that can be told from others in its block' }]
  return lines.flatMap(({ name, fields }, index) => [
    { label: index === 0 ? 'Events' : '', text: name, color: palette.accent },
    ...(fields === '' ? [] : [{ label: '', text: fields }]),
  ])
}

function given(label: string, text: string | undefined, color?: string): DetailLine | undefined {
  return text === undefined || text === '' ? undefined : { label, text, color }
}

function wrapped({ label, text, color }: DetailLine, width: number): readonly DetailLine[] {
  const words = safeText(text, 2_000)
    .split(' ')
    .flatMap((word) => pieces(word, width))
    .map((piece) => ({ text: piece }))
  return wrapWords(words, width).map((line, index) => ({
    label: index === 0 ? label : '',
    text: line.map((word) => word.text).join(' '),
    color,
  }))
}

/** A word longer than a line goes over several. */
function pieces(word: string, width: number): readonly string[] {
  if (displayWidth(word) <= width) return [word]
  const characters = [...word]
  const parts: string[] = []
  while (characters.length > 0) parts.push(characters.splice(0, width).join(''))
  return parts
}
