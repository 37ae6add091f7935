import type { Balance } from '@stake/math'
import type { Leg, Preview } from '@stake/ops'
import { showPercent, showPrice, showRaoPrice } from '../../amounts.ts'
import { symbolOf } from '../widgets/labels.ts'
import { amountsOf } from './leg-words.ts'

/** What a preview or a leg has that words are made of. */
export type Priced = Pick<
  Preview,
  | 'operation'
  | 'subnets'
  | 'swaps'
  | 'chosen'
  | 'received'
  | 'free'
  | 'leastReceived'
  | 'amount'
  | 'tolerance'
  | 'stays'
>

/** A word or two about what comes out at the least, or that nothing is certain. */
export function leastWords(priced: Priced, exact = amountsOf(priced.subnets)): string {
  const { operation, leastReceived, swaps } = priced
  if (swaps.length === 0) return ''
  if (leastReceived) return `at least ${exact(leastReceived)}`
  if (!('mode' in operation)) return ''
  if (operation.mode === 'partial') return 'for what fits now'
  if (operation.mode === 'unsafe') return 'or less: nothing is guaranteed'
  return ''
}

/** The worst price that a trade can be made at, in words. */
export function worstWords(priced: Priced): string {
  const { operation, swaps, chosen, subnets } = priced
  const mode = 'mode' in operation ? operation.mode : undefined
  const [first, second] = swaps
  if (!first)
    return chosen.result === 'refused' ? 'none: it would be refused' : 'none: nothing is sold or bought'
  const sign = (netuid: number) => symbolOf(subnets.find((subnet) => subnet.netuid === netuid))
  if (chosen.move && mode !== 'unsafe') return capWords(priced)
  if (first.limitPrice === undefined) return 'any price: there is no limit'
  if (!second) {
    return `${showRaoPrice(first.limitPrice)} τ/${sign(first.quote.pool.netuid)} at the end of the trade`
  }
  const buy =
    second.limitPrice === undefined
      ? 'any price'
      : `${showRaoPrice(second.limitPrice)} τ/${sign(second.quote.pool.netuid)}`
  return `sold for ${showRaoPrice(first.limitPrice)} τ/${sign(first.quote.pool.netuid)}, bought for ${buy} at the end`
}

/** What the chain's cap on a move is worth: it bounds the amount, and only through it the price. */
export function capWords({ chosen: { move }, subnets }: Priced): string {
  const exact = amountsOf(subnets, 4)
  if (!move?.largest) return 'no limit can be set'
  const loss = move.worstLossPpb === undefined ? '' : `; at worst ${showPercent(move.worstLossPpb)} is lost`
  return `the chain only caps the amount, at ${exact(move.largest)}${loss}`
}

/** Prices now, on average and at the end, of each trade. */
export function priceLines({ swaps }: Priced): readonly string[] {
  const name = (index: number) => (swaps.length < 2 ? '' : index === 0 ? 'sale ' : 'purchase ')
  return swaps.map(
    ({ quote }, index) =>
      `${name(index)}now ${showPrice(quote.spotPrice, 9)}  average ${showPrice(quote.averagePrice, 9)}  end ${showPrice(quote.endPrice, 9)}`,
  )
}

/** Every fee of the pools, each in the token it is taken in. */
export function swapFees({ swaps }: Pick<Priced, 'swaps'>): readonly Balance[] {
  return swaps.map(({ quote }) => quote.fee).filter((fee) => !fee.isZero())
}

/** What the network takes, in TAO or in alpha of the position. */
export function networkFeeWords(
  { networkFee, feeInAlpha }: Pick<Leg, 'networkFee' | 'feeInAlpha'>,
  exact: (amount: Balance) => string,
): string {
  return feeInAlpha ? `${exact(networkFee)}, paid as ${exact(feeInAlpha)} of the position` : exact(networkFee)
}

/** How a leg is protected, in words. */
export function modeWords(leg: Priced): string {
  const { operation, amount, subnets, swaps, tolerance } = leg
  if (!('mode' in operation) || swaps.length === 0) return ''
  const within = tolerance?.toString() ?? ''
  if ('route' in operation && operation.route === 'protected') {
    return `protected route within ${within}: sold and bought within limits in one batch, or nothing`
  }
  switch (operation.mode) {
    case 'unsafe':
      return 'unsafe: in full, at any price'
    case 'strict':
      return `strict within ${within}: in full, or nothing`
    case 'partial': {
      const spent = leg.chosen.quote?.spent
      const now = !spent || spent.equals(amount) ? 'in full now' : `${amountsOf(subnets)(spent)} now`
      return `partial within ${within}: ${now}`
    }
  }
}
