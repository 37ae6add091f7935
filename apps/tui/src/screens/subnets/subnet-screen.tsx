import type { Subnet } from '@stake/chain'
import { Price } from '@stake/math'
import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { showAmount, showPrice } from '../../amounts.ts'
import { changeSeen } from '../history/history.ts'
import type { State } from '../shell/state.ts'
import { lineChart } from '../widgets/charts/line-chart.ts'
import { progressBar } from '../widgets/charts/progress-bar.ts'
import { endsOf } from '../widgets/charts/scale.ts'
import { sparkline } from '../widgets/charts/sparkline.ts'
import { roundAmount, subnetLabel, symbolOf } from '../widgets/labels.ts'
import { palette } from '../widgets/palette.ts'
import { changeColor } from '../widgets/table.tsx'
import { impactOf } from './impact.ts'
import { ImpactView } from './impact-view.tsx'
import type { SubnetDetail } from './subnet-detail.ts'
import { marketCap, tempoProgress } from './subnet-list.ts'
import { ValidatorTable } from './validator-table.tsx'

/** From so many columns on the validators stand beside the pool and its chart. */
const WIDE = 116
/** Rows that pool, chart and validators need where they stand under each other. */
const TALL = 30

/** One subnet: its pool, what trades do to its price, and who validates on it. */
export function SubnetScreen({
  state,
  detail,
  height,
}: {
  state: State
  detail: SubnetDetail
  height: number
}): ReactNode {
  const { columns } = state.size
  const subnet = state.live?.snapshot?.subnets.get(detail.netuid)
  if (!subnet)
    return <Text color={palette.warning}>{`  Subnet ${detail.netuid} is gone; Esc leads back.`}</Text>
  const wide = columns >= WIDE
  const left = wide ? Math.floor(columns * 0.48) : columns
  const facts = wide ? 9 : height >= 16 ? 5 : 3
  const rest = height - facts
  const both = wide || height >= TALL
  const chartHeight = wide
    ? Math.max(8, Math.min(22, rest - 9))
    : both
      ? Math.min(14, Math.floor(rest / 2))
      : rest
  const withChart = both || detail.shows === 'chart'
  const withValidators = both || detail.shows === 'validators'
  const pool = (
    <>
      <Facts state={state} subnet={subnet} lines={facts} width={left} />
      {withChart && (
        <Impact state={state} detail={detail} subnet={subnet} width={left} height={chartHeight} />
      )}
    </>
  )
  if (wide) {
    return (
      <Box height={height} width={columns}>
        <Box flexDirection="column" width={left} height={height} overflow="hidden">
          {pool}
          <Seen state={state} subnet={subnet} width={left} height={rest - chartHeight} />
        </Box>
        <Box width={1} />
        <ValidatorTable
          state={state}
          detail={detail}
          subnet={subnet}
          width={columns - left - 1}
          height={height}
        />
      </Box>
    )
  }
  return (
    <Box flexDirection="column" height={height} width={columns} overflow="hidden">
      {pool}
      {withValidators && (
        <ValidatorTable
          state={state}
          detail={detail}
          subnet={subnet}
          width={columns}
          height={rest - (withChart ? chartHeight : 0)}
        />
      )}
    </Box>
  )
}

/** The price over the session, where there is room for it. */
function Seen({
  state,
  subnet,
  width,
  height,
}: {
  state: State
  subnet: Subnet
  width: number
  height: number
}): ReactNode {
  const points = state.history.prices.get(subnet.netuid)?.points ?? []
  const [first] = points
  const last = points.at(-1)
  if (height < 6 || !first || !last || first === last) return null
  const values = points.map(({ value }) => value)
  const [low, high] = endsOf(values).map((bits) => showPrice(Price.fromBits(bits), 7))
  const lines = lineChart(values, {
    width: width - 4,
    height: Math.min(12, height - 3),
    plain: state.plainSigns,
  })
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0} overflow="hidden">
      <Text> </Text>
      <Text wrap="truncate-end">
        {'  '}
        <Text bold>Price seen</Text>
        <Text dimColor>{` in ${last.block - first.block} blocks, from ${low} to ${high}`}</Text>
      </Text>
      {lines.map((line, index) => (
        <Text key={index} color={palette.accent} wrap="truncate-end">
          {`  ${line}`}
        </Text>
      ))}
    </Box>
  )
}

