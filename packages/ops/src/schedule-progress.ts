import type { BlockRef } from '@stake/chain'
import type { Price, StakeError } from '@stake/math'
import type { Operation } from './operation.ts'
import type { Report } from './report.ts'
import type { ScheduleReport } from './schedule-run.ts'

/** Where a schedule stands. */
export interface ScheduleProgress {
  /** The place of the piece that it is at, from 0. */
  readonly piece: number
  readonly operation: Operation
  /** How many pieces are executed, of how many. */
  readonly done: number
  readonly total: number
  readonly state: ScheduleState
}

export type ScheduleState =
  /** Until a block's number, or a time in Unix milliseconds. */
  | { readonly status: 'waiting'; readonly until: { readonly block: number } | { readonly time: number } }
  | { readonly status: 'outsideBand'; readonly price: Price; readonly block: BlockRef }
  | { readonly status: 'paused' }
  /** Nothing can be asked or sent now; it goes on as soon as that is over. */
  | { readonly status: 'held'; readonly reason: StakeError }
  /** A try with this id is on its way. */
  | { readonly status: 'running'; readonly id: string }
  | { readonly status: 'executed'; readonly report: Report }
  /** The try came to nothing; there will be another one, if there are any left. */
  | { readonly status: 'failed'; readonly report: Report }
  | { readonly status: 'ended'; readonly report: ScheduleReport }

/** The newest state, for any number of readers: a slow one misses states in between. */
export class ScheduleBoard implements AsyncIterable<ScheduleProgress> {
  #newest: ScheduleProgress | undefined
  #count = 0
  #listeners = new Set<() => void>()

  tell(progress: ScheduleProgress): void {
    this.#newest = progress
    this.#count++
    const listeners = this.#listeners
    this.#listeners = new Set()
    for (const listener of listeners) listener()
  }

  [Symbol.asyncIterator](): AsyncIterator<ScheduleProgress, undefined> {
    let seen = 0
    let ended = false
    return {
      next: async () => {
        while (!ended && seen === this.#count) {
          await new Promise<void>((resolve) => this.#listeners.add(resolve))
        }
        if (ended || !this.#newest) return { done: true, value: undefined }
        seen = this.#count
        ended = this.#newest.state.status === 'ended'
        return { done: false, value: this.#newest }
      },
      return: async () => {
        ended = true
        return { done: true, value: undefined }
      },
    }
  }
}
