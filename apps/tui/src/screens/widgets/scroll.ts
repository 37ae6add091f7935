import type { Key } from './key.ts'
import { stepped } from './list.ts'

/** More lines than anything that scrolls here has. */
const END = 10_000

/** The lines above after a key; what shows them stops at the last line by itself. */
export function scrolledTo(above: number, key: Key, page: number): number {
  return stepped(above, key, { page: Math.max(1, page), last: END })
}

/** The part of a text that so many rows show; the last row says how much is below. */
export function scrolled<T>(
  lines: readonly T[],
  top: number,
  rows: number,
): { readonly shown: readonly T[]; readonly top: number; readonly below: number } {
  if (lines.length <= rows) return { shown: lines, top: 0, below: 0 }
  const room = Math.max(1, rows - 1)
  const from = Math.max(0, Math.min(top, lines.length - room))
  const shown = lines.slice(from, from + room)
  return { shown, top: from, below: lines.length - from - shown.length }
}
