import type { Filter } from '../widgets/filter.ts'
import { isFiltering, noFilter } from '../widgets/filter.ts'
import type { Key } from '../widgets/key.ts'
import { LIST_KEYS } from '../widgets/list.ts'
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
      act: (key) => [{ ...state, help: { ...help, above: scrolled(help.above, key, state.size.rows) } }],
    },
  ]
}

function scrolled(above: number, key: Key, rows: number): number {
  const page = Math.max(1, rows - 8)
  const moved = {
    Up: above - 1,
    k: above - 1,
    Down: above + 1,
    j: above + 1,
    PageUp: above - page,
    PageDown: above + page,
    Home: 0,
    g: 0,
    End: LINES,
    G: LINES,
  }[key]
  return Math.min(LINES, Math.max(0, moved ?? above))
}

/** More than any list of keys has. */
const LINES = 200
