import type { Subnet } from '@stake/chain'
import { Balance } from '@stake/math'
import { Box, Spacer, Text } from 'ink'
import type { ReactNode } from 'react'
import { showAmount, showPrice } from '../../amounts.ts'
import { safeText } from '../../safe-text.ts'
import type { State } from '../shell/state.ts'
import { isFiltering } from '../widgets/filter.ts'
import { FilterLine } from '../widgets/filter-line.tsx'
import { amountIn, subnetLabel, symbolOf } from '../widgets/labels.ts'
import { selectedOf } from '../widgets/list.ts'
import { palette } from '../widgets/palette.ts'
import { priceChange } from '../widgets/price-change.ts'
import { changeColor, Table, type TableColumn } from '../widgets/table.tsx'
import { subnetRows } from './subnet-list.ts'

/** Every subnet with its price and its pool. */
export function Subnets({ state, height }: { state: State; height: number }): ReactNode {
  const { live, subnets, size } = state
  if (!live?.snapshot) return <Text dimColor>{state.progress}</Text>
  const rows = subnetRows(live.snapshot, subnets)
  const selected = selectedOf(
    rows.map(({ netuid }) => netuid),
    subnets.selected,
  )
  const filtering = isFiltering(subnets.filter)
  const chosen = height >= 14 ? rows.find(({ netuid }) => netuid === selected) : undefined
  return (
    <Box flexDirection="column" height={height}>
      {filtering && <FilterLine filter={subnets.filter} found={rows.length} />}
      {rows.length === 0 ? (
        <Text dimColor>{'  '}No subnet matches.</Text>
      ) : (
        <Table
          columns={columnsOf(state)}
          rows={rows}
          keyOf={({ netuid }) => netuid}
          selected={selected}
          width={size.columns}
          height={height - (filtering ? 1 : 0) - (chosen ? 3 : 0)}
        />
      )}
      <Spacer />
      {chosen && <Details state={state} subnet={chosen} />}
    </Box>
  )
}

function columnsOf({ live, subnets: { order } }: State): readonly TableColumn<Subnet>[] {
  const sorted = (title: string, by: typeof order) => (by === order && by !== 'netuid' ? `${title}↓` : title)
  return [
    { title: 'NET', align: 'right', width: 3, cell: ({ netuid }) => ({ text: String(netuid) }) },
    {
      title: 'NAME',
      width: 11,
      upTo: 28,
      cell: ({ name, subtokenEnabled }, width) => ({ text: safeText(name, width), dim: !subtokenEnabled }),
    },
    { title: 'SYM', width: 4, rank: 2, cell: (subnet) => ({ text: symbolOf(subnet) }) },
    {
      title: sorted('PRICE', 'price'),
      align: 'right',
      width: 9,
      upTo: 12,
      cell: ({ price, pool }) => ({ text: pool ? showPrice(price) : '–' }),
    },
    {
      title: 'CHANGE',
      width: 8,
      cell: ({ netuid, price }) => {
        const change = priceChange(price, live?.previous?.subnets.get(netuid)?.price)
        return { text: change.text, color: changeColor(change.direction) }
      },
    },
    {
      title: sorted('TAO IN POOL', 'TAO in pool'),
      align: 'right',
      width: 13,
      upTo: 16,
      cell: ({ pool }, width) => ({ text: pool ? amountIn(pool.tao, width, undefined, 2) : 'unknown' }),
    },
    {
      title: 'ALPHA IN POOL',
      align: 'right',
      width: 14,
      upTo: 18,
      rank: 1,
      cell: (subnet, width) => ({
        text: subnet.pool ? amountIn(subnet.pool.alpha, width, symbolOf(subnet), 2) : 'curve',
      }),
    },
    {
      title: sorted('τ/BLOCK', 'emission'),
      align: 'right',
      width: 8,
      rank: 3,
      cell: ({ emission }) => ({ text: emission.tao.format({ decimals: 6, symbol: '' }) }),
    },
    {
      title: 'TEMPO',
      align: 'right',
      width: 5,
      rank: 0,
      cell: ({ tempo }) => ({ text: String(tempo), dim: true }),
    },
  ]
}

/** The selected subnet, with what has no place in the table. */
function Details({ state, subnet }: { state: State; subnet: Subnet }): ReactNode {
  const { netuid, price, alphaOut, registeredAt, subtokenEnabled } = subnet
  const symbol = symbolOf(subnet)
  const own = (state.live?.snapshot?.positions ?? [])
    .filter((position) => position.netuid === netuid && position.coldkey === state.session?.coldkey)
    .reduce((sum, { stake }) => sum.add(stake), Balance.zero(netuid))
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Text wrap="truncate-end">
        {'  '}
        <Text color={palette.accent}>{subnetLabel(subnet, 24)}</Text>
        <Text dimColor> at </Text>
        {showPrice(price, 9)}
        <Text dimColor> τ/{symbol}, yours </Text>
        {showAmount(own, symbol)}
      </Text>
      <Text wrap="truncate-end">
        {'  '}
        {subtokenEnabled ? (
          <>
            {showAmount(alphaOut, symbol, 2)}
            <Text dimColor> outside the pool, registered at block </Text>
            {registeredAt}
          </>
        ) : (
          <Text color={palette.warning}>not started yet: nothing can be staked on it</Text>
        )}
      </Text>
    </Box>
  )
}
