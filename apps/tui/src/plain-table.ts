import { displayWidth, padEnd, padStart } from './safe-text.ts'

/** A column of a plain table. */
export interface Column<Row> {
  readonly title: string
  readonly align?: 'left' | 'right'
  /** The cell, already safe to show. */
  readonly cell: (row: Row) => string
  /** The same in fewer characters, where the table does not fit. */
  readonly short?: (row: Row) => string
  /** Where even that does not fit, columns with the largest number are left out first; without one it stays. */
  readonly spare?: number
}

/**
 * Rows as lines of text in columns, for pipes and logs: no colours, no frames, two spaces between columns. In a terminal
 * that is too narrow (`width`) cells are shortened, and then columns left out.
 */
export function plainTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  width: number = Number.POSITIVE_INFINITY,
): string {
  let shown = layOut(rows, columns)
  if (shown.width > width) {
    let left = columns.map((column) => ({ ...column, cell: column.short ?? column.cell }))
    for (shown = layOut(rows, left); shown.width > width; shown = layOut(rows, left)) {
      const most = Math.max(...left.map(({ spare = 0 }) => spare))
      if (most === 0) break
      left = left.filter(({ spare = 0 }) => spare < most)
    }
  }
  return shown.text
}

function layOut<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): { readonly text: string; readonly width: number } {
  const lines = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ cell }) => cell(row))),
  ]
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => displayWidth(line[index] ?? ''))))
  const text = lines
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
  return { text, width: widths.reduce((sum, each) => sum + each + 2, -2) }
}

/** How wide a table may be: as wide as the terminal it is shown in, or as it wants where nobody looks. */
export function tableWidth(): number {
  return process.stdout.isTTY ? process.stdout.columns || 80 : Number.POSITIVE_INFINITY
}

/** An address in few characters; the whole one stands in `--json`, in pipes and in wide terminals. */
export function shortAddress(address: string): string {
  return `${address.slice(0, 6)}…${address.slice(-6)}`
}
