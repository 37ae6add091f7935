import { type ChainEvent, type FeeInAlpha, type StakingEvent, stakingEvent } from '@stake/chain'
import type { Place, Trade } from './kind.ts'

/** The events that name one position. */
type PositionEvent = Extract<
  StakingEvent,
  { readonly kind: 'StakeAdded' | 'StakeRemoved' | 'AlphaBurned' | 'AlphaRecycled' }
>
type EventOf<K extends PositionEvent['kind']> = Extract<PositionEvent, { readonly kind: K }>

/** The staking events of a leg, in their order. */
export function stakingEvents(events: readonly ChainEvent[]): StakingEvent[] {
  return events.map(stakingEvent).filter((event) => event !== undefined)
}

/** The first event of a kind that is about a position. */
export function eventAt<K extends PositionEvent['kind']>(
  kind: K,
  place: Place,
  events: readonly ChainEvent[],
): EventOf<K> | undefined {
  return stakingEvents(events).find((event): event is EventOf<K> => isAt(event, kind, place))
}

function isAt(event: StakingEvent, kind: PositionEvent['kind'], place: Place): boolean {
  if (event.kind !== kind) return false
  const { coldkey, hotkey, netuid } = event as PositionEvent
  return coldkey === place.coldkey && hotkey === place.hotkey && netuid === place.netuid
}

/** Alpha that was bought: the TAO sent holds the fee. */
export function purchaseAt(place: Place, events: readonly ChainEvent[]): Trade | undefined {
  const added = eventAt('StakeAdded', place, events)
  return added && { executed: added.tao, received: added.alpha, swapFee: added.fee }
}

/** A network fee that alpha paid, because there was too little TAO. */
export function alphaFee(events: readonly ChainEvent[]): FeeInAlpha | undefined {
  return stakingEvents(events).find((event) => event.kind === 'TransactionFeePaidWithAlpha')
}

/** Alpha that was sold: the fee is alpha, and not in what was sold. */
export function saleAt(place: Place, events: readonly ChainEvent[]): Trade | undefined {
  const paid = alphaFee(events)
  // The alpha of a network fee is sold first, without a swap fee, and looks like a sale of the position's owner.
  const isFee = (event: StakingEvent) =>
    event.kind === 'StakeRemoved' &&
    event.netuid === paid?.netuid &&
    event.fee.isZero() &&
    event.alpha.equals(paid.alpha)
  const sold = events.findIndex((event) => {
    const staking = stakingEvent(event)
    return staking !== undefined && isFee(staking)
  })
  const removed = eventAt('StakeRemoved', place, events.slice(sold + 1))
  return removed && { executed: removed.alpha.add(removed.fee), received: removed.tao, swapFee: removed.fee }
}
