import type { Subnet } from '@stake/chain'
import { Balance } from '@stake/math'
import { Box, Spacer, Text } from 'ink'
import type { ReactNode } from 'react'
import { showAmount, showPrice } from '../../amounts.ts'
import { safeText } from '../../safe-text.ts'
import { changeSeen } from '../history/history.ts'
import type { State } from '../shell/state.ts'
import { progressBar } from '../widgets/charts/progress-bar.ts'
import { sparkline } from '../widgets/charts/sparkline.ts'
import { isFiltering } from '../widgets/filter.ts'
import { FilterLine } from '../widgets/filter-line.tsx'
import { amountIn, roundAmount, subnetLabel, symbolOf } from '../widgets/labels.ts'
import { selectedOf } from '../widgets/list.ts'
import { sortedTitle } from '../widgets/list-view.ts'
import { palette } from '../widgets/palette.ts'
import { changeColor, Table, type TableColumn } from '../widgets/table.tsx'
import { marketCap, type SubnetOrder, subnetRows, tempoProgress } from './subnet-list.ts'
import { SubnetScreen } from './subnet-screen.tsx'

/** Every subnet with its price and its pool, or one of them with all there is to know. */
export function Subnets({ state, height }: { state: State; height: number }): ReactNode {
  const { live, subnets, size } = state
  if (!live?.snapshot) return <Text dimColor>{state.progress}</Text>
  if (subnets.detail) return <SubnetScreen state={state} detail={subnets.detail} height={height} />
  const rows = subnetRows(live.snapshot, subnets)
  const selected = selectedOf(
    rows.map(({ netuid }) => netuid),
    subnets.selected,
  )
  const filtering = isFiltering(subnets.filter)
  const chosen = height >= 14 ? rows.find(({ netuid }) => netuid === selected) : undefined
  const columns = columnsOf(state)
  return (
    <Box flexDirection="column" height={height}>
      {filtering && <FilterLine filter={subnets.filter} found={rows.length} />}
      {rows.length === 0 ? (
        <Text dimColor>{'  '}No subnet matches; Esc clears the filter.</Text>
      ) : (
        <Table
          columns={columns}
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

function columnsOf(state: State): readonly TableColumn<Subnet>[] {
  const { live, subnets, history, plainSigns } = state
  const block = live?.snapshot?.block.number ?? 0
  const wide = state.size.columns >= 100
  const title = (text: string, by: SubnetOrder, usually: '↓' | '↑' = '↓') =>
    by === 'netuid' ? text : sortedTitle(text, by, subnets, usually)
  return [
    { title: 'NET', align: 'right', width: 3, cell: ({ netuid }) => ({ text: String(netuid) }) },
    {
      title: title('NAME', 'name', '↑'),
      width: 10,
      upTo: 28,
      cell: ({ name, subtokenEnabled }, width) => ({ text: safeText(name, width), dim: !subtokenEnabled }),
    },
    { title: 'SYM', width: 4, rank: 3, cell: (subnet) => ({ text: symbolOf(subnet) }) },
    {
      title: title('PRICE', 'price'),
      align: 'right',
      width: 8,
      upTo: 12,
      cell: ({ price }) => ({ text: showPrice(price) }),
    },
    {
      title: 'SEEN',
      width: 8,
      upTo: 24,
      rank: 4,
      cell: ({ netuid }, width) => ({
        text: sparkline(
          (history.prices.get(netuid)?.points ?? []).map(({ value }) => value),
          width,
          plainSigns,
        ),
        color: palette.accent,
      }),
    },
    {
      title: 'CHANGE',
      width: 8,
      rank: 1,
      cell: (subnet) => {
        const { text, direction } = changeSeen(history, subnet)
        return { text, color: changeColor(direction) }
      },
    },
    ...(wide
      ? [
          {
            title: 'MOVING',
            align: 'right' as const,
            width: 8,
            upTo: 12,
            rank: 2,
            cell: ({ netuid, movingPrice }: Subnet) => ({
              text: netuid === 0 ? '–' : showPrice(movingPrice),
            }),
          },
        ]
      : []),
    {
      title: title(wide ? 'MARKET CAP' : 'CAP', 'market cap'),
      align: 'right',
      width: wide ? 11 : 9,
      upTo: 12,
      rank: 5,
      cell: (subnet) => {
        const cap = marketCap(subnet)
        return { text: cap ? roundAmount(cap) : '–' }
      },
    },
    {
      title: title('TAO IN POOL', 'TAO in pool'),
      align: 'right',
      width: 12,
      upTo: 16,
      rank: 7,
      cell: ({ pool, reserves }, width) => ({
        text: amountIn(reserves.tao, width, undefined, 2),
        dim: pool === undefined,
      }),
    },
    ...(wide
      ? [
          {
            title: 'ALPHA IN POOL',
            align: 'right' as const,
            width: 14,
            upTo: 18,
            rank: 0,
            cell: (subnet: Subnet, width: number) => ({
              text: amountIn(subnet.reserves.alpha, width, symbolOf(subnet), 2),
              dim: subnet.pool === undefined,
            }),
          },
        ]
      : []),
    {
      title: title('τ/BLOCK', 'emission'),
      align: 'right',
      width: 8,
      rank: 4,
      cell: ({ emission }) => ({ text: emission.tao.format({ decimals: 6, symbol: '' }) }),
    },
    {
      title: title('TEMPO', 'next epoch', '↑'),
      width: wide ? 14 : 7,
      upTo: 20,
      rank: 6,
      cell: (subnet, width) => {
        const progress = tempoProgress(subnet, block)
        if (!subnet.subtokenEnabled) return { text: 'not yet', dim: true }
        if (!progress) return { text: '–', dim: true }
        const count = ` ${progress.passed}/${progress.tempo}`
        const bar = width >= 14 ? width - 8 : width
        return {
          text: progressBar(progress.passed, progress.tempo, bar, plainSigns) + (width >= 14 ? count : ''),
        }
      },
    },
  ]
}

/** The selected subnet, with what has no place in the table. */
function Details({ state, subnet }: { state: State; subnet: Subnet }): ReactNode {
  const { netuid, price, movingPrice, alphaOut, registeredAt, subtokenEnabled } = subnet
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
            {netuid !== 0 && (
              <>
                <Text dimColor>moving price </Text>
                {showPrice(movingPrice)}
                <Text dimColor>, </Text>
              </>
            )}
            {showAmount(alphaOut, symbol, 2)}
            <Text dimColor> {netuid === 0 ? 'staked' : 'outside the pool'}, registered at block </Text>
            {registeredAt}
          </>
        ) : (
          <Text color={palette.warning}>not started yet: nothing can be staked on it</Text>
        )}
      </Text>
    </Box>
  )
}
