import type { Key } from '../widgets/key.ts'

/** More lines than anything that scrolls here has. */
const END = 10_000

/** The lines above after a key; the view stops at the last line by itself. */
export function scrolledTo(above: number, key: Key, rows: number): number {
  const page = Math.max(1, rows - 9)
  const moved = {
    Up: above - 1,
    k: above - 1,
    Down: above + 1,
    j: above + 1,
    PageUp: above - page,
    PageDown: above + page,
    Home: 0,
    g: 0,
    End: END,
    G: END,
  }[key]
  return Math.min(END, Math.max(0, moved ?? above))
}
