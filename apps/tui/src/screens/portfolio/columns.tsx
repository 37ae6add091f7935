import { Balance } from '@stake/math'
import { showPercent, showPrice } from '../../amounts.ts'
import type { Holding, Holdings } from '../../holdings.ts'
import { safeText } from '../../safe-text.ts'
import { changeSeen } from '../history/history.ts'
import type { State } from '../shell/state.ts'
import { amountIn, shareOf, shortAddress, symbolOf } from '../widgets/labels.ts'
import { sortedTitle } from '../widgets/list-view.ts'
import { palette } from '../widgets/palette.ts'
import { changeColor, type TableColumn } from '../widgets/table.tsx'
import { dailyTao, type PositionOrder } from './selection.ts'

/** A sale that loses more than this, in parts per billion, is told by a sign. */
const STEEP = 50_000_000n

/** The columns of the positions, for a table so wide. */
export function columnsOf(
  { history, portfolio }: State,
  { spotTotal }: Holdings,
  width: number,
): readonly TableColumn<Holding>[] {
  const wide = width >= 96
  const title = (text: string, by: PositionOrder, usually: '↓' | '↑' = '↓') =>
    by === 'netuid' ? text : sortedTitle(text, by, portfolio, usually)
  return [
    { title: 'NET', align: 'right', width: 3, cell: ({ position }) => ({ text: String(position.netuid) }) },
    {
      title: title('NAME', 'name', '↑'),
      width: 8,
      upTo: 24,
      rank: 7,
      cell: ({ subnet }, given) => ({ text: safeText(subnet?.name ?? '?', given) }),
    },
    {
      title: 'VALIDATOR',
      width: 9,
      upTo: 15,
      rank: 0,
      cell: ({ position }, given) => ({ text: shortAddress(position.hotkey, given - 5), dim: true }),
    },
    {
      title: 'STAKE',
      align: 'right',
      width: 12,
      upTo: 18,
      cell: ({ position, subnet }, given) => ({
        text: amountIn(position.stake, given, symbolOf(subnet)),
      }),
    },
    {
      title: 'PRICE',
      align: 'right',
      width: 8,
      upTo: 11,
      rank: 4,
      cell: ({ subnet }) => ({ text: subnet ? showPrice(subnet.price) : '–' }),
    },
    ...(wide
      ? [
          {
            title: 'CHANGE',
            width: 8,
            rank: 1,
            cell: ({ subnet }: Holding) => {
              const change = subnet && changeSeen(history, subnet)
              return { text: change?.text ?? '', color: changeColor(change?.direction ?? 'same') }
            },
          },
        ]
      : []),
    {
      title: title('AT SPOT', 'value'),
      align: 'right',
      width: 11,
      upTo: 16,
      rank: 5,
      cell: ({ spotValue }, given) => ({ text: spotValue ? amountIn(spotValue, given) : '–' }),
    },
    {
      title: title('EXIT NOW', 'exit'),
      align: 'right',
      width: 11,
      upTo: 16,
      cell: ({ exitValue }, given) => ({ text: exitValue ? amountIn(exitValue, given) : '–' }),
    },
    ...(wide
      ? [
          {
            title: 'LOSS',
            align: 'right' as const,
            width: 8,
            rank: 2,
            cell: ({ exitLoss }: Holding) => {
              if (exitLoss === undefined) return { text: '–' }
              const steep = exitLoss >= STEEP
              return {
                text: exitLoss < 100_000n ? '0.00%' : `${steep ? '!' : ''}-${showPercent(exitLoss)}`,
                color: steep ? palette.warning : undefined,
              }
            },
          },
        ]
      : []),
    {
      title: title('τ/DAY', 'emission'),
      align: 'right',
      width: 7,
      upTo: 12,
      rank: 6,
      cell: (holding, given) => {
        const rao = dailyTao(holding, portfolio.earnings)
        if (rao === undefined) return { text: portfolio.unread ? '?' : '…' }
        return { text: amountIn(Balance.fromRao(rao), given) }
      },
    },
    {
      title: 'SHARE',
      align: 'right',
      width: 6,
      rank: 3,
      cell: ({ spotValue }) => ({ text: spotValue ? shareOf(spotValue.rao, spotTotal.rao) : '–' }),
    },
  ]
}
