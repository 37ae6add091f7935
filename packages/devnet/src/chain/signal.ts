/** A list of listeners called in the order they came. */
export class Signal<T> {
  readonly #listeners = new Set<(value: T) => void>()

  /** Returns the function that stops listening. */
  listen(listener: (value: T) => void): () => void {
    // A wrapper, so that the same function may listen twice.
    const entry = (value: T): void => listener(value)
    this.#listeners.add(entry)
    return () => void this.#listeners.delete(entry)
  }

  emit(value: T): void {
    for (const listener of [...this.#listeners]) listener(value)
  }
}
