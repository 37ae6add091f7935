import { Text } from 'ink'
import type { ReactNode } from 'react'
import { showRaoPrice } from '../../amounts.ts'
import { ImpactChart } from '../widgets/charts/impact-chart.tsx'
import { amountIn } from '../widgets/labels.ts'
import type { Impact } from './impact.ts'

/** The chart of an impact, and under it where the tolerance ends in words. */
export function ImpactView({
  impact,
  symbol,
  width,
  height,
  plain,
}: {
  impact: Impact
  symbol: string
  width: number
  height: number
  plain: boolean
}): ReactNode {
  return (
    <>
      <ImpactChart
        lines={{
          end: [impact.spot.rao, ...impact.points.map(({ end }) => end.rao)],
          // The smallest trades pay the fee too: their average does not begin at the price.
          average: [
            impact.points[0]?.average.rao ?? impact.spot.rao,
            ...impact.points.map(({ average }) => average.rao),
          ],
          limit: impact.limit,
          rises: impact.side === 'buy',
        }}
        axis={{
          from: '0',
          to: amountIn(impact.points.at(-1)?.amount ?? impact.largest, 14, symbol, 2),
          largest: `${amountIn(impact.largest, 16, symbol)} fits`,
          // The chart goes to two and a half times what fits.
          largestAt: 400,
        }}
        label={(rao) => showRaoPrice(rao).slice(0, 8)}
        width={width - 2}
        height={height - 1}
        plain={plain}
      />
      <Text dimColor wrap="truncate-end">
        {'  '}limit {showRaoPrice(impact.limit)}, where strict and partial end
        {width >= 72 && `: at ${amountIn(impact.largest, 20, symbol)}`}
      </Text>
    </>
  )
}
