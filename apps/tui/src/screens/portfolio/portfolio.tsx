import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import type { State } from '../shell/state.ts'
import { isFiltering } from '../widgets/filter.ts'
import { FilterLine } from '../widgets/filter-line.tsx'
import { Table } from '../widgets/table.tsx'
import { columnsOf } from './columns.tsx'
import { PositionDetails } from './position-details.tsx'
import { portfolioView, positionKey } from './selection.ts'
import { TotalLines, TotalsPanel } from './totals.tsx'

/** From so many columns on the totals stand beside the list, with a chart. */
const WIDE = 116
const PANEL = 42

/** What the account has: free TAO, every position, and what it would bring in now. */
export function Portfolio({ state, height }: { state: State; height: number }): ReactNode {
  const { session, size, portfolio, marked } = state
  const view = portfolioView(state)
  const { holdings, rows, selected, chosen } = view
  if (session?.coldkey === undefined) return <NoAccount />
  if (!holdings) return <Text dimColor>{state.progress}</Text>
  const wide = size.columns >= WIDE && height >= 16
  const panel = Math.max(PANEL, Math.floor(size.columns / 3))
  const width = wide ? size.columns - panel - 1 : size.columns
  const filtering = isFiltering(portfolio.filter)
  const open = portfolio.open && chosen
  const below = wide ? 0 : height >= 14 ? 6 : height >= 12 ? 4 : 2
  const tableHeight = height - below - (filtering ? 1 : 0) - (wide && chosen ? 3 : 0)
  return (
    <Box height={height} width={size.columns}>
      <Box
        flexDirection="column"
        width={width}
        height={height}
        justifyContent="space-between"
        overflow="hidden"
      >
        {open ? (
          <PositionDetails state={state} holding={chosen} holdings={holdings} width={width} />
        ) : (
          <Box flexDirection="column">
            {filtering && <FilterLine filter={portfolio.filter} found={rows.length} />}
            {holdings.rows.length === 0 ? (
              <NoPositions />
            ) : rows.length === 0 ? (
              <Text dimColor>{'  '}No position matches; Esc clears the filter.</Text>
            ) : (
              <Table
                columns={columnsOf(state, holdings, width)}
                rows={rows}
                keyOf={({ position }) => positionKey(position)}
                selected={selected}
                width={width}
                height={tableHeight}
                marked={{ sign: '◆', has: (key) => marked.has(key) }}
              />
            )}
          </Box>
        )}
        <Box flexDirection="column" flexShrink={0}>
          {!open && chosen && (wide || below > 2) && (
            <PositionDetails state={state} holding={chosen} holdings={holdings} width={width} brief />
          )}
          {!wide && <TotalLines state={state} holdings={holdings} lines={below > 4 ? 3 : 2} />}
        </Box>
      </Box>
      {wide && <TotalsPanel state={state} holdings={holdings} width={panel} height={height} />}
    </Box>
  )
}

function NoAccount(): ReactNode {
  return (
    <Box flexDirection="column" paddingLeft={2} paddingTop={1}>
      <Text>No account yet: there is no key to sign with.</Text>
      <Text dimColor>Press a to enter its key phrase, or start the program with STAKE_URI set.</Text>
      <Text dimColor>Without one: press 2 for the subnets, 7 to watch any address.</Text>
    </Box>
  )
}

function NoPositions(): ReactNode {
  return (
    <Box flexDirection="column" paddingLeft={2} paddingTop={1}>
      <Text>No positions yet.</Text>
      <Text dimColor>Press 2, choose a subnet and press s to stake on it.</Text>
    </Box>
  )
}
