import type { Subnet } from '@stake/chain'
import { Box, Text } from 'ink'
import { type ReactNode, useMemo } from 'react'
import { showAmount, showPrice } from '../../amounts.ts'
import type { State } from '../shell/state.ts'
import { addressIn, subnetLabel, symbolOf } from '../widgets/labels.ts'
import { LABEL_WIDTH, Line } from '../widgets/line.tsx'
import { palette } from '../widgets/palette.ts'
import { priceChange } from '../widgets/price-change.ts'
import { Problem } from '../widgets/problem.tsx'
import { changeColor } from '../widgets/table.tsx'
import { TypedText } from '../widgets/typed-text.tsx'
import type { Assessment } from './assess.ts'
import { ModeLines } from './mode-lines.tsx'
import { type Place, placeOf } from './problem-field.ts'
import { QuoteLines } from './quote-lines.tsx'
import { type Draft, draftOf, sameDraft, type TradeForm } from './trade-form.ts'
import { ValidatorLines } from './validator-lines.tsx'

/** The stake and unstake forms, with a quote that follows every key and every block. */
export function TradeScreen({
  state,
  form,
  assess,
  height,
}: {
  state: State
  form: TradeForm
  assess: (draft: Draft) => Assessment | undefined
  height: number
}): ReactNode {
  const snapshot = state.live?.snapshot
  const draft = draftOf(form)
  const key = JSON.stringify(draft)
  // The key stands for the draft, and what assess reads changes with the snapshot.
  const assessment = useMemo(() => assess(draft), [key, snapshot, assess])
  const estimate = form.estimate && sameDraft(form.estimate.draft, draft) ? form.estimate : undefined
  const problems = [form.refusal, ...Object.values(assessment?.problems ?? {}), estimate?.failure]
  const roomy = height >= 16
  // In a small terminal the sentences about the whole form get the whole width.
  const indent = (place: Place) => (place === 'form' && !roomy ? 2 : LABEL_WIDTH)
  const problemAt = (place: Place) => {
    const failure = problems.find((candidate) => candidate && placeOf(candidate) === place)
    return failure && <Problem failure={failure} width={state.size.columns - indent(place) - 1} />
  }
  const refusal = problemAt('form')
  const subnet = snapshot?.subnets.get(form.netuid)
  const symbol = symbolOf(subnet)
  const gap = roomy && <Text> </Text>
  return (
    <Box flexDirection="column" height={height} overflow="hidden">
      <Title state={state} form={form} subnet={subnet} />
      {gap}
      <Line label="Validator" focused={form.focus === 'validator'}>
        {form.kind === 'unstake' ? (
          <Text wrap="truncate-end">{addressIn(form.hotkey ?? '', state.size.columns - LABEL_WIDTH)}</Text>
        ) : (
          <ValidatorLines
            form={form}
            snapshot={snapshot}
            symbol={symbol}
            columns={state.size.columns}
            height={Math.max(1, Math.min(5, height - 14))}
          />
        )}
        {problemAt('validator')}
      </Line>
      <Line label="Amount" focused={form.focus === 'amount'}>
        <Text wrap="truncate-end">
          <TypedText field={form.amount} focused={form.focus === 'amount'} width={24} />{' '}
          {form.kind === 'stake' ? 'τ' : symbol}
          <Text dimColor>
            {'   '}
            {available(state, form, symbol)}
          </Text>
        </Text>
        {problemAt('amount')}
      </Line>
      <Line label="Mode" focused={form.focus === 'mode'}>
        <ModeLines chosen={form.mode} preview={assessment?.preview} symbol={symbol} />
      </Line>
      <Line label="Tolerance" focused={form.focus === 'tolerance'}>
        {form.mode === 'unsafe' ? (
          <Text dimColor>none: unsafe sets no limit</Text>
        ) : (
          <TypedText field={form.tolerance} focused={form.focus === 'tolerance'} width={16} />
        )}
        {problemAt('tolerance')}
      </Line>
      {gap}
      {refusal && (
        <Box paddingLeft={indent('form')} flexShrink={0}>
          {refusal}
        </Box>
      )}
      {form.planning ? (
        <Line label="">
          <Text color={palette.warning}>Planning it at the newest block …</Text>
        </Line>
      ) : refusal && !roomy ? null : (
        <QuoteLines
          preview={assessment?.preview}
          networkFee={estimate?.networkFee}
          symbol={symbol}
          columns={state.size.columns}
        />
      )}
    </Box>
  )
}

function Title({
  state,
  form,
  subnet,
}: {
  state: State
  form: TradeForm
  subnet: Subnet | undefined
}): ReactNode {
  const change = subnet && priceChange(subnet.price, state.live?.previous?.subnets.get(form.netuid)?.price)
  return (
    <Box justifyContent="space-between" width={state.size.columns} flexShrink={0}>
      <Text bold wrap="truncate-end">
        {'  '}
        {form.kind === 'stake' ? 'Stake on' : 'Unstake from'}{' '}
        <Text color={palette.accent}>{subnet ? subnetLabel(subnet, 24) : form.netuid}</Text>
      </Text>
      {subnet && (
        <Text>
          <Text dimColor>now </Text>
          {showPrice(subnet.price, 9)}
          <Text dimColor> τ/{symbolOf(subnet)}</Text>
          {change?.text && <Text color={changeColor(change.direction)}> {change.text}</Text>}{' '}
        </Text>
      )}
    </Box>
  )
}

/** What there is to stake or unstake. */
function available({ live }: State, { kind, coldkey, netuid, hotkey }: TradeForm, symbol: string): string {
  if (kind === 'stake') {
    const free = live?.snapshot?.accounts.get(coldkey)?.free
    return free ? `of ${showAmount(free)} free` : ''
  }
  const position = live?.snapshot?.positions.find(
    (candidate) =>
      candidate.coldkey === coldkey && candidate.netuid === netuid && candidate.hotkey === hotkey,
  )
  return position ? `of ${showAmount(position.available, symbol, 9)}, or all` : 'of a position that is gone'
}
