/** What an iteration pulls its items from. */
export interface Source<Item> {
  /** The next item; asked for one at a time. It stops early when there is a signal to `open`. */
  pull(): Promise<Item>
  /** Lets go of all that it holds. */
  close(): void
}

/**
 * An iterable whose iterations each pull from a source of their own, opened at the first pull: what is never asked for
 * costs nothing. An iteration lets go of everything, at once, when its consumer is done with it (`break`), when the
 * signal aborts, and when a pull fails; a pull that waits meanwhile is over then.
 *
 * An aborted iteration throws the signal's reason, once.
 */
export function iterate<Item>(
  open: (stopped: AbortSignal) => Source<Item>,
  signal?: AbortSignal,
): AsyncIterable<Item> {
  return { [Symbol.asyncIterator]: () => new Iteration(open, signal) }
}

class Iteration<Item> implements AsyncIterator<Item, undefined> {
  readonly #open: (stopped: AbortSignal) => Source<Item>
  readonly #signal: AbortSignal | undefined
  readonly #stop = new AbortController()
  readonly #abort = () => this.#end()
  #source: Source<Item> | undefined
  #aborted = false
  /** The pull before; who calls `next` twice at once gets one item after the other. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(open: (stopped: AbortSignal) => Source<Item>, signal: AbortSignal | undefined) {
    this.#open = open
    this.#signal = signal
  }

  next(): Promise<IteratorResult<Item, undefined>> {
    const result = this.#turn.then(() => this.#next())
    this.#turn = result.catch(() => undefined)
    return result
  }

  return(): Promise<IteratorResult<Item, undefined>> {
    this.#end()
    return Promise.resolve({ done: true, value: undefined })
  }

  async #next(): Promise<IteratorResult<Item, undefined>> {
    if (this.#signal?.aborted && !this.#aborted) return this.#refuse(this.#signal)
    if (this.#stop.signal.aborted) return { done: true, value: undefined }
    try {
      const value = await this.#unlessStopped(this.#pull())
      if (!this.#stop.signal.aborted) return { done: false, value: value as Item }
    } catch (error) {
      this.#end()
      throw error
    }
    if (this.#signal?.aborted) return this.#refuse(this.#signal)
    return { done: true, value: undefined }
  }

  #pull(): Promise<Item> {
    if (!this.#source) {
      this.#source = this.#open(this.#stop.signal)
      this.#signal?.addEventListener('abort', this.#abort)
    }
    return this.#source.pull()
  }

  /** Keeps its promise as soon as there is no use in waiting for the other. */
  #unlessStopped(pull: Promise<Item>): Promise<Item | undefined> {
    const { signal } = this.#stop
    return new Promise((resolve, reject) => {
      const stop = () => resolve(undefined)
      signal.addEventListener('abort', stop)
      pull.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
    })
  }

  #refuse(signal: AbortSignal): never {
    this.#aborted = true
    this.#end()
    throw signal.reason
  }

  #end(): void {
    this.#signal?.removeEventListener('abort', this.#abort)
    this.#stop.abort()
    this.#source?.close()
    this.#source = undefined
  }
}
