import type { SafetyMode } from '@stake/math'
import type { TradePreview } from '@stake/ops'
import { Text } from 'ink'
import type { ReactNode } from 'react'
import { showAmount, showPrice } from '../../amounts.ts'
import { safeText } from '../../safe-text.ts'
import { palette } from '../widgets/palette.ts'
import { safetyModes } from './trade-form.ts'

/** The three safety modes, each with what it would do with this very amount. */
export function ModeLines({
  chosen,
  preview,
  symbol,
}: {
  chosen: SafetyMode
  preview: TradePreview | undefined
  symbol: string
}): ReactNode {
  return safetyModes.map((mode) => {
    const { text, color } = modeSentence(mode, preview, symbol)
    return (
      <Text key={mode} wrap="truncate-end" bold={mode === chosen}>
        {mode === chosen ? '●' : '○'} {mode.padEnd(8)}
        <Text color={color} dimColor={mode !== chosen}>
          {text}
        </Text>
      </Text>
    )
  })
}

/** What a mode would do, in one line. */
export function modeSentence(
  mode: SafetyMode,
  preview: TradePreview | undefined,
  symbol: string,
): { readonly text: string; readonly color?: string } {
  const { result, quote, refusal, largest } = preview?.modes[mode] ?? {}
  if (result === 'refused') {
    const reason =
      refusal?.code === 'SlippageTooHigh' && largest
        ? `only ${showAmount(largest, symbol)} fits`
        : safeText(refusal?.message ?? 'the chain would refuse it', 200)
    return { text: `refused because ${lowerFirst(reason)}`, color: palette.bad }
  }
  if (result === 'partial' && quote && mode === 'unsafe') {
    const text = `refused because only ${showAmount(quote.spent, symbol)} trades, the rest is lost`
    return { text, color: palette.bad }
  }
  if (result === 'partial' && quote && preview) {
    const text = `fills ${showAmount(quote.spent, symbol)} of ${showAmount(preview.amount, symbol)}`
    return { text, color: palette.warning }
  }
  if (quote) {
    return mode === 'unsafe'
      ? { text: `in full at any price, end ${showPrice(quote.endPrice)}`, color: palette.warning }
      : { text: 'in full, within the limit', color: palette.good }
  }
  return {
    text: {
      strict: 'all within the limit, or nothing',
      partial: 'as much as fits within the limit',
      unsafe: 'all of it, at any price',
    }[mode],
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
