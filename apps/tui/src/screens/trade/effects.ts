import { failureOf } from '../../failure.ts'
import type { Effect, Surroundings } from '../shell/effects.ts'
import { newsFor } from '../shell/room.ts'
import { assess } from './assess.ts'
import type { Draft } from './draft.ts'
import type { TradeWish } from './trade-state.ts'

/** An estimate fails for these without telling anything about the draft. */
const CONNECTION_TROUBLE = ['Disconnected', 'RequestTimedOut', 'RpcError', 'RuntimeChanged']

/** Reads, quotes and plans what the trade room asks for. */
export const tradeEffects: Effect<'trade'> = async (wish: TradeWish, surroundings) => {
  switch (wish.type) {
    case 'assess':
      assessed(wish.draft, surroundings)
      return
    case 'estimate':
      await estimated(wish.draft, surroundings)
      return
    case 'plan':
      await planned(wish.draft, surroundings)
      return
    case 'readValidators':
      await readValidators(wish.netuid, surroundings)
      return
    case 'readUsed':
      await readUsed(wish.coldkey, surroundings)
  }
}

/** At once, so that the very next frame has the quote. */
function assessed(draft: Draft, { send, getState }: Surroundings): void {
  const snapshot = getState().live?.snapshot
  if (!snapshot) return
  send(
    newsFor('trade', {
      type: 'assessed',
      draft,
      block: snapshot.block.hash,
      assessment: assess(draft, snapshot),
    }),
  )
}

async function estimated(draft: Draft, { send, getState, journey }: Surroundings): Promise<void> {
  const block = getState().live?.snapshot?.block.hash ?? ''
  const tell = (found: {
    leg?: Awaited<ReturnType<typeof journey.plan>>['legs'][number]
    failure?: ReturnType<typeof failureOf>
  }) => send(newsFor('trade', { type: 'estimated', draft, block, leg: found.leg, failure: found.failure }))
  try {
    const { legs } = await journey.plan([draft])
    tell({ ...(legs[0] && { leg: legs[0] }) })
  } catch (error) {
    const failure = failureOf(error)
    tell(CONNECTION_TROUBLE.includes(failure.code) ? {} : { failure })
  }
}

async function planned(draft: Draft, { send, getState, journey }: Surroundings): Promise<void> {
  try {
    const plan = await journey.plan([draft])
    const destinations = await journey.destinations(plan, getState().live?.snapshot?.positions ?? [])
    send(newsFor('trade', { type: 'planned', draft, plan, destinations }))
  } catch (error) {
    send(newsFor('trade', { type: 'notPlanned', draft, failure: failureOf(error) }))
  }
}

async function readValidators(netuid: number, { send, journey }: Surroundings): Promise<void> {
  try {
    send(newsFor('trade', { type: 'validators', netuid, validators: await journey.validators(netuid) }))
  } catch (error) {
    send(newsFor('trade', { type: 'validatorsUnread', netuid, failure: failureOf(error) }))
  }
}

async function readUsed(coldkey: string, { send, journey }: Surroundings): Promise<void> {
  try {
    send(newsFor('trade', { type: 'used', used: await journey.used(coldkey) }))
  } catch {
    // They are no more than suggestions; before a signature they are read again, and there it counts.
  }
}
