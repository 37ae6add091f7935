import type { Clock } from '../src/index.ts'

/** Time that passes only when the test says so. */
export class SteppedClock implements Clock {
  readonly #timers = new Map<number, { readonly at: number; readonly callback: () => void }>()
  #now = 1_800_000_000_000
  #next = 0

  now(): number {
    return this.#now
  }

  after(ms: number, callback: () => void): () => void {
    const id = this.#next++
    this.#timers.set(id, { at: this.#now + ms, callback })
    return () => this.#timers.delete(id)
  }

  /** How many timers run. */
  get waiting(): number {
    return this.#timers.size
  }

  /** Lets time pass; what is due happens in its order. */
  advance(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const [first] = [...this.#timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)
      if (!first) break
      const [id, { at, callback }] = first
      this.#timers.delete(id)
      this.#now = Math.max(this.#now, at)
      callback()
    }
    this.#now = end
  }
}
