import { titleOf } from '../../report-sentence.ts'
import type { State } from '../shell/state.ts'
import { isFiltering, matches } from '../widgets/filter.ts'
import { selectedOf } from '../widgets/list.ts'
import { onceAState } from '../widgets/once-a-state.ts'
import { type ActivityRow, isLeft } from './activity-state.ts'
import { statusOf } from './activity-words.ts'

interface ActivityView {
  readonly rows: readonly ActivityRow[]
  readonly selected: string | undefined
}

/** What is in sight, in its order, and what of it is selected. */
export const activityView = onceAState((state): ActivityView => {
  const { list, rows = [] } = state.activity
  const found = isFiltering(list.filter)
    ? rows.filter((row) =>
        matches(list.filter, titleOf(row.operation), statusOf(row, state).word, row.hash ?? '', placeOf(row)),
      )
    : rows
  const inOrder = ordered(found, state)
  const keys = inOrder.map(({ key }) => key)
  return { rows: inOrder, selected: selectedOf(keys, list.selected) }
})

/** They come with the newest first; what they are otherwise ordered by is said once for each. */
function ordered(rows: readonly ActivityRow[], state: State): readonly ActivityRow[] {
  const { list } = state.activity
  if (list.order === 'newest') return list.reversed ? rows.toReversed() : rows
  const wordOf = (row: ActivityRow) =>
    list.order === 'status' ? statusOf(row, state).word : titleOf(row.operation)
  const words = new Map(rows.map((row) => [row, wordOf(row)]))
  const byWord = (a: ActivityRow, b: ActivityRow) => compare(words.get(a) ?? '', words.get(b) ?? '')
  return rows.toSorted(list.reversed ? (a, b) => byWord(b, a) : byWord)
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
