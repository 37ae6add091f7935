/** Answers that do not change, by what was asked: asked for once however many want them, the oldest forgotten. */
export class Remembered<Key, Value> {
  readonly #most: number
  readonly #worth: (value: Value) => boolean
  readonly #answers = new Map<Key, Promise<Value>>()

  /** @param worth - which answers are kept; the others, and failures, are asked for again */
  constructor(most: number, worth: (value: Value) => boolean = () => true) {
    this.#most = most
    this.#worth = worth
  }

  has(key: Key): boolean {
    return this.#answers.has(key)
  }

  get(key: Key, ask: () => Promise<Value>): Promise<Value> {
    const known = this.#answers.get(key)
    if (known !== undefined) return known
    const asking = ask()
    this.#answers.set(key, asking)
    if (this.#answers.size > this.#most) this.#answers.delete(this.#answers.keys().next().value as Key)
    const forget = () => {
      if (this.#answers.get(key) === asking) this.#answers.delete(key)
    }
    asking.then((value) => this.#worth(value) || forget(), forget)
    return asking
  }

  /** It was of no use: it is asked for again. */
  forget(key: Key): void {
    this.#answers.delete(key)
  }

  clear(): void {
    this.#answers.clear()
  }
}
