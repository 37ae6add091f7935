import { formatTake } from '@stake/math'
import { showAmount, showPercent } from '../amounts.ts'
import { type DelegateRow, readDelegateRows } from '../delegates.ts'
import { done } from '../envelope.ts'
import { type Invocation, numberFlag } from '../flags.ts'
import { type Column, plainTable, shortAddress, tableWidth } from '../plain-table.ts'
import { safeText } from '../safe-text.ts'
import { headless } from './headless.ts'
import { takeDecimal } from './take.ts'

const MOST = 20

const columns: readonly Column<DelegateRow & { readonly index: number }>[] = [
  { title: 'INDEX', align: 'right', cell: ({ index }) => String(index) },
  { title: 'DELEGATE', cell: ({ name }) => safeText(name, 24), short: ({ name }) => safeText(name, 16) },
  { title: 'SS58', cell: ({ hotkey }) => hotkey, short: ({ hotkey }) => shortAddress(hotkey) },
  { title: 'NOMINATORS', align: 'right', cell: ({ nominators }) => String(nominators), spare: 2 },
  { title: 'OWN STAKE', align: 'right', cell: ({ own }) => showAmount(own), spare: 3 },
  { title: 'TOTAL STAKE', align: 'right', cell: ({ total }) => showAmount(total) },
  { title: 'CHANGE/4H', align: 'right', cell: changeOf, spare: 5 },
  { title: 'VPERMIT', cell: ({ permits }) => permits.join(','), spare: 6 },
  { title: 'TAKE', align: 'right', cell: ({ take }) => formatTake(take, 1) },
  {
    title: 'NOMINATOR/24H/kτ',
    align: 'right',
    cell: ({ nominatorGain }) => nominatorGain.format({ decimals: 3 }),
    spare: 1,
  },
  {
    title: 'DELEGATE/24H',
    align: 'right',
    cell: ({ delegateGain }) => delegateGain.format({ decimals: 3 }),
    spare: 4,
  },
  { title: 'DESC', cell: ({ description }) => safeText(description, 40), spare: 7 },
]

/** `stake delegates`: who can be staked with, by stake, take and what they earn. */
export function delegates(invocation: Invocation): Promise<number> {
  const most = numberFlag(invocation.flags, 'limit', 1, 10_000) ?? MOST
  return headless(invocation, async ({ session: { chain } }) => {
    const at = await chain.at('best')
    const rows = (await readDelegateRows(at, most)).map((row, index) => ({ ...row, index }))
    return done({ block: at.block, delegates: rows.map(resultOf) }, plainTable(rows, columns, tableWidth()))
  })
}

function changeOf({ total, before }: DelegateRow): string {
  if (!before || before.isZero()) return 'NA'
  const more = total.compare(before) >= 0
  const difference = more ? total.subtract(before) : before.subtract(total)
  return `${more ? '+' : '-'}${showPercent((difference.rao * 10n ** 9n) / before.rao)}`
}

function resultOf({ name, description, take, ...row }: DelegateRow & { readonly index: number }): unknown {
  return {
    ...row,
    name: safeText(name, 64),
    description: safeText(description, 256),
    take: { parts: take, decimal: takeDecimal(take) },
  }
}
