import { Box, Text } from 'ink'
import { type ReactNode, useContext } from 'react'
import { displayWidth, padEnd, padStart, safeText } from '../../safe-text.ts'
import { FrameContext } from './frame-context.ts'
import { windowOf } from './list.ts'
import { palette } from './palette.ts'

/** A cell's text, made safe before, and its colour where it has one. */
export interface Cell {
  readonly text: string
  readonly color?: string | undefined
  readonly dim?: boolean
}

/** One column of a table on the screen. */
export interface TableColumn<T> {
  readonly title: string
  readonly align?: 'right'
  /** Cells it needs. */
  readonly width: number
  /** Cells it can make use of, where there is room. */
  readonly upTo?: number
  /** Columns with the lowest rank go first when it gets narrow; without one a column always stays. */
  readonly rank?: number
  cell(row: T, width: number): Cell
}

/** The columns that fit into a width, each with the width it gets. */
export function fitColumns<T>(
  columns: readonly TableColumn<T>[],
  width: number,
): readonly (TableColumn<T> & { readonly given: number })[] {
  const needed = (kept: readonly TableColumn<T>[]) => kept.reduce((sum, column) => sum + column.width + 1, -1)
  let kept = [...columns]
  while (needed(kept) > width) {
    const ranked = kept.filter(({ rank }) => rank !== undefined)
    const least = ranked.toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0))[0]
    if (!least) break
    kept = kept.filter((column) => column !== least)
  }
  let spare = Math.max(0, width - needed(kept))
  return kept.map((column) => {
    const more = Math.min(spare, Math.max(0, (column.upTo ?? column.width) - column.width))
    spare -= more
    return { ...column, given: column.width + more }
  })
}

/** A list with a heading line, in which one row is selected; scrolls so that this row is in sight. */
export function Table<T, K>({
  columns,
  rows,
  keyOf,
  selected,
  width,
  height,
  marked,
}: {
  columns: readonly TableColumn<T>[]
  rows: readonly T[]
  keyOf: (row: T) => K
  selected: K | undefined
  width: number
  height: number
  /** Rows with a sign before them, beside the one that tells the selected row. */
  marked?: { readonly sign: string; has(key: K): boolean }
}): ReactNode {
  const { offline, plain } = useContext(FrameContext)
  if (plain)
    return <PlainRow columns={columns} rows={rows} keyOf={keyOf} selected={selected} marked={marked} />
  const fitted = fitColumns(columns, width - 3)
  const rest = width - 2 - fitted.reduce((sum, { given }) => sum + given + 1, -1)
  const keys = rows.map(keyOf)
  const { entries, above, below } = windowOf(keys, selected, height - 1)
  const byKey = new Map(rows.map((row) => [keyOf(row), row]))
  const hidden = [above > 0 ? `↑${above}` : '', below > 0 ? `↓${below}` : ''].join(' ').trim()
  // How many rows are out of sight is told where there is room for it, that there are some always.
  const beyond = above > 0 ? (below > 0 ? '↕' : '↑') : below > 0 ? '↓' : ' '
  const titles = fitted
    .map(({ title, align, given }) => aligned(safeText(title, given), align, given))
    .join(' ')
  const room = width - 3 - displayWidth(titles) - displayWidth(hidden)
  const heading = hidden === '' || room < 1 ? titles : titles + ' '.repeat(room) + hidden
  return (
    <Box flexDirection="column">
      <Text dimColor wrap="truncate-end">
        {beyond} {heading}
      </Text>
      {entries.map((key) => {
        const row = byKey.get(key) as T
        const isSelected = key === selected
        return (
          <Text
            key={String(key)}
            wrap="truncate-end"
            bold={isSelected}
            inverse={isSelected}
            dimColor={offline}
            {...(isSelected && !offline && { color: palette.accent })}
          >
            {isSelected ? '❯' : ' '}
            {marked?.has(key) ? marked.sign : ' '}
            {runsOf(row, fitted, isSelected || offline).map(({ text, color, dim }, index) => (
              <Text key={index} {...((color !== undefined || dim) && { color, dimColor: dim })}>
                {text}
              </Text>
            ))}
            {isSelected && ' '.repeat(Math.max(0, rest))}
          </Text>
        )
      })}
    </Box>
  )
}

/** For a screen reader: which row is selected, and its cells, each on a line of its own. */
function PlainRow<T, K>({
  columns,
  rows,
  keyOf,
  selected,
  marked,
}: {
  columns: readonly TableColumn<T>[]
  rows: readonly T[]
  keyOf: (row: T) => K
  selected: K | undefined
  marked: { has(key: K): boolean } | undefined
}): ReactNode {
  const index = rows.findIndex((row) => keyOf(row) === selected)
  const row = rows[index]
  if (row === undefined) return <Text>{rows.length} rows</Text>
  const cells = columns.map((column) => {
    const width = column.upTo ?? column.width
    return { title: column.title, text: safeText(column.cell(row, width).text, width) }
  })
  return (
    <Box flexDirection="column">
      <Text>{`Row ${index + 1} of ${rows.length}, selected${marked?.has(keyOf(row)) ? ', marked' : ''}`}</Text>
      {cells
        .filter(({ title, text }) => title !== '' && text.trim() !== '')
        .map(({ title, text }) => (
          <Text key={title}>{`${title}: ${text}`}</Text>
        ))}
    </Box>
  )
}

/** The colour of a change, beside its arrow and its sign. */
export function changeColor(direction: 'up' | 'down' | 'same'): string | undefined {
  return { up: palette.good, down: palette.bad, same: undefined }[direction]
}

/** The cells of a row, those that look the same together: the fewer parts a frame has, the sooner it stands. */
function runsOf<T>(
  row: T,
  fitted: readonly (TableColumn<T> & { readonly given: number })[],
  isSelected: boolean,
): readonly { readonly text: string; readonly color: string | undefined; readonly dim: boolean }[] {
  const runs: { text: string; color: string | undefined; dim: boolean }[] = []
  for (const [index, column] of fitted.entries()) {
    const cell = column.cell(row, column.given)
    const color = isSelected ? undefined : cell.color
    const dim = !isSelected && cell.dim === true
    const gap = index < fitted.length - 1 ? ' ' : ''
    const text = aligned(safeText(cell.text, column.given), column.align, column.given) + gap
    const last = runs.at(-1)
    if (last && last.color === color && last.dim === dim) last.text += text
    else runs.push({ text, color, dim })
  }
  return runs
}

function aligned(text: string, align: 'right' | undefined, width: number): string {
  return align === 'right' ? padStart(text, width) : padEnd(text, width)
}
