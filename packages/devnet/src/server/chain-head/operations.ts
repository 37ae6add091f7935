/** One notification about an operation. */
export type OperationEvent = Readonly<Record<string, unknown>> & { readonly event: string }

/** How many operations a client may have at a time; of storage, each item counts. */
export const MAX_OPERATIONS = 16

interface Operation {
  readonly size: number
  readonly events: Iterator<OperationEvent>
  waiting: boolean
}

/** What a subscription is working on for its client. */
export class Operations {
  readonly #push: (event: OperationEvent) => void
  readonly #running = new Map<string, Operation>()
  #count = 0

  constructor(push: (event: OperationEvent) => void) {
    this.#push = push
  }

  /** How many more may be started. */
  get room(): number {
    let room = MAX_OPERATIONS
    for (const { size } of this.#running.values()) room -= size
    return room
  }

  /** Starts what ends with the last of `events`, and waits at each `operationWaitingForContinue`. Returns its id. */
  start(size: number, events: Iterator<OperationEvent>): string {
    const id = String(this.#count++)
    this.#running.set(id, { size, events, waiting: false })
    // Not at once: whoever asked hears the id first, and may think better of it.
    setImmediate(() => this.#run(id))
    return id
  }

  /** Goes on with one that waits. False where it does not wait; one that is not running is let be. */
  continue(id: string): boolean {
    const operation = this.#running.get(id)
    if (operation === undefined) return true
    if (!operation.waiting) return false
    operation.waiting = false
    setImmediate(() => this.#run(id))
    return true
  }

  stop(id: string): void {
    this.#running.delete(id)
  }

  stopAll(): void {
    this.#running.clear()
  }

  #run(id: string): void {
    const operation = this.#running.get(id)
    if (operation === undefined) return
    while (!operation.waiting) {
      const next = this.#next(operation)
      if (next === undefined) return void this.#running.delete(id)
      operation.waiting = next.event === 'operationWaitingForContinue'
      const { event, ...rest } = next
      this.#push({ event, operationId: id, ...rest })
    }
  }

  /** The next event; the one that tells of a failure is the last. */
  #next({ events }: Operation): OperationEvent | undefined {
    try {
      const next = events.next()
      return next.done === true ? undefined : next.value
    } catch (error) {
      return { event: 'operationError', error: error instanceof Error ? error.message : String(error) }
    }
  }
}
