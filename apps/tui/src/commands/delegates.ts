import { type ChainAt, type Delegate, readDelegates, readSubnets } from '@stake/chain'
import { Balance, formatTake } from '@stake/math'
import { showAmount, showPercent } from '../amounts.ts'
import { done } from '../envelope.ts'
import { type Invocation, numberFlag } from '../flags.ts'
import { type Column, plainTable, shortAddress, tableWidth } from '../plain-table.ts'
import { safeText } from '../safe-text.ts'
import type { DelegateMore } from '../screens/delegates/delegate-row.ts'
import { readChange, readMore, readPermits, readTotals } from '../screens/delegates/read-delegates.ts'
import { headless, progress } from './headless.ts'
import { takeDecimal } from './take.ts'

const MOST = 20
const AT_A_TIME = 4

/** A delegate with everything that helps to choose one; stake is valued in TAO at the prices of one block. */
interface Row extends Delegate, DelegateMore {
  readonly index: number
  readonly total: Balance
  /** Of the total within four hours, parts per billion; undefined where no node knows that block any more. */
  readonly change: bigint | undefined
}

const columns: readonly Column<Row>[] = [
  { title: 'INDEX', align: 'right', cell: ({ index }) => String(index) },
  { title: 'DELEGATE', cell: ({ name }) => safeText(name, 24), short: ({ name }) => safeText(name, 16) },
  { title: 'SS58', cell: ({ hotkey }) => hotkey, short: ({ hotkey }) => shortAddress(hotkey) },
  { title: 'NOMINATORS', align: 'right', cell: ({ nominators }) => String(nominators), spare: 2 },
  { title: 'OWN STAKE', align: 'right', cell: ({ own }) => showAmount(own), spare: 3 },
  { title: 'TOTAL STAKE', align: 'right', cell: ({ total }) => showAmount(total) },
  { title: 'CHANGE/4H', align: 'right', cell: ({ change }) => changeText(change), spare: 5 },
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
    const rows = await readRows(at, most)
    return done({ block: at.block, delegates: rows.map(resultOf) }, plainTable(rows, columns, tableWidth()))
  })
}

/** Those with the largest total stake, largest first. */
async function readRows(at: ChainAt, most: number): Promise<Row[]> {
  const [subnets, all] = await Promise.all([readSubnets(at), readDelegates(at)])
  progress(`Reading the stakes of ${all.length} delegates …`)
  const hotkeys = all.map(({ hotkey }) => hotkey)
  const totals = await readTotals(at, hotkeys, subnets, () => undefined)
  const totalOf = ({ hotkey }: Delegate) => totals.get(hotkey) ?? Balance.zero()
  const largest = all
    .toSorted((a, b) => totalOf(b).compare(totalOf(a)) || (a.hotkey < b.hotkey ? -1 : 1))
    .slice(0, most)
  const [permits, changes] = await Promise.all([
    readPermits(at, [...subnets.keys()]),
    readChange(at, new Map(largest.map((delegate) => [delegate.hotkey, totalOf(delegate)])), () => undefined),
  ])
  const rows: Row[] = []
  for (let start = 0; start < largest.length; start += AT_A_TIME) {
    const some = await Promise.all(
      largest.slice(start, start + AT_A_TIME).map(async (delegate, place): Promise<Row> => {
        const total = totalOf(delegate)
        const more = await readMore(at, delegate, total, subnets, permits)
        return { ...delegate, ...more, index: start + place, total, change: changes?.get(delegate.hotkey) }
      }),
    )
    rows.push(...some)
    progress(`${rows.length} of ${largest.length} read`)
  }
  return rows
}

function changeText(ppb: bigint | undefined): string {
  if (ppb === undefined) return 'NA'
  return `${ppb < 0n ? '-' : '+'}${showPercent(ppb < 0n ? -ppb : ppb)}`
}

function resultOf({ name, description, take, change, ...row }: Row): unknown {
  return {
    ...row,
    name: safeText(name, 64),
    description: safeText(description, 256),
    take: { parts: take, decimal: takeDecimal(take) },
    change: change === undefined ? undefined : fractionText(change),
  }
}

/** Parts per billion as a decimal fraction. */
function fractionText(ppb: bigint): string {
  return ppb < 0n ? `-${Balance.fromRao(-ppb)}` : Balance.fromRao(ppb).toString()
}
