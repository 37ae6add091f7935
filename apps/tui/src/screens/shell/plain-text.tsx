import { stripVTControlCharacters } from 'node:util'
import { Box, renderToString } from 'ink'
import { safeText } from '../../safe-text.ts'
import { FrameContext } from '../widgets/frame-context.ts'
import { Body } from './app.tsx'
import { bindingsOf } from './bindings.ts'
import { ageWord, connectionWord } from './connection-word.ts'
import { pendingCount } from './pending.ts'
import { roomOf, rooms } from './rooms.ts'
import type { Size, State } from './state.ts'

/** Screens are laid out for this size before they become lines: wide enough for addresses, too narrow for two panes. */
const PAGE: Size = { columns: 100, rows: 60 }

/** What the screens say, as lines for a screen reader. */
export interface PlainText {
  /** Where the numbers come from; told when a word of it changes. */
  readonly status: string
  /** The screen or dialog that is open. */
  readonly place: string
  readonly body: readonly string[]
  readonly keys: string
  readonly notice: string
}

/** A state as text: one thing a line, labels before values, words in place of signs. */
export function plainText(state: State): PlainText {
  const { session, live, now, notice, command } = state
  const connection = connectionWord(live, now).text.replace(/^\S /, '')
  const age = ageWord(live, now).text
  const pending = pendingCount(state)
  const status = session
    ? `Network: ${safeText(session.network, 24)}. Connection: ${connection}. Numbers: ${age === '' ? 'none yet' : age}. Pending: ${pending}.`
    : ''
  const room = roomOf(state)
  const place = state.help
    ? 'Keys and commands'
    : state.dialog
      ? { key: 'Key phrase', confirm: 'Confirmation', outcome: 'Outcome' }[state.dialog.kind]
      : `Screen ${rooms.indexOf(room) + 1} of ${rooms.length}: ${room.title}`
  const keys = bindingsOf(state)
    .filter(({ quiet, why }) => !quiet && why === undefined)
    .map(({ show, does }) => `${show} ${does}`)
  return {
    status,
    place,
    body: bodyLines(state),
    keys: `Keys: ${withoutSigns(keys.join(', '))}`,
    notice: command
      ? `Command: ${command.field.text}${command.refusal === undefined ? '' : `. ${command.refusal}`}`
      : notice
        ? safeText(notice.text, 300)
        : '',
  }
}

/**
 * What is to be said after a change. After a key everything that is different; otherwise only new words: a number that
 * moves by itself is no news.
 */
export function announcement(
  before: PlainText | undefined,
  after: PlainText,
  byKey: boolean,
): readonly string[] {
  const elsewhere = before?.place !== after.place
  const same = byKey ? (line: string) => line : masked
  const known = new Set(before?.body.map(same))
  return [
    ...(after.status === '' || masked(before?.status ?? '') === masked(after.status) ? [] : [after.status]),
    ...(elsewhere ? [after.place] : []),
    ...(elsewhere ? after.body : after.body.filter((line) => !known.has(same(line)))),
    ...(elsewhere ? [after.keys] : []),
    ...(after.notice !== '' && before?.notice !== after.notice ? [after.notice] : []),
  ]
}

function bodyLines(state: State): readonly string[] {
  const page: State = { ...state, size: PAGE, plainSigns: true }
  const height = PAGE.rows - 6
  const text = renderToString(
    <FrameContext value={{ offline: false, plain: true }}>
      <Box flexDirection="column" width={PAGE.columns}>
        <Body state={page} height={height} />
      </Box>
    </FrameContext>,
    { columns: PAGE.columns },
  )
  return stripVTControlCharacters(text)
    .split('\n')
    .map((line) => labelled(withoutSigns(line)))
    .filter((line) => /[\p{L}\p{N}]/u.test(line) && !line.endsWith(':'))
}

/** The signs that say something, in words; those that only draw are left out. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/❯ ?/g, 'selected '],
  [/● ?/g, 'chosen '],
  [/○ ?/g, 'not chosen '],
  [/✓ ?/g, 'done '],
  [/◆ ?/g, 'marked '],
  [/• ?/g, 'yours '],
  [/✗ ?/g, 'problem: '],
  [/◌ ?/g, 'waiting '],
  [/◐ ?/g, 'under way '],
  [/[▲△]\+?/g, 'up '],
  [/[▼▽]-?/g, 'down '],
  [/ → /g, ' to '],
  [/↑(\d+)/g, '$1 more above '],
  [/↓(\d+)/g, '$1 more below '],
  [/[\u2500-\u259f\u25b0\u25b1\u2800-\u28ff▏]/g, ' '],
]

function withoutSigns(text: string): string {
  return WORDS.reduce((plain, [sign, word]) => plain.replace(sign, word), text)
}

/** What stands in columns becomes a label and its value; further columns are parts of the value. */
function labelled(line: string): string {
  const [first = '', ...rest] = line.trim().split(/\s{2,}/)
  if (rest.length === 0) return first
  const isLabel = first.length <= LONGEST_LABEL && !first.includes('[')
  return `${first.replace(/:$/, '')}${isLabel ? ':' : ','} ${rest.join(', ')}`
}

const LONGEST_LABEL = 24

function masked(line: string): string {
  return line
    .replace(/[\d.,]+/g, '#')
    .replace(/\b(?:up|down)\b/g, '')
    .replaceAll('blocks', 'block')
}
