import { Balance } from '@stake/math'
import { Box, Spacer, Text } from 'ink'
import type { ReactNode } from 'react'
import { showAmount } from '../../amounts.ts'
import type { State } from '../shell/state.ts'
import { progressBar } from '../widgets/charts/progress-bar.ts'
import { isFiltering } from '../widgets/filter.ts'
import { FilterLine } from '../widgets/filter-line.tsx'
import { palette } from '../widgets/palette.ts'
import { fitColumns, Table } from '../widgets/table.tsx'
import { columnsFrom, delegateColumns, FIXED } from './columns.ts'
import { type DelegatesView, delegatesView } from './delegate-list.ts'
import type { Reading } from './delegate-row.ts'
import { DelegateScreen } from './delegate-screen.tsx'

/** All delegates with the twelve columns, or one of them with its nominators. */
export function Delegates({ state, height }: { state: State; height: number }): ReactNode {
  const { delegates, size } = state
  if (delegates.detail) return <DelegateScreen state={state} detail={delegates.detail} height={height} />
  const view = delegatesView(state)
  const { rows, selected, own } = view
  const filtering = isFiltering(delegates.filter)
  const below = height >= 14 ? 4 : 2
  const columns = columnsFrom(delegates.column, delegates)
  return (
    <Box flexDirection="column" height={height}>
      {filtering && <FilterLine filter={delegates.filter} found={rows.length} />}
      {delegates.rows === undefined ? (
        <Waiting state={state} />
      ) : rows.length === 0 ? (
        <Text dimColor>{`  ${whyEmpty(state, filtering)}`}</Text>
      ) : (
        <Table
          columns={columns}
          rows={rows}
          keyOf={({ hotkey }) => hotkey}
          selected={selected}
          width={size.columns}
          height={height - below - (filtering ? 1 : 0)}
          marked={{ sign: '•', has: (hotkey) => own.has(hotkey) }}
        />
      )}
      <Spacer />
      {delegates.rows && <Below state={state} view={view} lines={below} />}
    </Box>
  )
}

function whyEmpty({ delegates }: State, filtering: boolean): string {
  if (delegates.mine) return 'You have staked with none of these; m shows all delegates.'
  if (filtering) return 'No delegate matches; Esc clears the filter.'
  return 'There are no delegates on this chain.'
}

/** Before the first list. */
function Waiting({ state: { delegates, plainSigns } }: { state: State }): ReactNode {
  const { reading, unread } = delegates
  if (unread && !reading) {
    return (
      <Box flexDirection="column" paddingLeft={2}>
        <Text color={palette.bad}>{`✗ ${unread.message}`}</Text>
        <Text dimColor>The next block brings another attempt; R makes one now.</Text>
      </Box>
    )
  }
  return (
    <Box flexDirection="column" paddingLeft={2}>
      <Text>Reading the delegates of the whole chain. This takes a while on a large one.</Text>
      <Text dimColor>{readingText(reading, plainSigns)}</Text>
    </Box>
  )
}

function readingText(reading: Reading | undefined, plain: boolean): string {
  if (!reading) return 'waiting …'
  const { what, done, of } = reading
  return of === 0 ? `${what} …` : `${what} ${progressBar(done, of, 16, plain)} ${done}/${of}`
}

/** The selected delegate in full, what is yours, and how new all this is. */
function Below({ state, view, lines }: { state: State; view: DelegatesView; lines: number }): ReactNode {
  const { delegates, live, size, plainSigns } = state
  const { chosen, own } = view
  const yours = own.get(chosen?.hotkey ?? '')
  const sum = [...own.values()].reduce((all, value) => all.add(value), Balance.zero())
  const age = (live?.snapshot?.block.number ?? delegates.block) - delegates.block
  const shown = fitColumns(columnsFrom(delegates.column, delegates), size.columns - 3).length
  const hidden = shown < delegateColumns.length
  const first = FIXED + delegates.column + 1
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Text wrap="truncate-end">
        {'  '}
        {chosen?.hotkey}
        {yours && <Text color={palette.accent}> • yours {showAmount(yours)}</Text>}
      </Text>
      {lines > 2 && (
        <Text wrap="truncate-end" dimColor>
          {'  '}
          {chosen?.owner ? `owner ${chosen.owner}` : 'nobody owns this hotkey any more'}
        </Text>
      )}
      {lines > 2 && (
        <Text wrap="truncate-end">
          <Text dimColor>{'  '}Total delegated Tao: </Text>
          {showAmount(sum)}
          <Text dimColor>{` with ${own.size}`}</Text>
        </Text>
      )}
      <Text wrap="truncate-end" dimColor>
        {'  '}
        {delegates.reading
          ? readingText(delegates.reading, plainSigns)
          : delegates.unread
            ? `✗ ${delegates.unread.message}`
            : `read ${age <= 0 ? 'at this block' : `${age} block${age === 1 ? '' : 's'} ago`}, R reads again`}
        {hidden &&
          `   columns 1-${FIXED} and ${first}-${first + shown - FIXED - 1} of ${delegateColumns.length}, ←→ more`}
      </Text>
    </Box>
  )
}
