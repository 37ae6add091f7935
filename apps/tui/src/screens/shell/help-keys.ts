import { isFiltering, noFilter } from '../widgets/filter.ts'
import type { Binding } from './bindings.ts'
import type { State } from './state.ts'

/** The list of keys as it opens. */
export const openHelp: NonNullable<State['help']> = { filter: noFilter }

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
      act: () => [{ ...state, help: { ...help, filter: { ...filter, typing: true } } }],
    },
    {
      keys: ['Escape', 'Enter'],
      show: 'Esc',
      does: isFiltering(filter) ? 'clear filter' : 'close',
      act: () => [{ ...state, help: isFiltering(filter) ? { ...help, filter: noFilter } : undefined }],
    },
  ]
}
