import type { ChainAt } from '../at.ts'
import type { BlockRef, Chain, Hex } from '../chain.ts'
import { type BlockEvent, type EventsOfBlock, readEventsOfBlock } from '../queries/events.ts'
import type { WatchBlocksOptions } from './blocks.ts'
import { checkEventNames, type EventFilter, eventMatcher } from './event-filter.ts'
import { type Followed, type From, followBlocks, type Gap, type Retracted } from './follow-blocks.ts'

/** The events of one block that were asked for, in their order; at least one. */
export interface WatchedEvents {
  readonly kind: 'events'
  readonly at: ChainAt
  readonly block: BlockRef
  readonly parentHash: Hex
  readonly events: readonly BlockEvent[]
  /** Give this as `from` to go on after this block, another time. */
  readonly resume: From
}

/**
 * The events that a filter lets through, block by block, as {@link watchBlocks} gives the blocks: `retracted` when a
 * block whose events were delivered is undone, and `gap` where events can no longer be read. Each is decoded with the
 * runtime that made it, before and after an upgrade.
 *
 * @throws InvalidAddress and InvalidNetuid at once, for the filter. From `next()` what watchBlocks throws, and
 * MissingInRuntime for a pallet or event that the runtime does not have.
 *
 * @example
 * ```ts
 * import { connect, stakingEvent, watchEvents } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet({ blockTime: 'manual', trader: true })
 * for (let sealed = 0; sealed < 3; sealed++) await devnet.sealBlock()
 * const chain = await connect({ endpoints: devnet.url })
 * const trades = watchEvents(chain, { pallet: 'SubtensorModule', name: ['StakeAdded', 'StakeRemoved'] }, { from: 0 })
 * for await (const item of trades) {
 *   if (item.kind !== 'events') continue
 *   const [first] = item.events
 *   if (first) stakingEvent(first)?.kind
 *   break
 * }
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function watchEvents<Pallet extends string = string>(
  chain: Chain,
  filter: EventFilter<Pallet> = {},
  options: WatchBlocksOptions = {},
): AsyncIterable<WatchedEvents | Retracted | Gap> {
  const { from = 'now', which = 'finalized', signal } = options
  const matches = eventMatcher(filter)
  const read = ({ block }: ChainAt, parentHash: Hex) => readEventsOfBlock(chain, block, parentHash)
  const plan = { chain, from, which, question: 'events', read, every: true }
  let checked = false
  const show = (followed: Followed<EventsOfBlock>): WatchedEvents | undefined => {
    const { at, block, parentHash, resume, value } = followed
    if (!checked) checkEventNames(filter, [chain.runtime, value.runtime])
    checked = true
    const events = value.events.filter(matches)
    return events.length > 0 ? { kind: 'events', at, block, parentHash, events, resume } : undefined
  }
  return followBlocks(plan, () => ({ show }), signal)
}
