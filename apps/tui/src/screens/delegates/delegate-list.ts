import { Balance } from '@stake/math'
import type { Failure } from '../../failure.ts'
import { valueAt } from '../../holdings.ts'
import type { State } from '../shell/state.ts'
import { matches } from '../widgets/filter.ts'
import { selectedOf } from '../widgets/list.ts'
import { type ListView, listView, sorted } from '../widgets/list-view.ts'
import { onceAState } from '../widgets/once-a-state.ts'
import type { DelegateRow, Nominator, Reading } from './delegate-row.ts'

export type DelegateOrder =
  | 'total stake'
  | 'name'
  | 'nominators'
  | 'own stake'
  | 'change'
  | 'take'
  | 'nominator gain'
  | 'delegate gain'

/** The delegates: which row, which rows, which columns, and the delegate that has the screen. */
export interface DelegatesState extends ListView<string, DelegateOrder> {
  /** The largest total stake first; undefined until they were read. */
  readonly rows: readonly DelegateRow[] | undefined
  /** The block they were read at. */
  readonly block: number
  readonly reading: Reading | undefined
  readonly unread: Failure | undefined
  /** Only those that the account has staked with. */
  readonly mine: boolean
  /** How many of the columns that move are out of sight at the left. */
  readonly column: number
  readonly detail: DelegateDetail | undefined
}

/** One delegate with its nominators. */
export interface DelegateDetail {
  readonly hotkey: string
  readonly selected: number
  /** Where `s` stakes. */
  readonly netuid: number
  readonly nominators: readonly Nominator[] | undefined
  readonly done: number
  readonly of: number
  readonly unread: Failure | undefined
}

export const delegatesAtStart: DelegatesState = {
  ...listView<string, DelegateOrder>('total stake'),
  rows: undefined,
  block: 0,
  reading: undefined,
  unread: undefined,
  mine: false,
  column: 0,
  detail: undefined,
}

export const delegateOrders: readonly DelegateOrder[] = [
  'total stake',
  'name',
  'nominators',
  'own stake',
  'change',
  'take',
  'nominator gain',
  'delegate gain',
]

/** A delegate with its place by total stake. */
export interface IndexedDelegate extends DelegateRow {
  readonly index: number
}

/** The delegates as they are shown. */
export interface DelegatesView {
  readonly rows: readonly IndexedDelegate[]
  readonly keys: readonly string[]
  readonly selected: string | undefined
  readonly chosen: IndexedDelegate | undefined
  /** What the account has staked with each, in TAO. */
  readonly own: ReadonlyMap<string, Balance>
}

/** The rows after filter and order, and the one under the cursor. */
export const delegatesView = onceAState((state): DelegatesView => {
  const { delegates } = state
  const own = ownDelegations(state)
  const indexed = (delegates.rows ?? []).map((row, index) => ({ ...row, index }))
  const found = indexed.filter(
    ({ hotkey, owner, more }) =>
      (!delegates.mine || own.has(hotkey)) &&
      matches(delegates.filter, hotkey, owner ?? '', more?.name ?? '', more?.description ?? ''),
  )
  const rows = sorted(found, delegates, orders)
  const keys = rows.map(({ hotkey }) => hotkey)
  const selected = selectedOf(keys, delegates.selected)
  return { rows, keys, selected, chosen: rows[keys.indexOf(selected ?? '')], own }
})

/** What the account has staked with each hotkey on all subnets, in TAO at the spot prices. */
export function ownDelegations({ live, session }: State): ReadonlyMap<string, Balance> {
  const snapshot = live?.snapshot
  const own = new Map<string, Balance>()
  for (const { coldkey, hotkey, netuid, stake } of snapshot?.positions ?? []) {
    const subnet = snapshot?.subnets.get(netuid)
    if (coldkey !== session?.coldkey || !subnet) continue
    own.set(hotkey, (own.get(hotkey) ?? Balance.zero()).add(valueAt(subnet.price, stake)))
  }
  return own
}

/** The larger first, the smaller take first, names from the beginning; what is not read yet comes last. */
const orders: Readonly<Record<DelegateOrder, (a: IndexedDelegate, b: IndexedDelegate) => number>> = {
  'total stake': (a, b) => a.index - b.index,
  name: (a, b) => Number(!nameOf(a)) - Number(!nameOf(b)) || nameOf(a).localeCompare(nameOf(b), 'en'),
  nominators: larger(({ more }) => more && BigInt(more.nominators)),
  'own stake': larger(({ more }) => more?.own.rao),
  change: larger(({ change }) => (typeof change === 'bigint' ? change : undefined)),
  take: (a, b) => a.take - b.take || a.index - b.index,
  'nominator gain': larger(({ more }) => more?.nominatorGain.rao),
  'delegate gain': larger(({ more }) => more?.delegateGain.rao),
}

function larger(
  value: (row: IndexedDelegate) => bigint | undefined,
): (a: IndexedDelegate, b: IndexedDelegate) => number {
  return (a, b) => {
    const [one, other] = [value(a), value(b)]
    if (one === other) return a.index - b.index
    if (one === undefined) return 1
    if (other === undefined) return -1
    return one > other ? -1 : 1
  }
}

function nameOf({ more }: DelegateRow): string {
  return more?.name ?? ''
}
