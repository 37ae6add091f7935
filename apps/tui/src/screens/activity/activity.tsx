import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { titleOf } from '../../report-sentence.ts'
import { displayWidth, padEnd, safeText } from '../../safe-text.ts'
import type { State } from '../shell/state.ts'
import { isFiltering } from '../widgets/filter.ts'
import { FilterLine } from '../widgets/filter-line.tsx'
import { sortedTitle } from '../widgets/list-view.ts'
import { palette } from '../widgets/palette.ts'
import { Problem } from '../widgets/problem.tsx'
import { Table, type TableColumn } from '../widgets/table.tsx'
import type { ActivityRow } from './activity-state.ts'
import { activityView, chosenRow, leftRows } from './activity-view.ts'
import { countdownOf, resultOf, statusOf, timeOf } from './activity-words.ts'
import { type DetailLine, detailLines, LABEL } from './detail-lines.ts'

/** What was done with this program on this chain, and what is still under way. */
export function Activity({ state, height }: { state: State; height: number }): ReactNode {
  const { activity, size } = state
  const { columns } = size
  const row = chosenRow(state)
  if (activity.detail && row) return <Details state={state} row={row} height={height} />
  if (activity.unread) {
    return (
      <Box flexDirection="column" paddingLeft={2} paddingTop={1}>
        <Problem failure={activity.unread} width={columns - 4} />
      </Box>
    )
  }
  if (!activity.rows) return <Text dimColor>{'  Reading the journal …'}</Text>
  const { rows, selected } = activityView(state)
  const filtering = isFiltering(activity.list.filter)
  const banner = bannerOf(state)
  const table = height - 1 - (filtering ? 1 : 0) - (banner === undefined ? 0 : 1)
  const withDetails = columns < 120 && table >= 12
  const beside = columns >= 120
  const left = beside ? Math.floor(columns * 0.6) : columns
  return (
    <Box flexDirection="column" height={height} overflow="hidden">
      {banner !== undefined && (
        <Text color={palette.warning} wrap="truncate-end">
          {`  ! ${banner}`}
        </Text>
      )}
      {filtering && <FilterLine filter={activity.list.filter} found={rows.length} />}
      {rows.length === 0 ? (
        <Nothing filtered={filtering} />
      ) : (
        <Box flexGrow={1}>
          <Box width={left} flexDirection="column">
            <Table
              columns={columnsOf(state)}
              rows={rows}
              keyOf={({ key }) => key}
              selected={selected}
              width={left}
              height={table + 1 - (withDetails ? 4 : 0)}
            />
          </Box>
          {beside && row && (
            <Box flexDirection="column" width={columns - left} height={table + 1} overflow="hidden">
              <Lines lines={detailLines(row, state, columns - left - 2)} />
            </Box>
          )}
        </Box>
      )}
      {withDetails && row && rows.length > 0 && <Brief state={state} row={row} />}
    </Box>
  )
}

/** What asks for a decision, or for patience. */
function bannerOf(state: State): string | undefined {
  const { activity } = state
  if (activity.condition?.status === 'shortened' || activity.condition?.status === 'replaced') {
    return `The journal lost records (start with --accept-loss to go on): ${safeText(activity.condition.detail ?? activity.condition.status, 100)}`
  }
  const open = leftRows(state).length
  if (open > 0) {
    return `${open} of an earlier session ${open === 1 ? 'is' : 'are'} open: r follows ${open === 1 ? 'it' : 'them'} to the end; nothing is signed again.`
  }
  const unsent = (activity.rows ?? []).filter(({ interrupted }) => interrupted).length
  if (unsent > 0) return `${unsent} ended before being sent: x drops ${unsent === 1 ? 'it' : 'them'}.`
  return undefined
}

function Nothing({ filtered }: { filtered: boolean }): ReactNode {
  return (
    <Box flexDirection="column" paddingLeft={2} paddingTop={1}>
      <Text>
        {filtered ? 'Nothing here contains that.' : 'Nothing was done with this program on this chain yet.'}
      </Text>
      {!filtered && <Text dimColor>What you sign appears here, and stays here after you leave.</Text>}
    </Box>
  )
}

function columnsOf(state: State): readonly TableColumn<ActivityRow>[] {
  const { list } = state.activity
  return [
    {
      title: sortedTitle('TIME', 'newest', list),
      width: 11,
      cell: ({ at }) => ({ text: timeOf(at, state.now), dim: true }),
    },
    {
      title: sortedTitle('WHAT', 'what', list, '↑'),
      width: 20,
      upTo: 44,
      cell: ({ operation }, width) => ({ text: safeText(titleOf(operation), width) }),
    },
    {
      title: sortedTitle('STATUS', 'status', list, '↑'),
      width: 15,
      upTo: 18,
      cell: (row) => {
        const { mark, word, color } = statusOf(row, state)
        return { text: `${mark} ${word}`, color }
      },
    },
    {
      title: 'RESULT',
      align: 'right',
      width: 14,
      upTo: 18,
      rank: 2,
      cell: (row) => ({ text: countdownShort(row, state) ?? resultOf(row, state) }),
    },
    {
      title: 'BLOCK',
      align: 'right',
      width: 8,
      rank: 1,
      cell: ({ block }) => ({ text: block ? `#${block.number}` : '', dim: true }),
    },
  ]
}

function countdownShort(row: ActivityRow, state: State): string | undefined {
  return countdownOf(row, state)?.replace(/,.*$/, '')
}

/** The selected one in three lines, below the list. */
function Brief({ state, row }: { state: State; row: ActivityRow }): ReactNode {
  const { mark, word, color } = statusOf(row, state)
  const countdown = countdownOf(row, state)
  const reason = row.report?.error?.message
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Text wrap="truncate-end">
        {'  '}
        <Text color={palette.accent}>{safeText(titleOf(row.operation), 60)}</Text>
        {'  '}
        <Text color={color}>
          {mark} {word}
        </Text>
        {countdown !== undefined && <Text dimColor>{`  ${countdown}`}</Text>}
      </Text>
      <Text dimColor wrap="truncate-end">
        {`  ${reason === undefined ? (row.hash ?? 'not signed') : safeText(reason, state.size.columns - 4)}`}
      </Text>
    </Box>
  )
}

/** Everything about one, its events last. */
function Details({ state, row, height }: { state: State; row: ActivityRow; height: number }): ReactNode {
  const { columns } = state.size
  const lines = detailLines(row, state, columns - 2)
  const room = Math.max(1, height - 1)
  const above = Math.max(0, Math.min(state.activity.detail?.above ?? 0, lines.length - room))
  const below = Math.max(0, lines.length - room - above)
  const hidden = [above > 0 ? `↑${above}` : '', below > 0 ? `↓${below}` : ''].join(' ').trim()
  const title = `  ${safeText(titleOf(row.operation), columns - 16)}`
  return (
    <Box flexDirection="column" height={height} overflow="hidden">
      <Text bold>{padEnd(title, columns - 1 - displayWidth(hidden)) + hidden}</Text>
      <Lines lines={lines.slice(above, above + room)} />
    </Box>
  )
}

function Lines({ lines }: { lines: readonly DetailLine[] }): ReactNode {
  return lines.map(({ label, text, color }, index) => (
    <Text key={index} wrap="truncate-end">
      {'  '}
      <Text dimColor>{padEnd(label, LABEL)}</Text>
      <Text color={color}>{text}</Text>
    </Text>
  ))
}
