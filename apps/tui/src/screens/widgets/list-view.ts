import type { Binding } from '../shell/bindings.ts'
import type { State } from '../shell/state.ts'
import type { Typing } from '../shell/typing.ts'
import { type Filter, isFiltering, noFilter } from './filter.ts'
import { beside, LIST_KEYS, moved, selectedOf } from './list.ts'
import { pageOf } from './page.ts'

/** A list that a person moves in, narrows and sorts. */
export interface ListView<K, Order extends string> {
  readonly selected: K | undefined
  readonly filter: Filter
  readonly order: Order
  /** The other way round than this order usually is. */
  readonly reversed: boolean
}

export function listView<K, Order extends string>(order: Order): ListView<K, Order> {
  return { selected: undefined, filter: noFilter, order, reversed: false }
}

/** A list as its keys see it. */
export interface ListAccess<K, Order extends string> {
  readonly view: ListView<K, Order>
  /** What is in sight, in its order. */
  readonly keys: readonly K[]
  readonly orders: readonly Order[]
  /** What a filter looks through, in words. */
  readonly filters: string
  put(view: ListView<K, Order>): State
}

/** Sorts with the list's order and direction; what is equal stays as it was. */
export function sorted<T, Order extends string>(
  entries: readonly T[],
  { order, reversed }: ListView<unknown, Order>,
  orders: Readonly<Record<Order, (a: T, b: T) => number>>,
): readonly T[] {
  const compare = orders[order]
  return entries.toSorted(reversed ? (a, b) => compare(b, a) : compare)
}

/** Filter, order and movement; while a filter is typed only what ends that. */
export function listBindings<K, Order extends string>(
  state: State,
  { view, keys, orders, filters, put }: ListAccess<K, Order>,
): readonly Binding[] {
  const { filter, order, reversed } = view
  if (filter.typing) {
    return [
      {
        keys: ['Enter', 'Up', 'Down', 'Tab'],
        show: 'Enter',
        does: 'keep filter',
        act: () => [put({ ...view, filter: { ...filter, typing: false } })],
      },
      {
        keys: ['Escape'],
        show: 'Esc',
        does: 'clear filter',
        act: () => [put({ ...view, filter: noFilter })],
      },
    ]
  }
  const next = beside(orders, order, 1) ?? order
  return [
    {
      keys: ['/'],
      show: '/',
      does: 'filter',
      explains: `show only what contains a text: ${filters}`,
      act: () => [put({ ...view, filter: { ...filter, typing: true } })],
    },
    {
      keys: ['o'],
      show: 'o',
      does: 'order',
      explains: `order by ${orders.join(', ')}; now by ${order}`,
      act: () => [put({ ...view, order: next, reversed: false })],
    },
    {
      keys: ['O'],
      show: 'O',
      does: 'turn order',
      explains: 'the same order the other way round',
      quiet: true,
      act: () => [put({ ...view, reversed: !reversed })],
    },
    {
      keys: LIST_KEYS,
      show: '↑↓',
      does: 'move',
      explains: 'move: arrows, j k, PgUp PgDn, g G',
      quiet: true,
      act: (key) => [
        put({ ...view, selected: moved(keys, selectedOf(keys, view.selected), key, pageOf(state)) }),
      ],
    },
    ...(isFiltering(filter)
      ? [
          {
            keys: ['Escape'],
            show: 'Esc',
            does: 'clear filter',
            act: (): readonly [State] => [put({ ...view, filter: noFilter })],
          },
        ]
      : []),
  ]
}

/** The filter of the list, while it is typed. */
export function typingIn<K, Order extends string>({
  view,
  put,
}: Pick<ListAccess<K, Order>, 'view' | 'put'>): Typing | undefined {
  if (!view.filter.typing) return undefined
  return {
    field: view.filter.field,
    passes: [],
    change: (field) => put({ ...view, filter: { field, typing: true } }),
  }
}

/** A column's title with the way its order goes, where the list is sorted by it. */
export function sortedTitle<Order extends string>(
  title: string,
  by: Order,
  { order, reversed }: ListView<unknown, Order>,
  usually: '↓' | '↑' = '↓',
): string {
  if (by !== order) return title
  const other = usually === '↓' ? '↑' : '↓'
  return `${title}${reversed ? other : usually}`
}
