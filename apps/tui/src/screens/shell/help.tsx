import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { padEnd } from '../../safe-text.ts'
import { isFiltering, matches } from '../widgets/filter.ts'
import { FilterLine } from '../widgets/filter-line.tsx'
import { palette } from '../widgets/palette.ts'
import { coveredBindings } from './bindings.ts'
import type { State } from './state.ts'

/** Every key that is valid on the screen it was opened from. */
export function Help({ state, height }: { state: State; height: number }): ReactNode {
  const { help } = state
  if (!help) return null
  const bindings = coveredBindings(state)
    .map(({ show, does, explains, why }) => ({ show, text: explains ?? does, why }))
    .filter(({ show, text }) => matches(help.filter, show, text))
  const filtering = isFiltering(help.filter)
  return (
    <Box flexDirection="column" height={height} overflow="hidden">
      <Text bold>{'  '}Keys that are valid here</Text>
      {filtering && <FilterLine filter={help.filter} found={bindings.length} />}
      {bindings.map(({ show, text, why }) => (
        <Text key={show} wrap="truncate-end">
          {'  '}
          <Text bold color={palette.accent}>
            {padEnd(show, 8)}
          </Text>
          {text}
          {why !== undefined && <Text dimColor>{`  (${why})`}</Text>}
        </Text>
      ))}
    </Box>
  )
}
