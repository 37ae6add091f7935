import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { showAmount } from '../../amounts.ts'
import { shortAddress } from '../widgets/labels.ts'
import { palette } from '../widgets/palette.ts'
import { rooms } from './rooms.ts'
import type { State } from './state.ts'

/** The rooms, and whose account it is. */
export function Header({ state }: { state: State }): ReactNode {
  const { session, live, view, size } = state
  const coldkey = session?.coldkey
  const free = coldkey === undefined ? undefined : live?.snapshot?.accounts.get(coldkey)?.free
  return (
    <Box width={size.columns} justifyContent="space-between">
      <Box>
        {rooms.map(({ view: name, title }, index) =>
          name === view ? (
            <Text key={name} bold color={palette.accent}>{`[${index + 1} ${title}] `}</Text>
          ) : (
            <Text key={name} dimColor>{` ${index + 1} ${title}  `}</Text>
          ),
        )}
      </Box>
      <Text wrap="truncate-end">
        {coldkey === undefined ? (
          <Text dimColor>{session ? 'no account' : ''}</Text>
        ) : (
          <Text>
            <Text dimColor>{shortAddress(coldkey)} </Text>
            {free ? showAmount(free) : ''}
          </Text>
        )}
      </Text>
    </Box>
  )
}
