import type { State } from '../shell/state.ts'
import type { DelegateRow } from './delegate-row.ts'

const known = new WeakMap<readonly DelegateRow[], ReadonlyMap<string, string>>()
const none: ReadonlyMap<string, string> = new Map()

/** The names of hotkeys, as far as the delegates were read in this session. They are safe to show. */
export function delegateNames({ delegates: { rows } }: State): ReadonlyMap<string, string> {
  if (!rows) return none
  const before = known.get(rows)
  if (before) return before
  const names = new Map(rows.flatMap(({ hotkey, more }) => (more?.name ? [[hotkey, more.name]] : [])))
  known.set(rows, names)
  return names
}
