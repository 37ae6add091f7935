import type { LiveState } from '../../live-state.ts'
import type { Session } from '../../session.ts'
import { activityEffect } from '../activity/effects.ts'
import { batchEffect } from '../batch/effects.ts'
import { delegatesEffect } from '../delegates/effects.ts'
import { portfolioEffect } from '../portfolio/effects.ts'
import { settingsEffect } from '../settings/effects.ts'
import { subnetsEffect } from '../subnets/effects.ts'
import { tradeEffects } from '../trade/effects.ts'
import type { Journey } from '../trade/journey.ts'
import type { Message, State, View, Wishes, WishOfRoom } from './state.ts'

/** What the effects of rooms stand on. They are loaded after the first frame: the chain comes with them. */
export interface Surroundings {
  readonly session: Session
  readonly live: LiveState
  readonly journey: Journey
  send(message: Message): void
  getState(): State
}

/** Fulfils a wish and tells the room of it by news; failures are news too, nothing is thrown. */
export type Effect<V extends View> = (wish: Wishes[V], surroundings: Surroundings) => Promise<void>

const effects: { readonly [V in View]: Effect<V> | undefined } = {
  portfolio: portfolioEffect,
  subnets: subnetsEffect,
  delegates: delegatesEffect,
  trade: tradeEffects,
  batch: batchEffect,
  activity: activityEffect,
  settings: settingsEffect,
}

/** Does what a room wished for. */
export function fulfil({ room, wish }: WishOfRoom, surroundings: Surroundings): void {
  // The wish is tied to its room.
  void effects[room]?.(wish as never, surroundings)
}
