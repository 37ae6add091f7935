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
  const last = entries.length - 1
  const target = {
    Up: now - 1,
    k: now - 1,
    Down: now + 1,
    j: now + 1,
    PageUp: now - page,
    PageDown: now + page,
    Home: 0,
    g: 0,
    End: last,
    G: last,
  }[key]
  return entries[Math.min(last, Math.max(0, target ?? now))]
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
