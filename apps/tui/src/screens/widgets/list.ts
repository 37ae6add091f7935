import type { Key } from './key.ts'

/** The keys that move in a list. */
export const LIST_KEYS: readonly Key[] = [
  'Up',
  'Down',
  'k',
  'j',
  'PageUp',
  'PageDown',
  'Home',
  'End',
  'g',
  'G',
]

/** The entry that is selected: the one that was, or the first where that one is gone. */
export function selectedOf<T>(entries: readonly T[], selected: T | undefined): T | undefined {
  return selected !== undefined && entries.includes(selected) ? selected : entries[0]
}

/** The entry that a key moves to; it stops at both ends. */
export function moved<T>(
  entries: readonly T[],
  selected: T | undefined,
  key: Key,
  page: number,
): T | undefined {
  const now = Math.max(0, entries.indexOf(selectedOf(entries, selected) as T))
  return entries[stepped(now, key, { page, last: entries.length - 1 })]
}

/** The row that a key moves to; it stops at both ends. */
export function stepped(row: number, key: Key, { page, last }: { page: number; last: number }): number {
  const target = {
    Up: row - 1,
    k: row - 1,
    Down: row + 1,
    j: row + 1,
    PageUp: row - page,
    PageDown: row + page,
    Home: 0,
    g: 0,
    End: last,
    G: last,
  }[key]
  return Math.min(last, Math.max(0, target ?? row))
}

/** The value so many places on, and round the end; of one that is not there the first, or going back the last. */
export function beside<T>(values: readonly T[], value: T, distance: 1 | -1): T | undefined {
  const at = values.indexOf(value)
  return values.at(at < 0 && distance < 0 ? -1 : (at + distance) % values.length)
}

/** The part of a list that `height` rows show, with the selected entry in sight. */
export function windowOf<T>(
  entries: readonly T[],
  selected: T | undefined,
  height: number,
): { readonly entries: readonly T[]; readonly above: number; readonly below: number } {
  const rows = Math.max(1, height)
  const index = Math.max(0, entries.indexOf(selected as T))
  const above = Math.max(0, Math.min(index - Math.floor(rows / 2), entries.length - rows))
  const shown = entries.slice(above, above + rows)
  return { entries: shown, above, below: entries.length - above - shown.length }
}
