const MOST_REMEMBERED = 4096

/** What was computed of the last so many texts; the oldest is forgotten first. */
export class RememberedTexts<V> {
  readonly #values = new Map<string, V>()

  get(text: string): V | undefined {
    return this.#values.get(text)
  }

  set(text: string, value: V): V {
    if (this.#values.size >= MOST_REMEMBERED) {
      const [oldest = ''] = this.#values.keys()
      this.#values.delete(oldest)
    }
    this.#values.set(text, value)
    return value
  }
}
