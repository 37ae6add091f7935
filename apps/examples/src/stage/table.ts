import { displayWidth } from './shown-text.ts'

/** Rows of cells under titles, in columns that line up in a terminal; numbers stand on the right. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [titles, ...rows]
  const widths = titles.map((_, at) => Math.max(...lines.map((line) => displayWidth(line[at] ?? ''))))
  const isNumber = titles.map((_, at) => rows.every((row) => /^[^\p{L}]?[τΤ]?[\d.,]+/u.test(row[at] ?? '')))
  return lines
    .map((line) =>
      line
        .map((cell, at) => {
          const space = ' '.repeat((widths[at] ?? 0) - displayWidth(cell))
          return isNumber[at] ? space + cell : cell + space
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
