/** A value that changes, and those who want to know of it. */
export class Watched<T> {
  readonly #listeners = new Set<(value: T) => void>()
  #value: T

  constructor(value: T) {
    this.#value = value
  }

  get value(): T {
    return this.#value
  }

  change(value: T): void {
    this.#value = value
    for (const listener of [...this.#listeners]) {
      // A listener may change the value again; the others have been told of that one then.
      if (this.#value !== value) return
      if (this.#listeners.has(listener)) tell(listener, value)
    }
  }

  /** Calls `listener` with the value now and at every change, until the returned function is called. */
  watch(listener: (value: T) => void): () => void {
    this.#listeners.add(listener)
    tell(listener, this.#value)
    return () => {
      this.#listeners.delete(listener)
    }
  }
}

/**
 * Calls a listener. One that throws has a mistake that must be seen, so it ends as an uncaught error; but it
 * stops neither the other listeners nor the one who tells: a submission goes on, a connection comes back.
 */
export function tell<Values extends unknown[]>(
  listener: (...values: Values) => void,
  ...values: Values
): void {
  try {
    listener(...values)
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
