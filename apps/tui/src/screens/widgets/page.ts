import type { State } from '../shell/state.ts'

/** What PgUp and PgDn move by: about what is in sight. */
export function pageOf({ size }: Pick<State, 'size'>): number {
  return Math.max(1, size.rows - 9)
}
