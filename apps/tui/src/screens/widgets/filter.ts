import { fieldWith, type TextField } from './text-field.ts'

/** A list narrowed by a text; `typing` while it has the keys. */
export interface Filter {
  readonly field: TextField
  readonly typing: boolean
}

export const noFilter: Filter = { field: fieldWith(''), typing: false }

/** Whether the list shows less than everything, or is about to. */
export function isFiltering({ field, typing }: Filter): boolean {
  return typing || field.text !== ''
}

/** Whether one of the texts contains what was typed; case does not matter. */
export function matches({ field }: Filter, ...texts: readonly string[]): boolean {
  const wanted = field.text.trim().toLowerCase()
  return texts.some((text) => text.toLowerCase().includes(wanted))
}
