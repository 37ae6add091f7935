import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { displayWidth, safeText } from '../../safe-text.ts'
import { isPending } from '../trade/transaction.ts'
import { networkColor, palette } from '../widgets/palette.ts'
import { ageWord, connectionWord, type StatusWord } from './connection-word.ts'
import type { State } from './state.ts'

/** Where the numbers come from and how fresh they are: always the first line. */
export function StatusLine({ state }: { state: State }): ReactNode {
  const { live, session, now, transactions, size } = state
  const network = session?.network ?? 'starting'
  const block = live?.snapshot?.block.number
  const pending = transactions.filter(isPending).length
  const words: readonly StatusWord[] = [
    { text: safeText(session?.endpoint ?? '', 40) },
    { text: block === undefined ? '' : `block ${block}` },
    ageWord(live, now),
    session ? connectionWord(live, now) : { text: safeText(state.progress, 50) },
    { text: session ? `${pending} pending` : '', ...(pending > 0 && { color: palette.warning }) },
  ].filter(({ text }) => text !== '')
  const shown = fitting(words, size.columns - network.length - 3)
  return (
    <Box width={size.columns}>
      <Text inverse bold color={session ? networkColor(network) : undefined}>{` ${network} `}</Text>
      {shown.map(({ text, color }, index) => (
        <Text key={text} wrap="truncate-end" color={color} dimColor={color === undefined && index === 0}>
          {'  '}
          {text}
        </Text>
      ))}
    </Box>
  )
}

/** Without the endpoint, then without what comes last, where there is no room for all of it. */
function fitting(words: readonly StatusWord[], width: number): readonly StatusWord[] {
  const needed = (some: readonly StatusWord[]) =>
    some.reduce((sum, { text }) => sum + displayWidth(text) + 2, 0)
  let shown = words
  if (needed(shown) > width) shown = shown.slice(1)
  while (shown.length > 1 && needed(shown) > width) shown = shown.slice(0, -1)
  return shown
}
