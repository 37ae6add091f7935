import { activityRoom } from '../activity/room.ts'
import { batchRoom } from '../batch/room.ts'
import { delegatesRoom } from '../delegates/room.ts'
import { portfolioRoom } from '../portfolio/room.ts'
import { settingsRoom } from '../settings/room.ts'
import { subnetsRoom } from '../subnets/room.ts'
import { tradeRoom } from '../trade/room.ts'
import type { Room } from './room.ts'
import type { State, View } from './state.ts'

/** Every room, in the order of its digit. */
export const rooms: readonly Room[] = [
  portfolioRoom,
  subnetsRoom,
  delegatesRoom,
  tradeRoom,
  batchRoom,
  activityRoom,
  settingsRoom,
]

/** The room that is shown, perhaps under a dialog. */
export function roomOf({ view }: Pick<State, 'view'>): Room {
  return roomNamed(view)
}

export function roomNamed(view: View): Room {
  return rooms.find((room) => room.view === view) ?? portfolioRoom
}
