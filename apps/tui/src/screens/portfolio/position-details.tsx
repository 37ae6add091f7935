import { Balance } from '@stake/math'
import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { showAmount, showPercent, showPrice } from '../../amounts.ts'
import type { Holding, Holdings } from '../../holdings.ts'
import { changeSeen } from '../history/history.ts'
import type { State } from '../shell/state.ts'
import { shareOf, subnetLabel, symbolOf } from '../widgets/labels.ts'
import { Line } from '../widgets/line.tsx'
import { palette } from '../widgets/palette.ts'
import { dailyTao, positionKey } from './selection.ts'

/** The position under the cursor: its validator in full and what leaving it would mean, in two lines or in all. */
export function PositionDetails({
  state,
  holding,
  holdings,
  width,
  brief = false,
}: {
  state: State
  holding: Holding
  holdings: Holdings
  width: number
  brief?: boolean
}): ReactNode {
  const { position, subnet, spotValue, exit, exitLoss } = holding
  const { earnings, unread } = state.portfolio
  const symbol = symbolOf(subnet)
  const locked = position.available.compare(position.stake) < 0
  const title = subnet ? subnetLabel(subnet, 24) : `subnet ${position.netuid}`
  // Less than a hundredth of a percent is nothing to tell.
  const lost = exitLoss !== undefined && exitLoss >= 100_000n ? showPercent(exitLoss) : undefined
  const day = dailyTao(holding, earnings)
  if (brief) {
    return (
      <Box flexDirection="column" marginBottom={1} flexShrink={0}>
        <Text wrap="truncate-end">
          {'  '}
          <Text color={palette.accent}>{title}</Text>
          <Text dimColor> with </Text>
          {position.hotkey}
        </Text>
        <Text wrap="truncate-end">
          {'  '}
          {showAmount(position.stake, symbol, locked ? 4 : 9)}
          {locked && (
            <Text color={palette.warning}>, {showAmount(position.available, symbol)} not locked</Text>
          )}
          {exit && (
            <>
              <Text dimColor> sells at </Text>
              {showPrice(exit.averagePrice, locked ? 6 : 9)}
              <Text dimColor> on average</Text>
              {lost && <Text dimColor>, {lost} below spot</Text>}
            </>
          )}
        </Text>
      </Box>
    )
  }
  const since = (subnet && changeSeen(state.history, subnet).text) || 'unchanged'
  return (
    <Box flexDirection="column" width={width} flexShrink={0}>
      <Text wrap="truncate-end">
        {'  '}
        <Text bold color={palette.accent}>
          {title}
        </Text>
        {state.marked.has(positionKey(position)) && <Text> ◆ marked</Text>}
      </Text>
      {width < 64 ? (
        <Text>
          <Text dimColor>{'  '}with </Text>
          {position.hotkey}
        </Text>
      ) : (
        <Line label="Validator">
          <Text wrap="truncate-end">{position.hotkey}</Text>
        </Line>
      )}
      <Line label="Stake">
        <Text wrap="truncate-end">
          {showAmount(position.stake, symbol, 9)}
          {locked && (
            <Text color={palette.warning}> {showAmount(position.available, symbol, 9)} not locked</Text>
          )}
        </Text>
      </Line>
      <Line label="Price">
        <Text wrap="truncate-end">
          {subnet ? `${showPrice(subnet.price, 9)} τ/${symbol}` : '–'}
          <Text dimColor> since start </Text>
          {since}
        </Text>
      </Line>
      <Line label="At spot">
        <Text wrap="truncate-end">
          {spotValue ? showAmount(spotValue, undefined, 9) : 'this pool cannot be quoted by this release'}
          {spotValue && <Text dimColor> {shareOf(spotValue.rao, holdings.spotTotal.rao, 2)} of all</Text>}
        </Text>
      </Line>
      {exit && (
        <>
          <Line label="Exit now">
            <Text wrap="truncate-end">
              <Text bold>{showAmount(exit.received, undefined, 9)}</Text>
              {lost && <Text dimColor> {lost} less than at spot</Text>}
            </Text>
          </Line>
          <Line label="">
            <Text dimColor wrap="truncate-end">
              average {showPrice(exit.averagePrice, 9)}, end {showPrice(exit.endPrice, 9)} τ/{symbol}
            </Text>
          </Line>
          <Line label="Fees">
            <Text wrap="truncate-end">
              <Text dimColor>pool </Text>
              {showAmount(exit.fee, symbol, 9)}
              <Text dimColor>, network </Text>
              {earnings?.networkFee ? `about ${showAmount(earnings.networkFee, undefined, 6)}` : '…'}
            </Text>
          </Line>
        </>
      )}
      <Line label="A day">
        <Text wrap="truncate-end">
          {day === undefined ? (unread ? 'could not be read' : '…') : showAmount(Balance.fromRao(day))}
          <Text dimColor>
            {' '}
            of 7,200 blocks, by the last epoch{position.netuid === 0 ? ', as claims' : ''}
          </Text>
        </Text>
      </Line>
      {unread && <Text color={palette.bad}>{`  ✗ ${unread.message}`}</Text>}
    </Box>
  )
}
