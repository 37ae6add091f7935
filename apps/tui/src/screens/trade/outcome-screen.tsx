import type { Balance } from '@stake/math'
import type { Report } from '@stake/ops'
import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { showAmount, showPrice } from '../../amounts.ts'
import { failureOf } from '../../failure.ts'
import { safeText } from '../../safe-text.ts'
import { shortAddress, subnetLabel, symbolOf } from '../widgets/labels.ts'
import { Line } from '../widgets/line.tsx'
import { palette } from '../widgets/palette.ts'
import { Problem } from '../widgets/problem.tsx'
import { isPending, type Transaction } from './transaction.ts'

/** What became of a trade, as it becomes known. */
export function OutcomeScreen({
  transaction,
  columns,
  height,
}: {
  transaction: Transaction
  columns: number
  height: number
}): ReactNode {
  const { leg, report, failure } = transaction
  const { operation, subnet, amount } = leg
  const symbol = symbolOf(subnet)
  const stake = operation.kind === 'stake'
  const shown = failure ?? (report?.error && failureOf(report.error))
  return (
    <Box flexDirection="column" height={height} overflow="hidden">
      <Text bold wrap="truncate-end">
        {'  '}
        {stake ? 'Stake' : 'Unstake'} {showAmount(amount, symbol)} {stake ? 'on' : 'from'}{' '}
        <Text color={palette.accent}>{subnetLabel(subnet, 20)}</Text> with {shortAddress(operation.hotkey)}
      </Text>
      <Text> </Text>
      <Steps transaction={transaction} />
      <Text> </Text>
      {shown && (
        <Box paddingLeft={2} flexShrink={0}>
          <Problem failure={shown} width={columns - 4} />
        </Box>
      )}
      {report?.status === 'executed' && <Figures report={report} symbol={symbol} />}
      {report?.status === 'failed' && !report.networkFee.isZero() && (
        <Line label="Network fee">
          <Text>{showAmount(report.networkFee, symbol, 9)} was paid all the same</Text>
        </Line>
      )}
    </Box>
  )
}

interface StepView {
  readonly mark: '✓' | '✗' | '◌' | '?'
  readonly name: string
  readonly text: string
}

const colors = { '✓': palette.good, '✗': palette.bad, '◌': undefined, '?': palette.warning } as const

function Steps({ transaction }: { transaction: Transaction }): ReactNode {
  return stepsOf(transaction).map(({ mark, name, text }) => (
    <Text key={name} wrap="truncate-end">
      {'  '}
      <Text color={colors[mark]}>{mark}</Text>{' '}
      <Text bold={mark !== '◌'} dimColor={mark === '◌'}>
        {name.padEnd(9)}
      </Text>
      <Text dimColor={mark === '◌'}> {text}</Text>
    </Text>
  ))
}

/** The way of a transaction, step by step; what has not happened yet is there to be waited for. */
export function stepsOf(transaction: Transaction): readonly StepView[] {
  const { hash, lastBlock, state, broadcast, block, report, failure } = transaction
  if (failure && state === undefined) return [{ mark: '✗', name: 'not sent', text: 'nothing was signed' }]
  const signed = state !== undefined
  const final = report?.final === true
  const steps: StepView[] = [
    {
      mark: signed ? '✓' : '◌',
      name: 'signed',
      text: hash ? `${hash.slice(0, 10)}…${hash.slice(-4)}, valid until block ${lastBlock}` : '',
    },
    { mark: broadcast ? '✓' : '◌', name: 'broadcast', text: broadcast ? 'the node has it' : '' },
  ]
  if (final && report.status !== 'executed') {
    return [...steps.filter(({ mark }) => mark === '✓'), endOf(report)]
  }
  steps.push({
    mark: block ? '✓' : '◌',
    name: 'in block',
    text: block ? `#${block.number}${final ? '' : ', provisional'}` : 'waiting for the next block',
  })
  if (state?.status === 'retracted') {
    steps.push({
      mark: '?',
      name: 'retracted',
      text: 'its block was replaced by another; it goes on waiting',
    })
  }
  if (state?.status === 'unresolved') {
    const text = `${safeText(state.reason, 120)}; it is being looked for, do not repeat it`
    steps.push({ mark: '?', name: 'unsettled', text })
  }
  steps.push({
    mark: final ? '✓' : '◌',
    name: 'final',
    text: final ? `in block #${report.block?.number}` : isPending(transaction) ? 'waiting for finality' : '',
  })
  return steps
}

function endOf(report: Report): StepView {
  const where = report.block ? ` in block #${report.block.number}` : ''
  const text: Readonly<Record<Report['status'], string>> = {
    executed: '',
    failed: `it failed${where}; nothing was traded`,
    rolledBack: `it was undone${where}; nothing was traded`,
    expired: 'it can never be included; nothing was traded',
    replaced: `another transaction took its place${where}; nothing was traded`,
    refused: 'the node did not take it; nothing was traded',
    notSent: 'it was not sent',
  }
  return {
    mark: '✗',
    name: report.status === 'notSent' ? 'not sent' : report.status,
    text: text[report.status],
  }
}

function Figures({ report, symbol }: { report: Report; symbol: string }): ReactNode {
  const { asked, executed, received, rest, averagePrice, swapFee, networkFee, fill } = report
  const exact = (amount: Balance) => showAmount(amount, symbol, 9)
  return (
    <>
      <Line label="Executed">
        <Text wrap="truncate-end">
          {exact(executed)}
          <Text color={fill === 'filled' ? palette.good : palette.warning}>
            {fill === 'filled' ? ' in full' : ` of ${exact(asked)}, partly`}
          </Text>
        </Text>
      </Line>
      <Line label="Received">
        <Text bold>{exact(received)}</Text>
      </Line>
      <Line label="Average">
        <Text>{averagePrice ? `${showPrice(averagePrice, 9)} τ/${symbol}` : '–'}</Text>
      </Line>
      <Line label="Fees">
        <Text wrap="truncate-end">
          <Text dimColor>swap </Text>
          {exact(swapFee)}
          <Text dimColor>{'  '}network </Text>
          {exact(networkFee)}
        </Text>
      </Line>
      {!rest.isZero() && (
        <Line label="Rest">
          <Text>
            {exact(rest)} {report.operation.kind === 'stake' ? 'stays free' : 'stays staked'}
          </Text>
        </Line>
      )}
    </>
  )
}
