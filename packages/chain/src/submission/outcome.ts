import type { BlockRef, Hex } from '../chain.ts'
import type { DispatchFailure, PoolRefusal } from '../errors/errors.ts'
import type { Execution } from './events.ts'

/** Seen in a block that may still be replaced. */
export interface Inclusion {
  readonly kind: 'inBlock'
  readonly final: false
  readonly block: BlockRef
  readonly execution: Execution
}

/** What became of a transaction, for ever. */
export type Outcome =
  | {
      /** In a final block, and the call did what it says. */
      readonly kind: 'included'
      readonly final: true
      readonly block: BlockRef
      readonly execution: Execution
    }
  | {
      /** In a final block, but the call failed; only the fee was taken. */
      readonly kind: 'failed'
      readonly final: true
      readonly block: BlockRef
      readonly execution: Execution
      readonly failure: DispatchFailure
    }
  | {
      /** In no block, and never will be. */
      readonly kind: 'expired'
      readonly final: true
      readonly reason: 'eraEnded' | 'runtimeUpgraded' | 'chainReset'
    }
  | {
      /** Another transaction of this account took the nonce. */
      readonly kind: 'replaced'
      readonly final: true
      readonly by: Hex
      readonly block: BlockRef
    }
  | {
      /** The only node it ever went to refused it at once. */
      readonly kind: 'refused'
      readonly final: true
      readonly refusal: PoolRefusal
    }

/** Where a submission stands. Only `settled` is the end. */
export type SubmissionState =
  | { readonly status: 'signed' }
  | { readonly status: 'broadcast' }
  | { readonly status: 'inBlock'; readonly inclusion: Inclusion }
  | { readonly status: 'retracted'; readonly block: BlockRef }
  | {
      /** Nobody here can say what became of it yet; never a reason to sign it again. */
      readonly status: 'unresolved'
      readonly reason: string
      /** Blocks that must be read to settle it, where this node no longer has them. */
      readonly needs?: readonly number[]
    }
  | { readonly status: 'settled'; readonly outcome: Outcome }
