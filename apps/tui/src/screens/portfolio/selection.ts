import type { Position } from '@stake/chain'
import type { Failure } from '../../failure.ts'
import { type Holding, type Holdings, holdingsOf, valueAt } from '../../holdings.ts'
import { safeText } from '../../safe-text.ts'
import type { State } from '../shell/state.ts'
import { matches } from '../widgets/filter.ts'
import { selectedOf } from '../widgets/list.ts'
import { type ListView, listView, sorted } from '../widgets/list-view.ts'
import { onceAState } from '../widgets/once-a-state.ts'
import type { Earnings } from './earnings.ts'

export type PositionOrder = 'netuid' | 'name' | 'value' | 'exit' | 'emission'

/** The portfolio: which row, which rows, and what was read for them. */
export interface PortfolioState extends ListView<string, PositionOrder> {
  /** Whether the selected position has the whole screen. */
  readonly open: boolean
  readonly earnings: Earnings | undefined
  /** Why the emission could not be read, while that is so. */
  readonly unread: Failure | undefined
}

export const portfolioAtStart: PortfolioState = {
  ...listView<string, PositionOrder>('netuid'),
  open: false,
  earnings: undefined,
  unread: undefined,
}

export const positionOrders: readonly PositionOrder[] = ['netuid', 'name', 'value', 'exit', 'emission']

/** What tells one position of an account from another. */
export function positionKey({ netuid, hotkey }: { netuid: number; hotkey: string }): string {
  return `${netuid}:${hotkey}`
}

/** The portfolio as it is shown: everything there is, and the rows in sight. */
export interface PortfolioView {
  readonly holdings: Holdings | undefined
  readonly rows: readonly Holding[]
  readonly keys: readonly string[]
  readonly selected: string | undefined
  readonly chosen: Holding | undefined
}

/** The rows after filter and order, and the one under the cursor. */
export const portfolioView = onceAState(({ live, session, portfolio }): PortfolioView => {
  const snapshot = live?.snapshot
  const coldkey = session?.coldkey
  // Right after an account was named the numbers are still without it: that is not the same as having nothing.
  const holdings =
    coldkey !== undefined && snapshot?.accounts.has(coldkey) ? holdingsOf(snapshot, coldkey) : undefined
  const found = (holdings?.rows ?? []).filter(({ position, subnet }) =>
    matches(
      portfolio.filter,
      String(position.netuid),
      safeText(subnet?.name ?? '', 64),
      safeText(subnet?.symbol ?? '', 8),
      position.hotkey,
    ),
  )
  const rows = sorted(found, portfolio, ordersWith(portfolio.earnings))
  const keys = rows.map(({ position }) => positionKey(position))
  const selected = selectedOf(keys, portfolio.selected)
  return { holdings, rows, keys, selected, chosen: rows[keys.indexOf(selected ?? '')] }
})

/** The position under the cursor of the portfolio, and the keys of all in sight in their order. */
export function selectedPosition(state: State): {
  readonly position: Position | undefined
  readonly keys: readonly string[]
} {
  const { chosen, keys } = portfolioView(state)
  return { position: chosen?.position, keys }
}

/** What a position earns a day, in TAO at the spot price. */
export function dailyTao({ position, subnet }: Holding, earnings: Earnings | undefined): bigint | undefined {
  const day = earnings?.coldkey === position.coldkey ? earnings.perDay.get(positionKey(position)) : undefined
  if (!day || !subnet) return undefined
  return day.netuid === 0 ? day.rao : valueAt(subnet.price, day).rao
}

/** Largest first, names and netuids from the beginning. */
function ordersWith(
  earnings: Earnings | undefined,
): Readonly<Record<PositionOrder, (a: Holding, b: Holding) => number>> {
  const larger = (value: (holding: Holding) => bigint | undefined) => (a: Holding, b: Holding) => {
    const [one, other] = [value(a) ?? -1n, value(b) ?? -1n]
    return one > other ? -1 : one < other ? 1 : 0
  }
  return {
    netuid: (a, b) => a.position.netuid - b.position.netuid,
    name: (a, b) => nameOf(a).localeCompare(nameOf(b), 'en'),
    value: larger(({ spotValue }) => spotValue?.rao),
    exit: larger(({ exitValue }) => exitValue?.rao),
    emission: larger((holding) => dailyTao(holding, earnings)),
  }
}

function nameOf({ subnet }: Holding): string {
  return safeText(subnet?.name ?? '', 64)
}
