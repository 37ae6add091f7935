import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { displayWidth, padEnd, safeText } from '../../safe-text.ts'
import { networkColor, palette } from '../widgets/palette.ts'
import { ageWord, connectionWord, type StatusWord } from './connection-word.ts'
import { pendingCount } from './pending.ts'
import type { State } from './state.ts'

/** Where the numbers come from and how fresh they are: always the first line. */
export function StatusLine({ state }: { state: State }): ReactNode {
  const { live, session, size } = state
  const network = safeText(session?.network ?? 'starting', 16)
  const pending = pendingCount(state)
  const width = size.columns - displayWidth(network) - 2
  const words = session
    ? fitting(wordsOf(state, pending), width)
    : [{ text: safeText(state.progress, Math.max(0, width - 2)) }]
  const used = words.reduce((sum, { text }) => sum + displayWidth(text) + 2, 0)
  const endpoint = session
    ? safeText(live?.connection.status === 'ready' ? live.connection.endpoint : session.endpoint, 60)
    : ''
  const withEndpoint = endpoint !== '' && used + displayWidth(endpoint) + 2 <= width
  return (
    <Box width={size.columns}>
      <Text wrap="truncate-end">
        <Text inverse bold color={session ? networkColor(network) : undefined}>{` ${network} `}</Text>
        {words.map(({ text, color }, index) => (
          <Text key={index} color={color}>
            {'  '}
            {text}
          </Text>
        ))}
        {withEndpoint && <Text dimColor>{padEnd(`  ${endpoint}`, width - used)}</Text>}
      </Text>
    </Box>
  )
}

/** Block, age, connection and what is pending: these are always there. */
function wordsOf({ activity, live, now }: State, pending: number): readonly StatusWord[] {
  const block = live?.snapshot?.block.number
  return [
    { text: block === undefined ? '' : `block ${block}`, short: `#${block}` },
    ageWord(live, now),
    connectionWord(live, now),
    { text: `${pending} pending`, ...(pending > 0 && { color: palette.warning }) },
    {
      text: activity.left > 0 ? `${activity.left} left open` : '',
      short: `${activity.left} open`,
      color: palette.warning,
    },
  ].filter(({ text }) => text !== '')
}

/** The words, one after the other in its shorter form where there is no room for all of them. */
function fitting(words: readonly StatusWord[], width: number): readonly StatusWord[] {
  const needed = (some: readonly StatusWord[]) =>
    some.reduce((sum, { text }) => sum + displayWidth(text) + 2, 0)
  let shown = words
  for (let index = 0; index < words.length && needed(shown) > width; index++) {
    shown = shown.map((word, at) =>
      at === index && word.short !== undefined ? { ...word, text: word.short } : word,
    )
  }
  return shown
}
