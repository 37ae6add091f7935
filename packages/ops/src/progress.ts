import type { SubmissionState } from '@stake/chain'
import type { Operation } from './operation.ts'
import type { FinalReport } from './report.ts'
import { tell } from './tell.ts'

/** Where one leg of a run stands. */
export interface Progress {
  /** Its place in the run, from 0. */
  readonly leg: number
  readonly operation: Operation
  readonly state: LegState
  /** How many legs have come to their end, of how many. */
  readonly done: number
  readonly total: number
}

/** A submission's states, before them `waiting` for what is not sent yet, and after them the report. */
export type LegState =
  | SubmissionState
  | { readonly status: 'waiting' }
  | { readonly status: 'reported'; readonly report: FinalReport }

/**
 * The one stream of what happens to the legs of a run. Everybody who reads it is told the state of every leg now and
 * all changes from then on. Who reads slowly misses states in between, never the newest of a leg, so that no more is
 * kept for a reader than one state for each leg.
 */
export class ProgressBoard implements AsyncIterable<Progress> {
  readonly #operations: readonly Operation[]
  readonly #states: LegState[]
  readonly #readers = new Set<Reader>()
  readonly #onProgress: ((progress: Progress) => void) | undefined
  #ended = 0
  #failure: { readonly error: unknown } | undefined

  constructor(operations: readonly Operation[], onProgress?: (progress: Progress) => void) {
    this.#operations = operations
    this.#states = operations.map(() => ({ status: 'waiting' }))
    this.#onProgress = onProgress
  }

  /** A leg has come to another state. */
  note(leg: number, state: LegState): void {
    if (this.#states[leg]?.status === 'reported') return
    this.#states[leg] = state
    if (state.status === 'reported') this.#ended++
    for (const reader of this.#readers) reader.tell(leg)
    const progress = this.#progressOf(leg)
    if (progress) tell(this.#onProgress, progress)
  }

  /** A leg will never come to its end. */
  fail(error: unknown): void {
    this.#failure ??= { error }
    for (const reader of this.#readers) reader.wake()
  }

  [Symbol.asyncIterator](): AsyncIterator<Progress, undefined> {
    const reader = new Reader(this.#operations.map((_, leg) => leg))
    this.#readers.add(reader)
    const end = (): IteratorResult<Progress, undefined> => {
      this.#readers.delete(reader)
      return { done: true, value: undefined }
    }
    return {
      next: async () => {
        for (;;) {
          const leg = reader.take()
          const value = leg === undefined ? undefined : this.#progressOf(leg)
          if (value) return { done: false, value }
          if (this.#failure) throw this.#failure.error
          if (this.#ended === this.#states.length) return end()
          await reader.news()
        }
      },
      return: async () => end(),
    }
  }

  #progressOf(leg: number): Progress | undefined {
    const operation = this.#operations[leg]
    const state = this.#states[leg]
    if (!operation || !state) return undefined
    return { leg, operation, state, done: this.#ended, total: this.#states.length }
  }
}

/** The legs of which one reader has not seen the newest state. */
class Reader {
  readonly #unseen: Set<number>
  /** Ends the waiting. */
  wake: () => void = () => undefined

  constructor(unseen: readonly number[]) {
    this.#unseen = new Set(unseen)
  }

  tell(leg: number): void {
    this.#unseen.add(leg)
    this.wake()
  }

  take(): number | undefined {
    const [leg] = this.#unseen
    if (leg !== undefined) this.#unseen.delete(leg)
    return leg
  }

  news(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve
    })
  }
}
