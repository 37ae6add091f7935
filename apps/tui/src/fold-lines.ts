import { displayWidth } from './safe-text.ts'

/** What stands before the text of a line and is not repeated: spaces, and a word in a column of its own. */
const LABEL = /^ *(?:[^ ]+ {2,})?/

/**
 * Lines that are too long broken between words, so that no address or number is ever cut in two; what follows stands
 * below the beginning of its text. A word that is longer than a line keeps it to itself.
 */
export function foldLines(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => foldLine(line, width))
    .join('\n')
}

/** As wide as the terminal that it is written to; a pipe gets the lines as they are. */
export function foldFor(stream: NodeJS.WriteStream, text: string): string {
  return stream.isTTY ? foldLines(text, stream.columns || 80) : text
}

function foldLine(line: string, width: number): string[] {
  const [label = ''] = LABEL.exec(line) ?? []
  const indent = ' '.repeat(displayWidth(label) > width / 3 ? 0 : displayWidth(label))
  const lines: string[] = []
  let rest = line
  while (displayWidth(rest) > width) {
    const cut = placeToCut(rest, lines.length === 0 ? label.length : indent.length, width)
    if (cut === undefined) break
    lines.push(rest.slice(0, cut).trimEnd())
    rest = indent + rest.slice(cut).trimStart()
  }
  return [...lines, rest]
}

/** The last space that fits after the label, or else the first. */
function placeToCut(line: string, from: number, width: number): number | undefined {
  const spaces = [...line.matchAll(/(?<=[^ ]) +/g)].map(({ index }) => index).filter((index) => index > from)
  const fitting = spaces.filter((index) => displayWidth(line.slice(0, index)) <= width)
  return fitting.at(-1) ?? spaces[0]
}
