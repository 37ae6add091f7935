import type { LiveState } from '../../live-state.ts'
import type { Session } from '../../session.ts'
import type { Message, State, View, Wishes, WishOfRoom } from './state.ts'

/** What the effects of rooms stand on. They are loaded after the first frame: the chain comes with them. */
export interface Surroundings {
  readonly session: Session
  readonly live: LiveState
  send(message: Message): void
  getState(): State
}

/** Fulfils a wish and tells the room of it by news; failures are news too, nothing is thrown. */
export type Effect<V extends View> = (wish: Wishes[V], surroundings: Surroundings) => Promise<void>

const effects: { readonly [V in View]: Effect<V> | undefined } = {
  portfolio: undefined,
  subnets: undefined,
}

/** Does what a room wished for. */
export function fulfil({ room, wish }: WishOfRoom, surroundings: Surroundings): void {
  // The wish is tied to its room.
  void effects[room]?.(wish as never, surroundings)
}
