import type { Hex } from '@stake/schema'

/** How much a queue holds before its oldest are dropped. */
export interface QueueLimits {
  readonly count: number
  readonly bytes: number
}

/** Waiting transactions by hash, the oldest first. */
export class PoolQueue<Entry extends { readonly hash: Hex; readonly bytes: Uint8Array }> {
  readonly #limits: QueueLimits
  readonly #entries = new Map<Hex, Entry>()
  #bytes = 0

  constructor(limits: QueueLimits) {
    this.#limits = limits
  }

  has(hash: Hex): boolean {
    return this.#entries.has(hash)
  }

  get(hash: Hex): Entry | undefined {
    return this.#entries.get(hash)
  }

  /** Adds an entry at the end, or puts it where the one of the same hash stands. */
  put(entry: Entry): void {
    if (!this.#entries.has(entry.hash)) this.#bytes += entry.bytes.length
    this.#entries.set(entry.hash, entry)
  }

  delete(hash: Hex): void {
    this.#bytes -= this.#entries.get(hash)?.bytes.length ?? 0
    this.#entries.delete(hash)
  }

  /** All entries as of now, the oldest first. */
  list(): readonly Entry[] {
    return [...this.#entries.values()]
  }

  /** The entry to drop next: the oldest while there are too many or too large ones. */
  surplus(): Entry | undefined {
    if (this.#entries.size <= this.#limits.count && this.#bytes <= this.#limits.bytes) return undefined
    const [oldest] = this.#entries.values()
    return oldest
  }
}
