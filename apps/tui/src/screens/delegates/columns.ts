import { formatTake } from '@stake/math'
import { showAmount, showPercent } from '../../amounts.ts'
import { safeText } from '../../safe-text.ts'
import { amountIn, shortAddress } from '../widgets/labels.ts'
import { type ListView, sortedTitle } from '../widgets/list-view.ts'
import { changeColor, type TableColumn } from '../widgets/table.tsx'
import type { DelegateOrder, IndexedDelegate } from './delegate-list.ts'

/** One of the twelve columns: what it is called, what it means, and what it says of a delegate. */
export interface DelegateColumn extends TableColumn<IndexedDelegate> {
  readonly means: string
  readonly order?: DelegateOrder
}

/** What is not read yet. */
const UNREAD = { text: '…', dim: true }

/** The twelve columns, as delegates were always listed. */
export const delegateColumns: readonly DelegateColumn[] = [
  {
    title: 'INDEX',
    means: 'the larger the total stake, the higher on the list',
    align: 'right',
    width: 5,
    cell: ({ index }) => ({ text: String(index) }),
  },
  {
    title: 'DELEGATE',
    means: 'the name in its owner’s on-chain identity',
    order: 'name',
    width: 14,
    upTo: 20,
    cell: ({ more }, width) => (more ? { text: safeText(more.name, width) || '–' } : UNREAD),
  },
  {
    title: 'SS58',
    means: 'the hotkey',
    width: 9,
    upTo: 13,
    cell: ({ hotkey }, width) => ({ text: shortAddress(hotkey, width - 5), dim: true }),
  },
  {
    title: 'NOMINATORS',
    means: 'how many other coldkeys have staked with it',
    order: 'nominators',
    align: 'right',
    width: 10,
    cell: ({ more }) => (more ? { text: String(more.nominators) } : UNREAD),
  },
  {
    title: 'DELEGATE STAKE(τ)',
    means: 'what its own coldkey has staked with it',
    order: 'own stake',
    align: 'right',
    width: 17,
    cell: ({ more }, width) => (more ? { text: amountIn(more.own, width) } : UNREAD),
  },
  {
    title: 'TOTAL STAKE(τ)',
    means: 'what all have staked with it, on all subnets, at the prices of the moment',
    order: 'total stake',
    align: 'right',
    width: 16,
    cell: ({ total }, width) => ({ text: amountIn(total, width) }),
  },
  {
    title: 'CHANGE/(4h)',
    means: 'how much that changed within 1,200 blocks; NA where no node knows',
    order: 'change',
    align: 'right',
    width: 11,
    cell: ({ change }) => {
      if (change === undefined) return UNREAD
      if (change === 'NA') return { text: 'NA', dim: true }
      const direction = change > 0n ? 'up' : change < 0n ? 'down' : 'same'
      const size = change < 0n ? -change : change
      return {
        text: { up: '▲+', down: '▼-', same: '=' }[direction] + showPercent(size),
        color: changeColor(direction),
      }
    },
  },
  {
    title: 'VPERMIT',
    means: 'the subnets it may validate on',
    width: 12,
    upTo: 18,
    cell: ({ more }) => (more ? { text: `[${more.permits.join(', ')}]` } : UNREAD),
  },
  {
    title: 'TAKE',
    means: 'what it keeps of its nominators’ dividends',
    order: 'take',
    align: 'right',
    width: 6,
    cell: ({ take }) => ({ text: formatTake(take, 1) }),
  },
  {
    title: 'NOMINATOR/(24h)/kτ',
    means: 'what 1,000 TAO with it earn in a day, by the last epochs',
    order: 'nominator gain',
    align: 'right',
    width: 18,
    cell: ({ more }) => (more ? { text: showAmount(more.nominatorGain, undefined, 4) } : UNREAD),
  },
  {
    title: 'DELEGATE/(24h)',
    means: 'what its take brings in a day, by the last epochs',
    order: 'delegate gain',
    align: 'right',
    width: 14,
    cell: ({ more }) => (more ? { text: showAmount(more.delegateGain, undefined, 4) } : UNREAD),
  },
  {
    title: 'Desc',
    means: 'the description in the identity',
    width: 12,
    upTo: 80,
    cell: ({ more }, width) => (more ? { text: safeText(more.description, width) } : UNREAD),
  },
]

/** The first columns stay where they are when the others move. */
export const FIXED = 2

/** The columns from one of those that move on, as a table takes them: what does not fit goes from the right. */
export function columnsFrom(
  first: number,
  view: ListView<string, DelegateOrder>,
): readonly TableColumn<IndexedDelegate>[] {
  const shown = [...delegateColumns.slice(0, FIXED), ...delegateColumns.slice(FIXED + first)]
  return shown.map((column, index) => {
    const usually = column.order === 'name' || column.order === 'take' ? '↑' : '↓'
    const title =
      column.order === undefined ? column.title : sortedTitle(column.title, column.order, view, usually)
    const width = Math.max(column.width, title.length)
    const fitting = { ...column, title, width }
    return index < FIXED ? fitting : { ...fitting, rank: shown.length - index }
  })
}

/** No more than this many columns can be out of sight at the left. */
export const LAST_COLUMN: number = delegateColumns.length - FIXED - 1
