import { type BlockRef, type Era, type Hex, inProcessLock, type SignedExtrinsic } from '@stake/chain'
import { Entries } from './entries.ts'
import type { Operation } from './operation.ts'
import type { Reservation } from './policy/reserve.ts'
import type { Readable } from './readable.ts'

/** What every record about one extrinsic has. */
interface OfEntry {
  /** The number of the entry; a record belongs to the intent of the same number. */
  readonly entry: number
  /** Unix milliseconds. */
  readonly at: number
}

/** One Operation of an extrinsic as it was planned. */
export interface IntendedLeg {
  readonly operation: Operation
  /** The subnets it touches, and the block at which each took its netuid. */
  readonly subnets: readonly { readonly netuid: number; readonly registeredAt: number }[]
  /** What its report needs of the plan. */
  readonly basis: Readable
}

/** Written and flushed before a signature is made: what will be signed. */
export interface IntentRecord extends OfEntry {
  readonly type: 'intent'
  /** The run of a program that wrote it. */
  readonly session: string
  readonly genesisHash: Hex
  /** The account that signs. */
  readonly address: string
  /** One call; a batch of which all or nothing happens; or one of which each call may fail for itself. */
  readonly form: 'single' | 'atomic' | 'each'
  readonly legs: readonly IntendedLeg[]
  /** The block the plan was made at. */
  readonly plannedAt: BlockRef
  readonly specVersion: number
  /** The encoded call. */
  readonly call: Hex
  readonly reservation?: Reservation
}

/** Written and flushed before somebody outside this program is shown what to sign: it may be signed from now on. */
export interface HandedOutRecord extends OfEntry {
  readonly type: 'handedOut'
  readonly nonce: number
  readonly era: Era
}

/** Written and flushed after signing and before the first byte is sent: it may be on the chain from now on. */
export interface SignedRecord extends OfEntry {
  readonly type: 'signed'
  /** All that is needed to send it again and to find it; the bytes go when it is settled. */
  readonly signed: Omit<SignedExtrinsic, 'bytes'> & { readonly bytes?: Hex }
}

/** Written and flushed before another run of a program sends the bytes again: no node's refusal is definite any more. */
export interface ResumedRecord extends OfEntry {
  readonly type: 'resumed'
  readonly session: string
}

/** Seen in a block that may still be undone. */
export interface InBlockRecord extends OfEntry {
  readonly type: 'inBlock'
  readonly block: BlockRef
}

/** Written when what became of it is final. */
export interface SettledRecord extends OfEntry {
  readonly type: 'settled'
  readonly outcome: 'included' | 'failed' | 'expired' | 'replaced' | 'refused' | 'chainReset'
  /** The block it is in, or the one that holds what took its nonce. */
  readonly block?: BlockRef
  /** The report of each leg. */
  readonly reports: readonly Readable[]
}

/** Written when an intent was given up before it was signed: nothing was sent, and nothing will be. */
export interface NotSentRecord extends OfEntry {
  readonly type: 'notSent'
  /** `Interrupted` where a program ended in between; else the code and the message of what stopped it. */
  readonly reason: { readonly code: string; readonly message: string }
}

/** One record of the journal about an extrinsic: plain JSON without secrets. */
export type JournalRecord =
  | IntentRecord
  | HandedOutRecord
  | SignedRecord
  | ResumedRecord
  | InBlockRecord
  | SettledRecord
  | NotSentRecord

/** What a journal can say of its own wholeness. */
export interface JournalCondition {
  /**
   * - `memory`: it forgets with its process
   * - `new`: nothing was there before
   * - `whole`: all that was ever written is there
   * - `torn`: a crash cut the last line off, which was never acted upon
   * - `shortened`, `replaced`: records are missing, or are other ones than were written. Nothing that counts can stand on it.
   */
  readonly status: 'memory' | 'new' | 'whole' | 'torn' | 'shortened' | 'replaced'
  /** What was noticed, for people. */
  readonly detail?: string
}

/** A time in which nobody else writes. */
export interface JournalTurn {
  /** All there is. */
  readonly entries: Entries
  /**
   * Writes records, all or none of them, and flushes them before it returns.
   * @throws JournalUnusable; then nothing may be sent.
   */
  append(...records: readonly JournalRecord[]): Promise<void>
}

/** What survives a crash. */
export interface Journal {
  /** Names this run of a program in its records. */
  readonly session: string
  readonly condition: JournalCondition
  /** All entries, what other processes wrote included; within an {@link update} use that of its turn. */
  read(): Promise<Entries>
  /** Runs `work` while nobody else, here or in another process, reads or writes. */
  update<T>(work: (turn: JournalTurn) => Promise<T>): Promise<T>
  /** Runs `work` while nobody else, here or in another process, signs for `address` with this journal. */
  alone<T>(address: string, work: () => Promise<T>): Promise<T>
  /** Whether the run of a program that wrote a record is still there. */
  isAlive(session: string): Promise<boolean>
}

/**
 * A journal that forgets with its process, for tests and throw-away chains.
 *
 * @example
 * ```ts
 * import { memoryJournal } from '@stake/ops'
 *
 * const journal = memoryJournal()
 * journal.condition.status // => memory
 * const entries = await journal.read()
 * entries.open().length // => 0
 * ```
 */
export function memoryJournal(): Journal {
  const entries = new Entries()
  const lock = inProcessLock()
  const session = 'memory'
  return {
    session,
    condition: { status: 'memory' },
    read: async () => entries,
    update: (work) =>
      lock.withLock('', () =>
        work({
          entries,
          append: async (...records) => {
            for (const record of records) entries.add(record)
          },
        }),
      ),
    alone: (address, work) => lock.withLock(address, work),
    isAlive: async (name) => name === session,
  }
}
