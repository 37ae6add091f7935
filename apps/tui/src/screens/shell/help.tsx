import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { displayWidth, padEnd } from '../../safe-text.ts'
import { isFiltering, matches } from '../widgets/filter.ts'
import { FilterLine } from '../widgets/filter-line.tsx'
import { palette } from '../widgets/palette.ts'
import { type Part, PartLine, wrapParts } from '../widgets/parts.tsx'
import { coveredBindings } from './bindings.ts'
import { typedCommands } from './commands.ts'
import type { State } from './state.ts'

/** One key or command, and what it does. */
interface Row {
  readonly show: string
  readonly text: string
  readonly why: string | undefined
}

/** Cells of a key or a command with its words, and of the gap behind it. */
const KEYS_WIDTH = 26

/** Every key that is valid on the screen it was opened from, and every command. */
export function Help({ state, height }: { state: State; height: number }): ReactNode {
  const { help, size } = state
  if (!help) return null
  const found = rowsOf(state).filter(({ show, text }) => matches(help.filter, show, text))
  const filtering = isFiltering(help.filter)
  const room = Math.max(1, height - (filtering ? 2 : 1))
  const columns = size.columns >= 170 ? 2 : 1
  const width = Math.floor(size.columns / columns)
  const rows = found.flatMap((row) => linesOf(row, width - KEYS_WIDTH - 3))
  const lines = Math.ceil(rows.length / columns)
  const above = Math.max(0, Math.min(help.above, lines - room))
  const below = Math.max(0, lines - room - above)
  const hidden = [above > 0 ? `↑${above}` : '', below > 0 ? `↓${below}` : ''].join(' ').trim()
  const title = '  Keys that are valid here, and commands'
  return (
    <Box flexDirection="column" height={height} overflow="hidden">
      <Text bold>{padEnd(title, size.columns - 1 - displayWidth(hidden)) + hidden}</Text>
      {filtering && <FilterLine filter={help.filter} found={found.length} />}
      <Box>
        {Array.from({ length: columns }, (_, column) => (
          <Box key={column} flexDirection="column" width={width}>
            {rows
              .slice(column * lines, (column + 1) * lines)
              .slice(above, above + room)
              .map((parts, index) => (
                <PartLine key={index} parts={parts} />
              ))}
          </Box>
        ))}
      </Box>
    </Box>
  )
}

/** A row in as many lines as its words need; those after the first have no key. */
function linesOf({ show, text, why }: Row, width: number): readonly (readonly Part[])[] {
  const words: readonly Part[] = [{ text }, ...(why === undefined ? [] : [{ text: `(${why})`, dim: true }])]
  return wrapParts(words, width).map((line, index) => [
    { text: `  ${padEnd(index === 0 ? show : '', KEYS_WIDTH)}`, bold: true, color: palette.accent },
    ...line,
  ])
}

function rowsOf(state: State): readonly Row[] {
  const keys = coveredBindings(state).map(({ show, does, explains, why }) => ({
    show,
    text: explains ?? does,
    why,
  }))
  const commands = typedCommands().map(({ name, usage, explains }) => ({
    show: `:${name} ${usage}`.trim(),
    text: explains,
    why: undefined,
  }))
  return [...keys, ...commands]
}
