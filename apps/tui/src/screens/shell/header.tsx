import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { displayWidth } from '../../safe-text.ts'
import { amountIn, shortAddress } from '../widgets/labels.ts'
import { palette } from '../widgets/palette.ts'
import type { Room } from './room.ts'
import { rooms } from './rooms.ts'
import type { State } from './state.ts'

/** A tab as it is written. */
interface Tab {
  readonly view: string
  readonly text: string
}

/** The rooms, and whose account it is. */
export function Header({ state }: { state: State }): ReactNode {
  const { session, live, view, size } = state
  const coldkey = session?.coldkey
  const free = coldkey === undefined ? undefined : live?.snapshot?.accounts.get(coldkey)?.free
  const balance = free ? ` ${amountIn(free, 12)}` : ''
  const account = coldkey === undefined ? (session ? 'no account' : '') : shortAddress(coldkey)
  return (
    <Box width={size.columns} justifyContent="space-between">
      <Text wrap="truncate-end">
        {tabsIn(size.columns - displayWidth(account + balance) - 1, rooms, view).map((tab) =>
          tab.view === view ? (
            <Text key={tab.view} bold color={palette.accent}>
              {tab.text}
            </Text>
          ) : (
            <Text key={tab.view} dimColor>
              {tab.text}
            </Text>
          ),
        )}
      </Text>
      <Text wrap="truncate-end">
        <Text dimColor>{account}</Text>
        {balance}
      </Text>
    </Box>
  )
}

/** Tabs for a width: with their titles, with short ones, or the digits alone; the room that is shown keeps its name. */
export function tabsIn(width: number, shown: readonly Room[], view: string): readonly Tab[] {
  const titled = (titleOf: (room: Room) => string, between: string): readonly Tab[] =>
    shown.map((room, index) => {
      const active = room.view === view
      const text = `${index + 1} ${active ? room.title : titleOf(room)}`.trim()
      return { view: room.view, text: (index > 0 ? between : '') + (active ? `[${text}]` : text) }
    })
  const wide = titled(({ title }) => title, '  ')
  const narrow = titled(({ title, short = title }) => short, ' ')
  const fits = (tabs: readonly Tab[]) => displayWidth(tabs.map(({ text }) => text).join('')) <= width
  return [wide, narrow].find(fits) ?? titled(() => '', ' ')
}
