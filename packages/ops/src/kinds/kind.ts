import type { Call, Chain, ChainEvent, SnapshotRequest } from '@stake/chain'
import type { Balance } from '@stake/math'
import type { Fields } from '../fields.ts'
import type { Operation } from '../operation.ts'
import type { Preview } from '../preview.ts'
import type { World } from '../world.ts'

/** One row of the table of kinds: everything that is particular to a kind of Operation. */
export interface Kind<Op extends Operation = Operation, P extends Preview<Op> = Preview<Op>> {
  /** The fields of its JSON beside `id`, `kind` and `coldkey`; others are refused. */
  readonly fields: readonly string[]
  /** Friendly forms in, canonical JSON out. @throws StakeError */
  parse(fields: Fields): Op
  /** What must be read, all at one block, to preview it. */
  needs(operation: Op): SnapshotRequest
  /** What it would do on the world as the legs before it leave it; pure. @throws StakeError */
  preview(operation: Op, world: World): P
  /** The calls that do it, encoded. @throws MissingInRuntime where the runtime has no such call. */
  calls(chain: Chain, preview: P): LegCalls
  /** The world it leaves behind, fees apart. */
  after(preview: P, world: World): World
  /** What was really traded, from the events of its own calls. */
  trade(preview: P, events: readonly ChainEvent[]): Trade | undefined
}

/** The calls of one leg and what they are to each other. */
export interface LegCalls {
  readonly calls: readonly Call[]
  /** One call; several of which all or none must happen (`batch_all`); or several that may fail each for itself (`force_batch`). */
  readonly together: 'single' | 'atomic' | 'each'
}

/** A trade as the chain's events tell it. */
export interface Trade {
  /** What it took, swap fee included. */
  readonly executed: Balance
  readonly received: Balance
  /** The pool's fee, within `executed`. */
  readonly swapFee: Balance
}

/** One call by itself. */
export function single(call: Call): LegCalls {
  return { calls: [call], together: 'single' }
}
