import type { ChainEvent } from '@stake/chain'

/** What one call within a batch did. */
export interface CallEvents {
  readonly events: readonly ChainEvent[]
  /** The chain's error where it failed by itself. */
  readonly error: unknown
}

/**
 * The events of a batch, cut into those of its calls by their position: each call ends with `ItemCompleted` or
 * `ItemFailed`.
 *
 * @returns undefined where the events do not tell of so many calls
 */
export function eventsOfCalls(events: readonly ChainEvent[], calls: number): CallEvents[] | undefined {
  const found: CallEvents[] = []
  let begin = 0
  for (const [index, { pallet, name, fields }] of events.entries()) {
    if (pallet !== 'Utility' || (name !== 'ItemCompleted' && name !== 'ItemFailed')) continue
    found.push({
      events: events.slice(begin, index),
      error: name === 'ItemFailed' ? fields[0] : undefined,
    })
    begin = index + 1
  }
  return found.length === calls ? found : undefined
}
