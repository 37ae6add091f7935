import type { Filter } from '../widgets/filter.ts'
import { isFiltering, noFilter } from '../widgets/filter.ts'
import { LIST_KEYS } from '../widgets/list.ts'
import { scrolledTo } from '../widgets/scroll.ts'
import type { Binding } from './bindings.ts'
import type { State } from './state.ts'

/** The list of keys: what it is narrowed to, and how far it was moved. */
export interface HelpState {
  readonly filter: Filter
  /** Lines above the first that is shown; too large means the end. */
  readonly above: number
}

/** The list of keys as it opens. */
export const openHelp: HelpState = { filter: noFilter, above: 0 }

/** The keys of the list of keys. */
export function helpBindings(state: State): readonly Binding[] {
  const { help } = state
  if (!help) return []
  const { filter } = help
  if (filter.typing) {
    return [
      {
        keys: ['Enter'],
        show: 'Enter',
        does: 'keep filter',
        act: () => [{ ...state, help: { ...help, filter: { ...filter, typing: false } } }],
      },
      {
        keys: ['Escape'],
        show: 'Esc',
        does: 'clear filter',
        act: () => [{ ...state, help: { ...help, filter: noFilter } }],
      },
    ]
  }
  return [
    {
      keys: ['/'],
      show: '/',
      does: 'filter',
      act: () => [{ ...state, help: { above: 0, filter: { ...filter, typing: true } } }],
    },
    {
      keys: ['Escape', 'Enter'],
      show: 'Esc',
      does: isFiltering(filter) ? 'clear filter' : 'close',
      act: () => [{ ...state, help: isFiltering(filter) ? { ...help, filter: noFilter } : undefined }],
    },
    {
      keys: LIST_KEYS,
      show: '↑↓',
      does: 'scroll',
      act: (key) => [
        { ...state, help: { ...help, above: scrolledTo(help.above, key, state.size.rows - 8) } },
      ],
    },
  ]
}
