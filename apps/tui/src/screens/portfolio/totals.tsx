import { Balance } from '@stake/math'
import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { showAmount } from '../../amounts.ts'
import type { Holdings } from '../../holdings.ts'
import type { Series } from '../history/series.ts'
import type { State } from '../shell/state.ts'
import { lineChart } from '../widgets/charts/line-chart.ts'
import { endsOf } from '../widgets/charts/scale.ts'
import { sparkline } from '../widgets/charts/sparkline.ts'
import { shareOf } from '../widgets/labels.ts'
import { palette } from '../widgets/palette.ts'
import { changeColor } from '../widgets/table.tsx'
import { dailyTao, positionKey } from './selection.ts'

/** Free, all at spot, all if sold now; then how that changed since the start. */
export function TotalLines({
  state,
  holdings,
  lines,
}: {
  state: State
  holdings: Holdings
  lines: number
}): ReactNode {
  const { free, spotTotal, exitTotal } = holdings
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Text wrap="truncate-end">
        {'  '}
        {state.size.columns >= 80 && (
          <>
            <Text dimColor>Free </Text>
            <Text bold>{showAmount(free)}</Text>{' '}
          </>
        )}
        <Text dimColor>All </Text>
        <Text bold>{showAmount(spotTotal)}</Text>
        <Text dimColor> at spot, </Text>
        <Text bold>{showAmount(exitTotal)}</Text>
        <Text dimColor> if sold now</Text>
      </Text>
      {lines > 1 && (
        <Text wrap="truncate-end">
          {'  '}
          <Since series={state.history.exit} />
          {state.size.columns >= 80 && (
            <Text dimColor>
              {'  '}
              {sparkline(valuesOf(state.history.exit), 12, state.plainSigns)}
            </Text>
          )}
        </Text>
      )}
      {lines > 2 && (
        <Text wrap="truncate-end">
          <Text dimColor>{'  '}emission </Text>
          {dayText(state, holdings)}
          <Text dimColor>{` a day, network fees of selling all ${networkFees(state, holdings)}`}</Text>
        </Text>
      )}
    </Box>
  )
}

/** The same beside the list, with a chart of the value over the session. */
export function TotalsPanel({
  state,
  holdings,
  width,
  height,
}: {
  state: State
  holdings: Holdings
  width: number
  height: number
}): ReactNode {
  const { free, rows, spotTotal, exitTotal } = holdings
  const { history, marked, plainSigns } = state
  const inner = width - 3
  const chartHeight = Math.max(3, Math.min(16, height - 17))
  const values = valuesOf(history.exit)
  const [low, high] = endsOf(values)
  const stakes = spotTotal.subtract(free)
  const chosen = rows.filter(({ position }) => marked.has(positionKey(position)))
  return (
    <Box flexDirection="column" width={width} height={height} paddingLeft={2} overflow="hidden">
      <Text bold>Worth</Text>
      <Row name="Free" amount={free} width={inner} />
      <Row name="Stakes at spot" amount={stakes} width={inner} />
      <Row name="All at spot" amount={spotTotal} width={inner} bold />
      <Row name="All if sold now" amount={exitTotal} width={inner} bold />
      <Row
        name="Slippage and pool fees"
        text={
          stakes.isZero()
            ? '–'
            : `-${shareOf(spotTotal.rao - min(exitTotal.rao, spotTotal.rao), stakes.rao, 2)}`
        }
        width={inner}
      />
      <Row name="Network fees besides" text={networkFees(state, holdings)} width={inner} />
      <Text> </Text>
      <Row name="Emission a day" text={dayText(state, holdings)} width={inner} />
      {chosen.length > 0 && (
        <Row
          name={`◆ ${chosen.length} marked, at exit`}
          amount={chosen.reduce(
            (sum, { exitValue }) => (exitValue ? sum.add(exitValue) : sum),
            Balance.zero(),
          )}
          width={inner}
        />
      )}
      <Text> </Text>
      <Text bold>If sold now, over this session</Text>
      {lineChart(values, { width: inner, height: chartHeight, plain: plainSigns }).map((line, index) => (
        <Text key={index} color={palette.accent} wrap="truncate-end">
          {line}
        </Text>
      ))}
      <Text dimColor wrap="truncate-end">
        from {showAmount(Balance.fromRao(low))} to {showAmount(Balance.fromRao(high))}
      </Text>
      <Text wrap="truncate-end">
        <Since series={history.exit} brief />
      </Text>
    </Box>
  )
}

function Row({
  name,
  amount,
  text = amount ? showAmount(amount) : '',
  width,
  bold = false,
}: {
  name: string
  amount?: Balance
  text?: string
  width: number
  bold?: boolean
}): ReactNode {
  return (
    <Box width={width} justifyContent="space-between" flexShrink={0}>
      <Text dimColor wrap="truncate-end">
        {name}
      </Text>
      <Text bold={bold}>{text}</Text>
    </Box>
  )
}

/** How a value moved since the first block of the session: arrow, sign, amount, percentage, and over how many blocks. */
function Since({ series: { points }, brief = false }: { series: Series; brief?: boolean }): ReactNode {
  const [first] = points
  const last = points.at(-1)
  if (!first || !last || last.block === first.block) return <Text dimColor>since start: the first block</Text>
  const blocks = last.block - first.block
  const moved = last.value - first.value
  const direction = moved > 0n ? 'up' : moved < 0n ? 'down' : 'same'
  const size = moved < 0n ? -moved : moved
  const mark = direction === 'up' ? '▲+' : '▼-'
  if (direction === 'same')
    return (
      <Text dimColor>
        {brief ? '' : 'since start '}unchanged{blocksOf(blocks)}
      </Text>
    )
  return (
    <>
      {!brief && <Text dimColor>since start </Text>}
      <Text color={changeColor(direction)}>
        {mark}
        {showAmount(Balance.fromRao(size))} ({shareOf(size, first.value, 2)})
      </Text>
      <Text dimColor>{blocksOf(blocks)}</Text>
    </>
  )
}

function blocksOf(blocks: number): string {
  return ` in ${blocks} block${blocks === 1 ? '' : 's'}`
}

/** What all positions earn a day. */
function dayText({ portfolio: { earnings, unread } }: State, { rows }: Holdings): string {
  if (!earnings) return unread ? 'could not be read' : '…'
  const day = rows.reduce((sum, row) => sum + (dailyTao(row, earnings) ?? 0n), 0n)
  return showAmount(Balance.fromRao(day))
}

/** The network's fees of selling everything are not in the exit: they are said apart. */
function networkFees({ portfolio: { earnings, unread } }: State, { rows }: Holdings): string {
  if (rows.length === 0) return 'nothing'
  const fee = earnings?.networkFee
  if (!fee) return unread ? 'could not be read' : 'being read …'
  return `about ${showAmount(Balance.fromRao(fee.rao * BigInt(rows.length)), undefined, 6)}`
}

function valuesOf({ points }: Series): readonly bigint[] {
  return points.map(({ value }) => value)
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
