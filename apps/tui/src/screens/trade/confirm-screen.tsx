import type { Balance } from '@stake/math'
import type { TradeLeg } from '@stake/ops'
import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { showAmount, showPrice, showRaoPrice } from '../../amounts.ts'
import { safeText } from '../../safe-text.ts'
import type { State } from '../shell/state.ts'
import { addressIn, subnetLabel, symbolOf } from '../widgets/labels.ts'
import { LABEL_WIDTH, Line } from '../widgets/line.tsx'
import { networkColor, palette } from '../widgets/palette.ts'
import { TypedText } from '../widgets/typed-text.tsx'
import { type Confirmation, isSatisfied } from './confirmation.ts'

/** A plan that many blocks old may promise what is not there any more. */
const OLD = 5

/** The last question before a signature: everything that will be signed, in words. */
export function ConfirmScreen({
  state,
  confirmation,
  height,
}: {
  state: State
  confirmation: Confirmation
  height: number
}): ReactNode {
  const { leg, plan, focus, demand, typed } = confirmation
  const { operation, subnet, amount, chosen, tolerance, quote, warnings } = leg
  const symbol = symbolOf(subnet)
  const exact = (value: Balance) => showAmount(value, symbol, 9)
  const address = (text: string) => addressIn(text, state.size.columns - LABEL_WIDTH - 2)
  const network = state.session?.network ?? ''
  const age = (state.live?.snapshot?.block.number ?? plan.block.number) - plan.block.number
  const stake = operation.kind === 'stake'
  const roomy = height >= 16
  const frame = height >= 19 && ({ borderStyle: 'round', borderColor: networkColor(network) } as const)
  return (
    <Box flexDirection="column" overflow="hidden" {...(roomy ? {} : { height })} {...frame}>
      <Text bold wrap="truncate-end">
        {'  '}
        {stake ? 'Stake' : 'Unstake'} {exact(amount)} {stake ? 'on' : 'from'}{' '}
        <Text color={palette.accent}>{subnetLabel(subnet, 24)}</Text> on{' '}
        <Text color={networkColor(network)}>{networkWords(network)}</Text>?
      </Text>
      {roomy && <Text> </Text>}
      <Line label="Account">
        <Text wrap="truncate-end">{address(operation.coldkey)}</Text>
      </Line>
      <Line label="Validator">
        <Text wrap="truncate-end">{address(operation.hotkey)}</Text>
      </Line>
      <Line label="Receive">
        <Text wrap="truncate-end">
          <Text bold>{exact(quote.received)}</Text>
          {leastText(leg, exact)}
        </Text>
      </Line>
      <Line label="Worst price">
        <Text wrap="truncate-end">
          {chosen.limitPrice === undefined ? (
            <Text color={palette.bad}>any price: there is no limit</Text>
          ) : (
            <>
              <Text bold>{showRaoPrice(chosen.limitPrice)}</Text> τ/{symbol} at the end of the trade
            </>
          )}
        </Text>
      </Line>
      <Line label="Price">
        <Text wrap="truncate-end">
          <Text dimColor>now </Text>
          {showPrice(quote.spotPrice, 9)}
          <Text dimColor>{'  '}average </Text>
          {showPrice(quote.averagePrice, 9)}
          {roomy && (
            <>
              <Text dimColor>{'  '}end </Text>
              {showPrice(quote.endPrice, 9)}
            </>
          )}
        </Text>
      </Line>
      <Line label="Fees">
        <Text wrap="truncate-end">
          <Text dimColor>swap </Text>
          {exact(quote.fee)}
          <Text dimColor>{'  '}network </Text>
          {exact(leg.networkFee)}
        </Text>
      </Line>
      <Line label="Mode">
        <Text wrap="truncate-end">{modeWords(leg, tolerance.toString(), exact)}</Text>
      </Line>
      {(roomy || age >= OLD) && (
        <Line label="Priced at">
          <Text {...(age >= OLD ? { color: palette.warning } : { dimColor: true })} wrap="truncate-end">
            block {plan.block.number}
            {age > 0 ? `, ${age} ${age === 1 ? 'block' : 'blocks'} ago` : ', the newest'}
            {age >= OLD && ': Esc and Enter price it anew'}
          </Text>
        </Line>
      )}
      {roomy && warnings.length > 0 && <Text> </Text>}
      {warnings.map(({ code, message }) => (
        <Text key={code} color={palette.warning} wrap="truncate-end">
          {'  '}! {safeText(message, 200)}
        </Text>
      ))}
      {demand !== undefined && (
        <Line label="Type again" focused={focus === 'typed'}>
          <Text wrap="truncate-end">
            <TypedText field={typed} focused={focus === 'typed'} width={16} />
            <Text dimColor>
              {'  '}
              {isSatisfied(confirmation) ? '✓' : `type ${demand} to allow it`}
            </Text>
          </Text>
        </Line>
      )}
      {roomy && <Text> </Text>}
      <Box flexShrink={0}>
        <Choice text="Cancel" focused={focus === 'cancel'} />
        <Choice text="Sign and send" focused={focus === 'yes'} disabled={!isSatisfied(confirmation)} />
      </Box>
    </Box>
  )
}

function Choice({
  text,
  focused,
  disabled = false,
}: {
  text: string
  focused: boolean
  disabled?: boolean
}): ReactNode {
  return (
    <Text bold={focused} inverse={focused} dimColor={disabled && !focused}>
      {`${focused ? '❯' : ' '} [ ${text} ] `}
    </Text>
  )
}

function modeWords(leg: TradeLeg, tolerance: string, exact: (value: Balance) => string): string {
  const { mode } = leg.operation
  if (mode === 'unsafe') return 'unsafe: in full, at any price'
  if (mode === 'strict') return `strict within ${tolerance}: in full, or nothing`
  const { quote } = leg
  return `partial within ${tolerance}: ${quote.spent.equals(leg.amount) ? 'in full now' : `${exact(quote.spent)} now`}`
}

/** A limit bounds what comes out of a strict trade; how much of a partial one is filled nobody can promise. */
function leastText({ operation, leastReceived }: TradeLeg, exact: (value: Balance) => string): string {
  if (leastReceived) return `  at least ${exact(leastReceived)}`
  return operation.mode === 'partial' ? ' for what fits now' : ' or less: nothing is guaranteed'
}

function networkWords(network: string): string {
  return network === 'finney' ? 'finney, with real TAO' : network
}
