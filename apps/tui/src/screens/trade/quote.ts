import type { Balance } from '@stake/math'
import type { Preview } from '@stake/ops'
import { showPrice, showRaoPrice } from '../../amounts.ts'
import { safeText } from '../../safe-text.ts'
import { symbolOf } from '../widgets/labels.ts'
import { palette } from '../widgets/palette.ts'
import type { Part } from '../widgets/parts.tsx'
import { amountsOf } from './leg-words.ts'
import { capWords, leastWords, networkFeeWords, swapFees } from './price-words.ts'
import type { Estimate } from './trade-state.ts'

/** A named line of the quote. */
export interface QuoteLine {
  readonly label: string
  readonly parts: readonly Part[]
}

const dim = (text: string): Part => ({ text, dim: true })

/** What a trade would bring, cost and do to the price; the most important line first. */
export function quoteLines(
  preview: Preview | undefined,
  estimate: Estimate | undefined,
  { short }: { readonly short: boolean },
): readonly QuoteLine[] {
  const leg = estimate?.leg
  const exact = amountsOf(preview?.subnets ?? [])
  const refused = preview?.chosen.result === 'refused'
  const known = preview && !refused ? preview : undefined
  return [
    { label: receiveLabel(preview), parts: receiveParts(known, exact) },
    {
      label: 'Fees',
      parts: [
        dim('swap '),
        { text: known ? feesText(known, exact) : '–' },
        dim('  network '),
        { text: leg ? networkFeeWords(leg, exact) : '…' },
      ],
    },
    ...priceLines(preview),
    { label: 'Limit', parts: limitParts(known, preview, short) },
    ...(known?.free.isZero() === false
      ? [{ label: 'Free', parts: [{ text: `about ${exact(known.free)} become free TAO` }] }]
      : []),
    ...(known?.stays && !known.stays.isZero()
      ? [{ label: 'Stays', parts: [{ text: `${exact(known.stays)} in the position` }] }]
      : []),
  ]
}

/** Everything that should be known before Enter: of the plan, as soon as there is one for this very draft. */
export function warningsOf(preview: Preview | undefined, estimate: Estimate | undefined): readonly string[] {
  const warnings = estimate?.leg?.warnings ?? preview?.warnings ?? []
  return [...new Set(warnings.map(({ message }) => safeText(message, 400)))]
}

function receiveLabel(preview: Preview | undefined): string {
  switch (preview?.operation.kind) {
    case 'stakeBurn':
      return 'Burned'
    case 'transferStake':
      return 'They get'
    default:
      return 'Receive'
  }
}

function receiveParts(known: Preview | undefined, exact: (amount: Balance) => string): readonly Part[] {
  if (!known) return [{ text: '–' }]
  const least = leastWords(known, exact)
  return [{ text: exact(known.received), bold: true }, ...(least === '' ? [] : [dim(`  ${least}`)])]
}

function feesText(known: Preview, exact: (amount: Balance) => string): string {
  const fees = swapFees(known)
  return fees.length === 0 ? 'none' : fees.map((fee) => exact(fee)).join(' + ')
}

function priceLines(preview: Preview | undefined): readonly QuoteLine[] {
  const swaps = preview?.swaps ?? []
  // A refused trade has no quote of its own; where it would have gone says why.
  const beyond = swaps.length === 0 ? preview?.modes?.unsafe : undefined
  if (swaps.length < 2 && !beyond?.purchase) {
    const quote = swaps[0]?.quote
    return [
      {
        label: `Price τ/${signOf(preview, (quote ?? beyond?.quote)?.pool.netuid)}`,
        parts: [
          dim('average '),
          { text: quote ? showPrice(quote.averagePrice, 9) : '–' },
          dim(beyond?.quote ? '  end would be ' : '  end '),
          beyond?.quote
            ? { text: showPrice(beyond.quote.endPrice, 9), color: palette.bad }
            : { text: quote ? showPrice(quote.endPrice, 9) : '–' },
        ],
      },
    ]
  }
  return swaps.map(({ quote }, index) => ({
    label: `${index === 0 ? 'Sold' : 'Bought'} τ/${signOf(preview, quote.pool.netuid)}`,
    parts: [
      dim('average '),
      { text: showPrice(quote.averagePrice, 9) },
      dim('  end '),
      { text: showPrice(quote.endPrice, 9) },
    ],
  }))
}

/** The sign of a subnet that a trade goes through. */
function signOf(preview: Preview | undefined, netuid: number | undefined): string {
  return symbolOf(preview?.subnets.find((subnet) => subnet.netuid === netuid))
}

/** The limit bounds where the trade ends, which people take for its average. */
function limitParts(
  known: Preview | undefined,
  preview: Preview | undefined,
  short: boolean,
): readonly Part[] {
  const bounds = `bounds the price at the END${short ? '' : ' of the trade'}`
  if (!preview) return [{ text: bounds, dim: true }]
  const { operation, swaps } = preview
  if (!('mode' in operation)) return [{ text: 'none' }]
  const crossing = 'toNetuid' in operation && operation.toNetuid !== operation.netuid
  if ('toNetuid' in operation && !crossing) return [{ text: 'none: nothing is sold or bought' }]
  if (operation.mode === 'unsafe') return [{ text: 'none: this trade goes through at any price' }]
  if (crossing && operation.route === 'direct') return [{ text: capWords(preview) }]
  const limits = swaps.filter(({ limitPrice }) => limitPrice !== undefined)
  if (!known || limits.length === 0) {
    const { limitPrice } = preview.chosen
    return [{ text: limitPrice === undefined ? 'none can be set' : `${showRaoPrice(limitPrice)} ${bounds}` }]
  }
  if (limits.length === 1) return [{ text: `${showRaoPrice(limits[0]?.limitPrice ?? 0n)} ${bounds}` }]
  return [
    {
      text: limits
        .map(
          ({ limitPrice, quote }, index) =>
            `${index === 0 ? 'sold' : 'bought'} for ${showRaoPrice(limitPrice ?? 0n)} τ/${signOf(preview, quote.pool.netuid)}`,
        )
        .join(', '),
    },
    { text: ' at the END', dim: true },
  ]
}