function Facts({
  state,
  subnet,
  lines,
  width,
}: {
  state: State
  subnet: Subnet
  lines: number
  width: number
}): ReactNode {
  const { history, live, plainSigns } = state
  const { netuid, price, movingPrice, reserves, alphaOut, emission, pool, curve } = subnet
  const symbol = symbolOf(subnet)
  const points = history.prices.get(netuid)?.points ?? []
  const change = changeSeen(history, subnet)
  const progress = tempoProgress(subnet, live?.snapshot?.block.number ?? 0)
  const cap = marketCap(subnet)
  const root = netuid === 0
  const depth = [
    'pool',
    showAmount(reserves.tao, undefined, 2) + (root ? '' : ` + ${showAmount(reserves.alpha, symbol, 2)}`),
  ] as const
  const outside = [root ? 'staked' : 'outside', showAmount(alphaOut, symbol, 2)] as const
  const worth = cap ? ([['cap', roundAmount(cap)]] as const) : []
  const moving = root ? [] : ([['moving', showPrice(movingPrice)]] as const)
  const paid = [
    'a block',
    `${showAmount(emission.tao, undefined, 6)} + ${showAmount(emission.alphaOut, symbol, 4)}`,
  ] as const
  const shape = ['curve', curve] as const
  const all = [depth, outside, ...worth, ...moving, paid, shape]
  const words =
    lines >= 9
      ? all.map((word) => [word])
      : lines > 3
        ? [
            [depth, outside, ...worth],
            [...moving, paid, shape],
          ]
        : [[depth], [outside, ...worth]]
  return (
    <Box flexDirection="column" height={lines} width={width} flexShrink={0} overflow="hidden">
      <Text wrap="truncate-end">
        {'  '}
        <Text bold color={palette.accent}>
          {subnetLabel(subnet, 24)}
        </Text>
        {'  '}
        <Text bold>{showPrice(price, 9)}</Text>
        <Text dimColor> τ/{symbol} </Text>
        <Text color={changeColor(change.direction)}>{change.text || '='}</Text>
        <Text color={palette.accent}>
          {' '}
          {sparkline(
            points.map(({ value }) => value),
            16,
            plainSigns,
          )}
        </Text>
      </Text>
      {words.map((some, index) => (
        <Text key={index} wrap="truncate-end">
          {'  '}
          {some.map(([name, text], place) => (
            <Text key={name}>
              <Text dimColor>{`${place > 0 ? ', ' : ''}${name.padEnd(lines >= 9 ? 12 : 0)} `}</Text>
              {text}
            </Text>
          ))}
        </Text>
      ))}
      {lines > 3 && (
        <Text wrap="truncate-end">
          {!subnet.subtokenEnabled ? (
            <Text color={palette.warning}>{'  '}not started yet: nothing can be staked on it</Text>
          ) : !pool ? (
            <Text color={palette.warning}>{'  '}this release has no formulas for the curve of this pool</Text>
          ) : progress ? (
            <>
              <Text dimColor>{`  ${'tempo'.padEnd(lines >= 9 ? 12 : 0)} `}</Text>
              {progressBar(progress.passed, progress.tempo, 16, plainSigns)} {progress.passed}/
              {progress.tempo}
              <Text dimColor>
                {progress.left === 0 ? ', the epoch is due' : `, ${progress.left} to the epoch`}
              </Text>
            </>
          ) : (
            <Text dimColor>{'  '}paid by the epochs of all subnets</Text>
          )}
        </Text>
      )}
    </Box>
  )
}

function Impact({
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
  const { pool } = subnet
  const { tolerance } = detail
  if (height < 4) return null
  const symbol = symbolOf(subnet)
  const doing = detail.side === 'buy' ? 'staking' : 'unstaking'
  const impact = pool && impactOf(pool, detail.side, tolerance, 60)
  const why = !pool
    ? 'Without formulas for this pool there is no chart.'
    : pool.curve === 'stable'
      ? 'One to one: no trade moves this price.'
      : 'This pool is too shallow for a chart at this tolerance.'
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0} overflow="hidden">
      <Text wrap="truncate-end">
        {'  '}
        <Text bold>Price impact of {doing}</Text>
        <Text dimColor> τ/{symbol}, tolerance </Text>
        {tolerance.toString()}
        {width >= 72 && (
          <Text dimColor>
            {'  '}x {doing === 'staking' ? 'unstaking' : 'staking'}, + - tolerance
          </Text>
        )}
      </Text>
      {impact ? (
        <ImpactView
          impact={impact}
          symbol={symbol}
          width={width}
          height={height - 1}
          plain={state.plainSigns}
        />
      ) : (
        <Text dimColor>{`  ${why}`}</Text>
      )}
    </Box>
  )
}
