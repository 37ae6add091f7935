import { bodyHeight } from '../shell/body-height.ts'
import type { State } from '../shell/state.ts'
import { scrolled } from '../widgets/scroll.ts'
import { type ConfirmLine, confirmLines } from './confirm-lines.ts'
import type { Confirmation } from './confirmation.ts'

/** Where everything of the dialog stands. */
export interface ConfirmLayout {
  readonly framed: boolean
  readonly roomy: boolean
  readonly labelWidth: number
  /** Within the frame. */
  readonly width: number
  readonly shown: readonly ConfirmLine[]
  readonly top: number
  readonly below: number
  readonly count: number
  /** Whether every line was in sight once. */
  readonly read: boolean
}

/** Wider lines are harder to read. */
const WIDEST = 110

/** Lays out the last question; the keys ask it too, because what was not in sight cannot be said yes to. */
export function confirmLayout(state: State, confirmation: Confirmation): ConfirmLayout {
  const { columns } = state.size
  const height = bodyHeight(state.size)
  const framed = height >= 19 && columns >= 66
  const roomy = height >= 16
  // In the narrowest terminal an address just fits beside its name.
  const labelWidth = columns < 66 ? 11 : 13
  const width = Math.min(WIDEST, columns - (framed ? 2 : 0)) - 1
  const lines = confirmLines(state, confirmation, { width: width - 1, labelWidth, roomy })
  const bottom = 1 + (confirmation.demand ? 1 : 0) + (roomy ? 1 : 0)
  const rows = height - bottom - (framed ? 2 : 0)
  const { shown, top, below } = scrolled(lines, confirmation.top, rows)
  const read = Math.max(confirmation.seen, top + shown.length) >= lines.length
  return { framed, roomy, labelWidth, width, shown, top, below, count: lines.length, read }
}
