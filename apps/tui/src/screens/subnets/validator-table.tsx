import type { Subnet, Validator } from '@stake/chain'
import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { safeText } from '../../safe-text.ts'
import { delegateNames } from '../delegates/delegate-names.ts'
import type { State } from '../shell/state.ts'
import { isFiltering } from '../widgets/filter.ts'
import { FilterLine } from '../widgets/filter-line.tsx'
import { amountIn, shortAddress, symbolOf, takeLabel } from '../widgets/labels.ts'
import { selectedOf } from '../widgets/list.ts'
import { sortedTitle } from '../widgets/list-view.ts'
import { palette } from '../widgets/palette.ts'
import { Table, type TableColumn } from '../widgets/table.tsx'
import { type SubnetDetail, type ValidatorOrder, validatorRows } from './subnet-detail.ts'

/** Who validates on a subnet, with the selected one's address in full. */
export function ValidatorTable({
  state,
  detail,
  subnet,
  width,
  height,
}: {
  state: State
  detail: SubnetDetail
  subnet: Subnet
  width: number
  height: number
}): ReactNode {
  const names = delegateNames(state)
  const rows = validatorRows(detail, names)
  const keys = rows.map(({ hotkey }) => hotkey)
  const selected = selectedOf(keys, detail.selected)
  const filtering = isFiltering(detail.filter)
  const own = ownStakes(state, detail.netuid)
  const yours = own.get(selected ?? '')
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0} overflow="hidden">
      {filtering && <FilterLine filter={detail.filter} found={rows.length} />}
      {rows.length > 0 ? (
        <>
          <Table
            columns={columnsOf(detail, subnet, names, own)}
            rows={rows}
            keyOf={({ hotkey }) => hotkey}
            selected={selected}
            width={width}
            height={height - 1 - (filtering ? 1 : 0)}
            marked={{ sign: '•', has: (hotkey) => own.has(hotkey) }}
          />
          <Text wrap="truncate-end">
            {'  '}
            {selected}
            {yours && (
              <Text color={palette.accent}>
                {width < 76 ? ' • yours' : ` • yours ${amountIn(yours, 20, symbolOf(subnet))}`}
              </Text>
            )}
          </Text>
        </>
      ) : detail.unread && !detail.validators ? (
        <Text
          color={palette.bad}
        >{`  ✗ ${detail.unread.message} The next block brings another attempt.`}</Text>
      ) : detail.validators ? (
        <Text dimColor>
          {filtering
            ? '  No validator matches; Esc clears the filter.'
            : '  Nobody is registered on this subnet.'}
        </Text>
      ) : (
        <Text dimColor>{'  '}Reading the validators …</Text>
      )}
    </Box>
  )
}

/** What the account has with each validator of a subnet. */
function ownStakes({ live, session }: State, netuid: number): ReadonlyMap<string, Validator['stake']> {
  return new Map(
    (live?.snapshot?.positions ?? [])
      .filter((position) => position.netuid === netuid && position.coldkey === session?.coldkey)
      .map(({ hotkey, stake }) => [hotkey, stake]),
  )
}

function columnsOf(
  detail: SubnetDetail,
  subnet: Subnet,
  names: ReadonlyMap<string, string>,
  own: ReadonlyMap<string, Validator['stake']>,
): readonly TableColumn<Validator>[] {
  const title = (text: string, by: ValidatorOrder, usually: '↓' | '↑' = '↓') =>
    sortedTitle(text, by, detail, usually)
  const symbol = symbolOf(subnet)
  return [
    {
      title: title('UID', 'uid', '↑'),
      align: 'right',
      width: 4,
      rank: 1,
      cell: ({ uid }) => ({ text: String(uid) }),
    },
    {
      title: 'VALIDATOR',
      width: 13,
      upTo: 24,
      cell: ({ hotkey, permit }, width) => ({
        text: names.get(hotkey)
          ? safeText(names.get(hotkey) ?? '', width)
          : shortAddress(hotkey, Math.min(12, width - 5)),
        dim: !permit,
      }),
    },
    {
      title: title('STAKE', 'stake'),
      align: 'right',
      width: 14,
      upTo: 18,
      cell: ({ stake }, width) => ({ text: amountIn(stake, width, symbol, 2) }),
    },
    {
      title: title('TAKE', 'take', '↑'),
      align: 'right',
      width: 7,
      cell: ({ take }) => ({ text: takeLabel(take) }),
    },
    {
      title: title('DIVIDENDS', 'dividends'),
      align: 'right',
      width: 12,
      upTo: 16,
      rank: 3,
      cell: ({ dividends }, width) => ({ text: amountIn(dividends, width, symbol) }),
    },
    {
      title: 'PERMIT',
      width: 6,
      rank: 2,
      cell: ({ permit }) => ({ text: permit ? 'yes' : 'no', dim: !permit }),
    },
    ...(own.size > 0
      ? [
          {
            title: 'YOURS',
            align: 'right' as const,
            width: 10,
            upTo: 14,
            rank: 0,
            cell: ({ hotkey }: Validator, width: number) => {
              const stake = own.get(hotkey)
              return { text: stake ? amountIn(stake, width, symbol) : '' }
            },
          },
        ]
      : []),
  ]
}
