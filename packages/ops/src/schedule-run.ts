import { type BlockRef, type Chain, Disconnected, readHead, readPrices, watchHeads } from '@stake/chain'
import { StakeError } from '@stake/math'
import type { Alarm } from './alarm.ts'
import type { Entry } from './entries.ts'
import { SubnetUnavailable } from './errors.ts'
import { follow } from './follow.ts'
import type { Operation } from './operation.ts'
import type { FinalReport, Report } from './report.ts'
import { runReportOf, type Totals } from './run-report.ts'
import { NOTHING_BESIDE } from './running.ts'
import type { Schedule } from './schedule.ts'
import { isWithin } from './schedule-band.ts'
import { triesOf, tryOf } from './schedule-pieces.ts'
import { ScheduleBoard, type ScheduleProgress, type ScheduleState } from './schedule-progress.ts'
import { type SequenceOptions, sequence } from './sequence.ts'
import { tell } from './tell.ts'

/** Options of `schedule`: those of a sequence, for each piece. */
export interface ScheduleOptions extends Omit<SequenceOptions, 'onFailure' | 'onProgress'> {
  /** Told everything that {@link RunningSchedule.progress} tells, as it happens. */
  readonly onProgress?: (progress: ScheduleProgress) => void
}

/** A schedule on its way. */
export interface RunningSchedule {
  /** Where it stands, from now on; who reads slowly misses states in between, never the newest. */
  readonly progress: AsyncIterable<ScheduleProgress>
  /** Everything that became of it. It never rejects. */
  readonly report: Promise<ScheduleReport>
  /** Begins no piece until {@link resume}; what is on its way goes on. */
  pause(): void
  resume(): void
  /** Begins no piece any more; the report comes when what is on its way is final. */
  stop(): void
}

/** What became of a schedule, in this run and those before it. */
export interface ScheduleReport {
  readonly status: 'done' | 'stopped' | 'halted'
  /** Why it halted. */
  readonly reason: StakeError | undefined
  /** Every try that was signed, in the order of the pieces. */
  readonly legs: readonly FinalReport[]
  /** Sums over all tries; one that came to nothing counts in what was asked, and with its fee. */
  readonly totals: Totals
  readonly alarms: readonly Alarm[]
  /** The pieces that were not executed. Run the schedule again to go on with them. */
  readonly remaining: readonly Operation[]
}

/** Failures that no later try can be without: somebody has to do something. */
const HALTING: readonly string[] = [
  'PolicyRefusal',
  'SigningRefused',
  'WrongSigner',
  'WrongChain',
  'JournalUnusable',
  'ScheduleChanged',
]
/** Nothing was sent, and nothing is wrong with the piece: it is only not possible now. */
const PASSING: readonly string[] = [
  'Disconnected',
  'RequestTimedOut',
  'EndpointUnreachable',
  'FinalityLagging',
  'AccountBusy',
]

const DEFAULT_TRIES = 3

export class ScheduleRun implements RunningSchedule {
  readonly report: Promise<ScheduleReport>
  readonly #chain: Chain
  readonly #schedule: Schedule
  readonly #options: ScheduleOptions
  readonly #board = new ScheduleBoard()
  /** By id, those of all tries. */
  readonly #reports = new Map<string, Promise<FinalReport>>()
  readonly #ended = new Map<string, FinalReport>()
  #head: BlockRef | undefined
  /** The newest try: the block that has it, or else that it was planned on, and the time of its beginning. */
  #last: { readonly block: number; readonly time: number } | undefined
  #done = 0
  #paused = false
  #stopped = false
  /** Grows with everything that may let the schedule go on. */
  #news = 0
  #wake: () => void = () => undefined

  constructor(chain: Chain, schedule: Schedule, options: ScheduleOptions) {
    this.#chain = chain
    this.#schedule = schedule
    this.#options = options
    this.report = this.#run()
  }

  get progress(): AsyncIterable<ScheduleProgress> {
    return this.#board
  }

  pause(): void {
    this.#paused = true
    this.#tellNews()
  }

  resume(): void {
    this.#paused = false
    this.#tellNews()
  }

  stop(): void {
    this.#stopped = true
    this.#tellNews()
  }

