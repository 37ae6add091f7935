import { Balance } from '@stake/math'
import type { DispatchError } from '@stake/schema'
import { type DispatchFailure, MalformedAnswer } from '../errors/errors.ts'
import { dispatchFailure } from '../errors/failures.ts'
import type { ChainEvent, EventsOfBlock } from '../queries/events.ts'

/** What one extrinsic of a block did. */
export interface Execution {
  readonly events: readonly ChainEvent[]
  /** The network fee it paid in TAO; zero where it was taken in alpha, which an event of its own says. */
  readonly fee: Balance
  /** Why the call failed; undefined where it succeeded. The fee is paid either way. */
  readonly failure: DispatchFailure | undefined
}

/** Every extrinsic in a block ends with one of these. */
const ENDS = ['ExtrinsicSuccess', 'ExtrinsicFailed']

/**
 * What the extrinsic at `index` of a block did, of that block's events.
 *
 * @throws MalformedAnswer where the events do not say how it ended.
 */
export function executionOf({ runtime, events: all }: EventsOfBlock, index: number): Execution {
  const events = all.filter(({ extrinsic }) => extrinsic === index)
  const end = events.find(({ pallet, name }) => pallet === 'System' && ENDS.includes(name))
  if (!end) throw new MalformedAnswer('state_getStorage', 'the events of the whole block')
  const paid = events.find(
    ({ pallet, name }) => pallet === 'TransactionPayment' && name === 'TransactionFeePaid',
  )
  return {
    events,
    fee: Balance.fromRao((paid?.fields[1] as bigint | undefined) ?? 0n),
    failure:
      end.name === 'ExtrinsicFailed' ? dispatchFailure(runtime, end.fields[0] as DispatchError) : undefined,
  }
}
