import type { Balance } from '@stake/math'
import type { TradePreview } from '@stake/ops'
import { Text } from 'ink'
import type { ReactNode } from 'react'
import { showAmount, showPrice, showRaoPrice } from '../../amounts.ts'
import { Line } from '../widgets/line.tsx'
import { palette } from '../widgets/palette.ts'

/** What a trade would bring, cost and do to the price. */
export function QuoteLines({
  preview,
  networkFee,
  symbol,
  columns,
}: {
  preview: TradePreview | undefined
  networkFee: Balance | undefined
  symbol: string
  columns: number
}): ReactNode {
  const { chosen, modes, leastReceived } = preview ?? {}
  const quote = chosen?.quote
  // Refused trades have no quote of their own; where they would have gone says why.
  const beyond = quote ? undefined : modes?.unsafe.quote
  const exact = (amount: Balance) => showAmount(amount, symbol, 9)
  return (
    <>
      <Line label="Receive">
        <Text wrap="truncate-end">
          {quote ? <Text bold>{exact(quote.received)}</Text> : '–'}
          {leastReceived && (
            <Text dimColor>
              {'  '}at least {exact(leastReceived)}
            </Text>
          )}
        </Text>
      </Line>
      <Line label="Fees">
        <Text wrap="truncate-end">
          <Text dimColor>swap </Text>
          {quote ? exact(quote.fee) : '–'}
          <Text dimColor>{'  '}network </Text>
          {networkFee ? exact(networkFee) : '…'}
        </Text>
      </Line>
      <Line label="Price τ/α">
        <Text wrap="truncate-end">
          <Text dimColor>average </Text>
          {quote ? showPrice(quote.averagePrice, 9) : '–'}
          <Text dimColor>{beyond ? '  end would be ' : '  end '}</Text>
          <Text color={beyond && palette.bad}>{price(quote?.endPrice ?? beyond?.endPrice)}</Text>
        </Text>
      </Line>
      <Line label="Limit">
        <Text wrap="truncate-end">{limitText(preview, columns)}</Text>
      </Line>
    </>
  )
}

function price(value: Parameters<typeof showPrice>[0] | undefined): string {
  return value ? showPrice(value, 9) : '–'
}

/** The limit bounds where the trade ends, which people take for its average. */
function limitText(preview: TradePreview | undefined, columns: number): string {
  const bounds = `bounds the price at the END${columns < 70 ? '' : ' of the trade'}`
  if (!preview) return bounds
  if (preview.operation.mode === 'unsafe') return 'none: this trade goes through at any price'
  const { limitPrice } = preview.chosen
  return limitPrice === undefined ? 'none can be set' : `${showRaoPrice(limitPrice)} ${bounds}`
}
