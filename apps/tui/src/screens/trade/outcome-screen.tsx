import type { Subnet } from '@stake/chain'
import type { Report } from '@stake/ops'
import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { showPercent, showPrice } from '../../amounts.ts'
import { failureOf } from '../../failure.ts'
import { displayWidth, padEnd, safeText } from '../../safe-text.ts'
import { symbolOf } from '../widgets/labels.ts'
import { Line } from '../widgets/line.tsx'
import { windowOf } from '../widgets/list.ts'
import { palette } from '../widgets/palette.ts'
import { PartLine, wrapParts } from '../widgets/parts.tsx'
import { Problem } from '../widgets/problem.tsx'
import { Mark, Steps } from '../widgets/steps.tsx'
import { newestStep, stepsOf } from './leg-steps.ts'
import { amountsOf, headlineOf, headlineText } from './leg-words.ts'
import { failedLegs, isOver, type LegOnItsWay, type RunForm, type Transaction } from './transaction.ts'

/** What became of what was said yes to, as it becomes known: of one leg everything, of many a line each. */
export function OutcomeScreen({
  transaction,
  selected = 0,
  columns,
  height,
}: {
  transaction: Transaction
  selected?: number
  columns: number
  height: number
}): ReactNode {
  const { legs } = transaction
  const leg = legs[selected] ?? legs[0]
  if (!leg) return null
  if (legs.length === 1) {
    return (
      <Box flexDirection="column" height={height} overflow="hidden">
        <OneLeg transaction={transaction} leg={leg} columns={columns} height={height} />
      </Box>
    )
  }
  const list = Math.max(3, Math.min(legs.length, height >= 24 ? Math.floor(height / 2) : height - 9))
  return (
    <Box flexDirection="column" height={height} overflow="hidden">
      <Overall transaction={transaction} columns={columns} />
      <LegList transaction={transaction} selected={selected} columns={columns} height={list} />
      <Text dimColor>{'─'.repeat(columns)}</Text>
      <OneLeg transaction={transaction} leg={leg} columns={columns} height={height - list - 2} />
    </Box>
  )
}

const formWords: Readonly<Record<RunForm, string>> = {
  run: 'in one',
  gather: 'at once',
  batch: 'all or none',
  sequence: 'one after the other',
}

/** How many are done, as a bar and in numbers. */
function Overall({ transaction, columns }: { transaction: Transaction; columns: number }): ReactNode {
  const { legs, form } = transaction
  const over = legs.filter(isOver).length
  const failed = failedLegs(transaction).length
  const partly = legs.filter((leg) => isOver(leg) && leg.report?.fill === 'partly').length
  const words = [
    `${over} of ${legs.length} final`,
    ...(partly > 0 ? [`${partly} in part`] : []),
    ...(failed > 0 ? [`${failed} not executed`] : []),
    formWords[form],
  ].join(', ')
  const bar = Math.max(5, Math.min(40, columns - displayWidth(words) - 8))
  const filled = Math.floor((over / legs.length) * bar)
  return (
    <Text bold wrap="truncate-end">
      {'  '}
      <Text color={failed > 0 ? palette.warning : palette.good}>{'█'.repeat(filled)}</Text>
      <Text dimColor>{'░'.repeat(bar - filled)}</Text>
      {'  '}
      {words}
    </Text>
  )
}

function LegList({
  transaction,
  selected,
  columns,
  height,
}: {
  transaction: Transaction
  selected: number
  columns: number
  height: number
}): ReactNode {
  const places = [...transaction.legs.keys()]
  return windowOf(places, selected, height).entries.map((place) => {
    const leg = transaction.legs[place]
    if (!leg) return null
    const { mark, name, text } = newestStep(leg, transaction)
    const isSelected = place === selected
    const title = padEnd(
      safeText(headlineText(leg.leg), columns - 34),
      Math.max(0, Math.min(48, columns - 34)),
    )
    return (
      <Text key={place} wrap="truncate-end" bold={isSelected}>
        {isSelected ? '❯ ' : '  '}
        {String(place + 1).padStart(3)} {title} <Mark mark={mark} /> {padEnd(name, 9)}{' '}
        <Text dimColor>{text}</Text>
      </Text>
    )
  })
}

