import { stripVTControlCharacters } from 'node:util'
import { renderToString } from 'ink'
import type { Room } from '../src/screens/shell/room.ts'
import type { State } from '../src/screens/shell/state.ts'

/** The rows that a frame leaves to its room. */
export function bodyHeight({ size: { rows } }: State): number {
  return rows - 1 - 3 - (rows >= 20 ? 1 : 0)
}

/** The lines of a room, as they stand on the screen. */
export function bodyLines({ Body }: Pick<Room, 'Body'>, state: State): string[] {
  const { columns } = state.size
  return stripVTControlCharacters(
    renderToString(<Body state={state} height={bodyHeight(state)} />, { columns }),
  )
    .split('\n')
    .map((line) => line.trimEnd())
}
