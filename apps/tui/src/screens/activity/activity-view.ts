import { titleOf } from '../../report-sentence.ts'
import type { State } from '../shell/state.ts'
import { matches } from '../widgets/filter.ts'
import { selectedOf } from '../widgets/list.ts'
import { sorted } from '../widgets/list-view.ts'
import { type ActivityRow, isLeft } from './activity-state.ts'
import { statusOf } from './activity-words.ts'

/** What is in sight, in its order, and what of it is selected. */
export function activityView(state: State): {
  readonly rows: readonly ActivityRow[]
  readonly selected: string | undefined
} {
  const { list, rows = [] } = state.activity
  const found = rows.filter((row) =>
    matches(list.filter, titleOf(row.operation), statusOf(row, state).word, row.hash ?? '', placeOf(row)),
  )
  const byWord = (a: ActivityRow, b: ActivityRow) => compare(statusOf(a, state).word, statusOf(b, state).word)
  const shown = sorted(found, list, {
    newest: () => 0,
    status: byWord,
    what: (a, b) => compare(titleOf(a.operation), titleOf(b.operation)),
  })
  const inOrder = list.order === 'newest' && list.reversed ? found.toReversed() : shown
  const keys = inOrder.map(({ key }) => key)
  return { rows: inOrder, selected: selectedOf(keys, list.selected) }
}

/** The row that keys are about: the one in detail, or under the cursor. */
export function chosenRow(state: State): ActivityRow | undefined {
  const { detail, rows } = state.activity
  if (detail) return rows?.find(({ key }) => key === detail.key)
  const view = activityView(state)
  return view.rows.find(({ key }) => key === view.selected)
}

/** What an earlier run left open, and nobody follows yet. */
export function leftRows({ activity }: State): readonly ActivityRow[] {
  return (activity.rows ?? []).filter((row) => isLeft(row, activity.following))
}

function placeOf({ operation }: ActivityRow): string {
  return 'hotkey' in operation ? operation.hotkey : ''
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