function OneLeg({
  transaction,
  leg,
  columns,
  height,
}: {
  transaction: Transaction
  leg: LegOnItsWay
  columns: number
  height: number
}): ReactNode {
  const { before, place, after } = headlineOf(leg.leg)
  const { report } = leg
  const { failure } = transaction
  const shown = report?.error ? failureOf(report.error) : isOver(leg) ? undefined : failure
  const roomy = height >= 11
  // What differs from the quote stands beside the figures, as long as they say all of it.
  const alarms = (report?.alarms ?? []).filter(({ code }) => code !== 'Drift' || report?.fill !== 'filled')
  return (
    <>
      <PartLine
        parts={[
          { text: `  ${before}`, bold: true },
          { text: place, bold: true, color: palette.accent },
          { text: after, bold: true },
        ]}
      />
      {roomy && <Text> </Text>}
      <Steps steps={stepsOf(leg, transaction)} />
      {roomy && <Text> </Text>}
      {shown && (
        <Box paddingLeft={2} flexShrink={0}>
          <Problem failure={shown} width={columns - 4} />
        </Box>
      )}
      {report?.status === 'executed' && <Figures leg={leg} report={report} />}
      {report && report.status !== 'executed' && !report.networkFee.isZero() && (
        <Line label="Network fee">
          <Text>{amountsOf([])(report.networkFee)} was paid all the same</Text>
        </Line>
      )}
      {alarms.map(({ code, message }) => (
        <Box key={code} flexDirection="column" flexShrink={0}>
          {wrapParts(
            [{ text: `${code === 'Drift' ? '≈' : '!'} ${safeText(message, 300)}` }],
            columns - 4,
          ).map((line, index) => (
            <Text
              key={index}
              color={code === 'Drift' ? undefined : palette.warning}
              dimColor={code === 'Drift'}
            >
              {'  '}
              {line.map(({ text }) => text).join('')}
            </Text>
          ))}
        </Box>
      ))}
    </>
  )
}

/** Who got what came out, where it is not the account itself. */
const receivedLabels: Readonly<Partial<Record<Report['operation']['kind'], string>>> = {
  stakeBurn: 'Burned',
  transferStake: 'They got',
}

/** What was really executed, beside what was quoted. */
function Figures({ leg: { leg }, report }: { leg: LegOnItsWay; report: Report }): ReactNode {
  const { asked, executed, received, expected, rest, averagePrice, plannedAveragePrice, fill, free } = report
  const exact = amountsOf(leg.subnets)
  const sign = symbolOf(pricedIn(leg.subnets, report))
  if (fill === 'unknown') {
    return (
      <Line label="Executed">
        <Text color={palette.warning}>It succeeded; what it did in numbers cannot be read any more.</Text>
      </Line>
    )
  }
  return (
    <>
      {!asked.isZero() && (
        <Line label="Executed">
          <Text wrap="truncate-end">
            {exact(executed)}
            <Text color={fill === 'filled' ? palette.good : palette.warning}>
              {fill === 'filled' ? ' in full' : ` of ${exact(asked)}, partly`}
            </Text>
          </Text>
        </Line>
      )}
      {!received.isZero() && (
        <Line label={receivedLabels[report.operation.kind] ?? 'Received'}>
          <Text wrap="truncate-end">
            <Text bold>{exact(received)}</Text>
            <Text dimColor> {fill === 'filled' ? againstQuote(received.rao, expected.rao) : ''}</Text>
          </Text>
        </Line>
      )}
      {averagePrice && (
        <Line label="Average">
          <Text wrap="truncate-end">
            {showPrice(averagePrice, 9)} τ/{sign}
            {plannedAveragePrice && plannedAveragePrice.bits !== averagePrice.bits && (
              <Text dimColor> quoted {showPrice(plannedAveragePrice, 9)}</Text>
            )}
          </Text>
        </Line>
      )}
      <Line label="Fees">
        <Text wrap="truncate-end">
          {!report.swapFee.isZero() && (
            <>
              <Text dimColor>swap </Text>
              {exact(report.swapFee)}
              {'  '}
            </>
          )}
          <Text dimColor>network </Text>
          {exact(report.feeInAlpha ?? report.networkFee)}
        </Text>
      </Line>
      {!free.isZero() && (
        <Line label="Free">
          <Text>{exact(free)} became free TAO</Text>
        </Line>
      )}
      {!rest.isZero() && (
        <Line label="Rest">
          <Text>
            {exact(rest)}{' '}
            {rest.netuid === 0 && report.operation.kind !== 'unstake' ? 'stays free' : 'stays staked'}
          </Text>
        </Line>
      )}
    </>
  )
}

function pricedIn(subnets: readonly Subnet[], { executed, received }: Report): Subnet | undefined {
  const netuid = executed.netuid === 0 ? received.netuid : executed.netuid
  return subnets.find((subnet) => subnet.netuid === netuid)
}

/** How much more or less came out than was quoted; never only a colour. */
function againstQuote(received: bigint, expected: bigint): string {
  if (expected === 0n) return ''
  if (received === expected) return 'exactly as quoted'
  const more = received > expected
  const ppb = ((more ? received - expected : expected - received) * 1_000_000_000n) / expected
  const part = ppb < 100_000n ? 'less than 0.01%' : showPercent(ppb)
  return `${part} ${more ? 'more' : 'less'} than quoted`
}
