import type { ChainAt } from '../at.ts'
import type { BlockRef, Chain } from '../chain.ts'
import {
  type Followed,
  type From,
  followBlocks,
  type Gap,
  type Retracted,
  type WatchOptions,
} from './follow-blocks.ts'

/** Options of what is watched for its changes. */
export interface WatchValueOptions extends WatchOptions {
  /**
   * Where to begin. Then the value of every block is looked at; without it only that of the newest, as often as there
   * is time.
   */
  readonly from?: From
}

/** What something is now, at a block; comes first and then whenever it is another. */
export interface WatchedValue<Value> {
  readonly kind: 'value'
  readonly value: Value
  readonly at: ChainAt
  readonly block: BlockRef
  /** Give this as `from` to go on after this block, another time. */
  readonly resume: From
}

/** What is read at each block, and what tells two values apart. */
interface Reading<Value> {
  /** Names what is read, with its arguments: those who ask for the same share the answer. */
  readonly question: string
  read(at: ChainAt): Promise<Value>
  /** The same text for values between which there is no difference. */
  print(value: Value): string
}

/** Goes along a chain and shows a value when it is not the one before. After a retraction it is shown in any case. */
export function watchValue<Value>(
  chain: Chain,
  { question, read, print }: Reading<Value>,
  options: WatchValueOptions,
): AsyncIterable<WatchedValue<Value> | Retracted | Gap> {
  const { from, which = 'best', signal } = options
  const plan = { chain, from: from ?? 'now', which, question, read, every: from !== undefined } as const
  const begin = () => {
    let shown: string | undefined
    return {
      show({ at, block, value, resume }: Followed<Value>): WatchedValue<Value> | undefined {
        const printed = print(value)
        if (printed === shown) return undefined
        shown = printed
        return { kind: 'value', value, at, block, resume }
      },
      forget() {
        shown = undefined
      },
    }
  }
  return followBlocks(plan, begin, signal)
}
