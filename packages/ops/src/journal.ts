import type { BlockRef, Hex } from '@stake/chain'
import type { Operation } from './operation.ts'

/** Written and flushed before a signature is made. */
export interface IntentRecord {
  readonly type: 'intent'
  readonly id: string
  /** Unix milliseconds. */
  readonly at: number
  readonly genesisHash: Hex
  readonly operation: Operation
  /** The block the plan was made at, and the block at which its subnet took its netuid. */
  readonly block: BlockRef
  readonly registeredAt: number
  readonly call: Hex
}

/** Written and flushed after signing and before the first byte is sent. */
export interface SignedRecord {
  readonly type: 'signed'
  readonly id: string
  readonly at: number
  readonly genesisHash: Hex
  readonly address: string
  readonly nonce: number
  readonly hash: Hex
  readonly bytes: Hex
  readonly specVersion: number
  readonly era: { readonly period: number; readonly birth: BlockRef; readonly lastBlock: number }
}

/** Written when the outcome is final. */
export interface SettledRecord {
  readonly type: 'settled'
  readonly id: string
  readonly at: number
  readonly outcome: 'included' | 'failed' | 'expired' | 'replaced' | 'refused'
  /** The block it is in, or the reason why it is in none. */
  readonly block?: BlockRef
  readonly reason?: string
}

export type JournalRecord = IntentRecord | SignedRecord | SettledRecord

/** What survives a crash. Appending must not return before the record is safe. */
export interface Journal {
  /** @throws JournalUnusable; then nothing may be sent. */
  append(record: JournalRecord): Promise<void>
  /** All records in the order they were written. */
  read(): Promise<readonly JournalRecord[]>
}

/**
 * A journal that forgets with its process, for tests and throw-away chains.
 *
 * @example
 * ```ts
 * import { memoryJournal } from '@stake/ops'
 *
 * const journal = memoryJournal()
 * await journal.append({ type: 'settled', id: '1', at: 0, outcome: 'expired', reason: 'eraEnded' })
 * ;(await journal.read()).length // => 1
 * ```
 */
export function memoryJournal(): Journal {
  const records: JournalRecord[] = []
  return {
    append: async (record) => {
      records.push(record)
    },
    read: async () => [...records],
  }
}
