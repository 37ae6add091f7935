import type { SafetyMode } from '@stake/math'
import type { Preview, Route } from '@stake/ops'
import { showPercent, showPrice } from '../../amounts.ts'
import { safeText } from '../../safe-text.ts'
import { palette } from '../widgets/palette.ts'
import type { Part } from '../widgets/parts.tsx'
import type { RouteAssessment } from './assess.ts'
import { amountsOf } from './leg-words.ts'

/** What each mode is for, before anything else is known. */
export const modeMeanings: Readonly<Record<SafetyMode, string>> = {
  strict: 'All within the limit, or nothing: only the network fee can be lost.',
  partial: 'As much as fits within the limit; the rest stays where it is.',
  unsafe: 'All at any price: who trades just before can make it far worse.',
}

/** What a way to another subnet is. */
export const routeMeanings: Readonly<Record<Route, string>> = {
  direct: 'one call, one fee; its limit only caps the amount',
  protected: 'sold and bought within limits, in one batch',
}

/** What a mode would do with this very amount, in one line. */
export function modeSentence(mode: SafetyMode, preview: Preview | undefined): Part {
  const { result, quote, refusal, largest, move } = preview?.modes?.[mode] ?? {}
  const show = amountsOf(preview?.subnets ?? [], 4)
  if (result === 'refused') {
    const reason =
      refusal?.code === 'SlippageTooHigh' && largest
        ? largest.isZero()
          ? 'nothing fits within the limit'
          : `only ${show(largest)} fits`
        : safeText(refusal?.message ?? 'the chain would refuse it', 200)
    return { text: `refused because ${lowerFirst(reason)}`, color: palette.bad }
  }
  if (result === 'partial' && quote && mode === 'unsafe') {
    return { text: `refused because only ${show(quote.spent)} trades, the rest is lost`, color: palette.bad }
  }
  if (result === 'partial' && quote && preview) {
    return { text: `fills ${show(quote.spent)} of ${show(preview.amount)}`, color: palette.warning }
  }
  if (quote && mode === 'unsafe') {
    const end = move ? '' : `, end ${showPrice(quote.endPrice)}`
    return { text: `in full at any price${end}`, color: palette.warning }
  }
  if (quote) {
    const loss = move?.worstLossPpb
    return {
      text:
        loss === undefined ? 'in full, within the limit' : `in full; at worst ${showPercent(loss)} is lost`,
      color: palette.good,
    }
  }
  return {
    text: {
      strict: 'all within the limit, or nothing',
      partial: 'as much as fits within the limit',
      unsafe: 'all of it, at any price',
    }[mode],
  }
}

/** What a route of a move is worth at the worst, in one line. */
export function routeSentence(route: Route, known: RouteAssessment | undefined): Part {
  const { preview, failure } = known ?? {}
  if (failure) return { text: `refused because ${lowerFirst(failure.message)}`, color: palette.bad }
  if (!preview) return { text: routeMeanings[route] }
  const show = amountsOf(preview.subnets, 4)
  const { chosen, leastReceived, received } = preview
  if (route === 'protected') {
    return {
      text: `at worst ${show(leastReceived ?? received)} of ${show(received)}, or nothing happens`,
      color: palette.good,
    }
  }
  if (chosen.mode === 'unsafe')
    return { text: 'at worst nearly nothing: there is no limit', color: palette.warning }
  const loss = chosen.move?.worstLossPpb
  return loss === undefined
    ? { text: 'one call, one fee; its limit only caps the amount' }
    : { text: `at worst ${showPercent(loss)} of the value is lost`, color: palette.warning }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