  async #run(): Promise<ScheduleReport> {
    const { operations } = this.#schedule
    let close: (error: Error) => void = () => undefined
    const closed = new Promise<never>((_, reject) => {
      close = reject
    })
    closed.catch(() => undefined)
    const stops = [
      this.#chain.connection.onState(({ status }) => {
        if (status === 'closed') close(new Disconnected('', 'schedule', 'the connection was closed'))
        this.#tellNews()
      }),
      watchHeads(this.#chain, (head) => {
        this.#head = head
        this.#tellNews()
      }),
    ]
    let status: ScheduleReport['status'] = 'done'
    let reason: StakeError | undefined
    try {
      await Promise.race([closed, this.#remember()])
      for (const [place, piece] of operations.entries()) {
        const executed = await Promise.race([closed, this.#execute(piece, place)])
        if (!executed) {
          status = 'stopped'
          break
        }
      }
      await Promise.race([closed, Promise.all(this.#reports.values())])
    } catch (error) {
      status = 'halted'
      reason = errorOf(error)
      // What is on its way comes to its end all the same, unless nothing can be heard of it any more.
      await Promise.race([closed, Promise.allSettled(this.#reports.values())]).catch(() => undefined)
    }
    for (const stop of stops) stop()
    this.#stopped = true
    const report = this.#reportOf(status, reason)
    this.#note(Math.max(this.#done - 1, 0), { status: 'ended', report })
    return report
  }

  /** Checks what the journal knows of the pieces, and finds the beginning of the newest try. */
  async #remember(): Promise<void> {
    const entries = await this.#options.journal.read()
    const tries = this.#schedule.operations.flatMap((piece) => triesOf(piece, entries))
    if (tries.length === 0) return
    this.#last = {
      block: Math.max(...tries.map(blockOf)),
      time: Math.max(...tries.map(({ intent }) => intent.at)),
    }
  }

  /** @returns false when the schedule was stopped before */
  async #execute(piece: Operation, place: number): Promise<boolean> {
    for (let failures = 0; ; ) {
      const tries = triesOf(piece, await this.#options.journal.read())
      for (const [index, entry] of tries.entries()) {
        const { id } = tryOf(piece, index + 1)
        this.#note(place, { status: 'running', id })
        if (came(await this.#known(id, entry))) {
          this.#done++
          return true
        }
      }
      const seen = this.#news
      if (!(await this.#turn(place))) return false
      const operation = tryOf(piece, tries.length + 1)
      const report = await this.#try(operation, place)
      if (came(report)) {
        this.#done++
        this.#note(place, { status: 'executed', report })
        return true
      }
      const error = report.error ?? nothingCame(report)
      if (HALTING.includes(error.code)) throw error
      if (report.status === 'notSent' && PASSING.includes(error.code)) {
        this.#note(place, { status: 'held', reason: error })
        await this.#until(seen)
        continue
      }
      this.#note(place, { status: 'failed', report })
      if (++failures >= (this.#schedule.tries ?? DEFAULT_TRIES)) throw error
    }
  }

  /** What became of a try that the journal knew before. */
  #known(id: string, entry: Entry): Promise<FinalReport> {
    const known = this.#reports.get(id)
    if (known) return known
    const following = follow(this.#chain, this.#options.journal, entry)
    const report = following.reports.then((reports) => {
      const mine = reports[following.ids.indexOf(id)]
      if (!mine) throw new RangeError(`entry ${entry.entry} holds no report of ${id}`)
      return mine
    })
    this.#keep(id, report)
    return report
  }

  async #try(operation: Operation, place: number): Promise<Report> {
    const before = this.#last
    this.#last = { block: this.#head?.number ?? before?.block ?? 0, time: this.#chain.clock.now() }
    this.#note(place, { status: 'running', id: operation.id })
    const { onProgress: _, ...options } = this.#options
    const [leg] = sequence(this.#chain, [operation], options).legs
    if (!leg) throw new RangeError('one operation, one leg')
    const seen = await (options.wait === 'inclusion' ? leg.provisional : leg.report)
    // What did not come may still come as long as it is not final.
    const report = came(seen) ? seen : await leg.report
    if (report.block) this.#last = { ...this.#last, block: report.block.number }
    if (report.status !== 'notSent') this.#keep(operation.id, leg.report)
    else if (PASSING.includes(report.error?.code ?? '')) this.#last = before
    return report
  }

  #keep(id: string, report: Promise<FinalReport>): void {
    this.#reports.set(id, report)
    report.then(
      (end) => this.#ended.set(id, end),
      () => undefined,
    )
  }

  /** Waits until the next piece may begin. @returns false when the schedule is stopped before */
  async #turn(place: number): Promise<boolean> {
    for (;;) {
      const seen = this.#news
      if (this.#stopped) return false
      let state: ScheduleState | undefined
      try {
        state = this.#paused ? { status: 'paused' } : ((await this.#early()) ?? (await this.#outside()))
      } catch (error) {
        const reason = errorOf(error)
        if (!PASSING.includes(reason.code)) throw reason
        state = { status: 'held', reason }
      }
      if (!state) {
        if (this.#stopped || this.#paused) continue
        return true
      }
      this.#note(place, state)
      await this.#until(seen, state.status === 'waiting' ? state.until : undefined)
    }
  }

  async #early(): Promise<ScheduleState | undefined> {
    const { every } = this.#schedule
    this.#head ??= await readHead(this.#chain, 'best')
    if (!this.#last) return undefined
    if ('blocks' in every) {
      // What begins on one block is in the next at the earliest.
      const block = this.#last.block + every.blocks - 1
      return this.#head.number < block ? { status: 'waiting', until: { block } } : undefined
    }
    const time = this.#last.time + every.seconds * 1000
    return this.#chain.clock.now() < time ? { status: 'waiting', until: { time } } : undefined
  }

  async #outside(): Promise<ScheduleState | undefined> {
    const { band } = this.#schedule
    if (!band) return undefined
    const at = await this.#chain.at('best')
    const price = (await readPrices(at, [band.netuid])).get(band.netuid)
    if (!price) throw new SubnetUnavailable('SubnetNotExists', band.netuid)
    return isWithin(price, band) ? undefined : { status: 'outsideBand', price, block: at.block }
  }

  /** Waits for news after those that were seen, or for a time. */
  #until(seen: number, until?: { readonly block: number } | { readonly time: number }): Promise<void> {
    if (this.#news !== seen) return Promise.resolve()
    const { clock } = this.#chain
    return new Promise((resolve) => {
      const cancel =
        until && 'time' in until
          ? clock.after(Math.min(until.time - clock.now(), LONGEST_TIMER), () => this.#tellNews())
          : () => undefined
      this.#wake = () => {
        cancel()
        resolve()
      }
    })
  }

  #tellNews(): void {
    this.#news++
    this.#wake()
    this.#wake = () => undefined
  }

  #note(place: number, state: ScheduleState): void {
    const { operations } = this.#schedule
    const operation = operations[place]
    if (!operation) return
    const progress = { piece: place, operation, done: this.#done, total: operations.length, state }
    this.#board.tell(progress)
    tell(this.#options.onProgress, progress)
  }

  #reportOf(status: ScheduleReport['status'], reason: StakeError | undefined): ScheduleReport {
    const legs = [...this.#reports.keys()].flatMap((id) => this.#ended.get(id) ?? [])
    const executed = new Set(legs.filter(came).map(({ operation }) => operation.id))
    const remaining = this.#schedule.operations.filter(
      (piece) => ![...executed].some((id) => id === piece.id || pieceOf(id) === piece.id),
    )
    const { totals, alarms } = runReportOf('sequence', legs, NOTHING_BESIDE)
    const undone = status === 'done' && remaining.length > 0
    return {
      status: undone ? 'halted' : status,
      reason: undone ? endedOtherwise(remaining) : reason,
      legs,
      totals,
      alarms,
      remaining,
    }
  }
}

function blockOf({ intent, inBlock, settled }: Entry): number {
  return (settled?.block ?? inBlock?.block ?? intent.plannedAt).number
}

/** Timers of more milliseconds fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1

/** A partial fill of nothing is no success. */
function came({ status, fill }: Report): boolean {
  return status === 'executed' && fill !== 'nothing'
}

function pieceOf(id: string): string {
  return id.replace(/~\d+$/, '')
}

function nothingCame({ operation, status }: Report): StakeError {
  return new StakeError('NothingTraded', `${operation.id} was ${status}, but nothing was traded.`, {
    remedy: 'Look at the price and the tolerance.',
  })
}

function endedOtherwise(remaining: readonly Operation[]): StakeError {
  const ids = remaining.map(({ id }) => id).join(', ')
  return new StakeError(
    'EndedOtherwise',
    `After it was seen in a block and others went on, this was undone and never came: ${ids}.`,
    { details: { ids }, remedy: 'Run the schedule again to go on with what remains.' },
  )
}

function errorOf(error: unknown): StakeError {
  if (error instanceof StakeError) return error
  return new StakeError('ScheduleFailed', error instanceof Error ? error.message : String(error), {
    remedy: 'Look at the cause, then run the schedule again.',
    cause: error,
  })
}
