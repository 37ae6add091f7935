import { displayWidth, padEnd, padStart } from './safe-text.ts'

/** A column of a plain table. */
export interface Column<Row> {
  readonly title: string
  readonly align?: 'left' | 'right'
  /** The cell, already safe to show. */
  readonly cell: (row: Row) => string
}

/** Rows as lines of text in columns, for pipes and logs: no colours, no frames, two spaces between columns. */
export function plainTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const lines = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ cell }) => cell(row))),
  ]
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => displayWidth(line[index] ?? ''))))
  return lines
    .map((line) =>
      line
        .map((cell, index) =>
          (columns[index]?.align === 'right' ? padStart : padEnd)(cell, widths[index] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('')
}
