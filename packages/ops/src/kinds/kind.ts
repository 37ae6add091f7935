import type { Call, Chain, ChainEvent, Stake } from '@stake/chain'
import { Balance } from '@stake/math'
import type { Needs } from '../facts.ts'
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
  needs(operation: Op): Needs
  /** What it would do on the world as the legs before it leave it; pure. @throws StakeError */
  preview(operation: Op, world: World): P
  /** The calls that do it, encoded. @throws MissingInRuntime where the runtime has no such call. */
  calls(chain: Chain, preview: P): LegCalls
  /** The world it leaves behind, fees apart. */
  after(preview: P, world: World): World
  /**
   * The one position that pays the network fee where there is too little TAO (chain-rules 3.3); undefined where
   * nothing but TAO can.
   */
  paysInAlpha?(preview: P, world: World): Place | undefined
  /** What was really traded, from the events of its own calls; undefined where they do not tell of it. */
  trade(terms: TradeTerms<P>, events: readonly ChainEvent[]): Trade | undefined
  /** The same from the coldkey's positions in the block and its parent, for what no event tells. */
  tradeFromPositions?(terms: TradeTerms<P>, before: readonly Stake[], after: readonly Stake[]): Trade
}

/** What of a preview is still known when its trade is looked for, maybe days later. Of each sale only the position. */
export type TradeTerms<P> = Pick<
  P,
  Extract<keyof P, 'operation' | 'from' | 'to' | 'sales' | 'staying' | 'wanted'>
>

/** Where stake is. */
export interface Place {
  readonly coldkey: string
  readonly hotkey: string
  readonly netuid: number
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
  /** TAO that became free balance beside what was received. */
  readonly free?: Balance
  /** Of an Operation on many positions: each of its trades, of which the fields above are the sum. */
  readonly parts?: readonly Trade[]
  /** How much of it was done, where the amounts do not say. */
  readonly fill?: 'filled' | 'partly' | 'nothing'
}

/** One call by itself. */
export function single(call: Call): LegCalls {
  return { calls: [call], together: 'single' }
}

/** What succeeds without trading anything. */
export const DONE: Trade = {
  executed: Balance.zero(),
  received: Balance.zero(),
  swapFee: Balance.zero(),
}
