/**
 * A wallet meets few addresses, each of them over and over, and the checksum of one costs more than all that is decoded
 * beside it. So the last ones are remembered, both ways.
 */
const MOST_REMEMBERED = 4096

/** What was computed of the last so many texts; the oldest is forgotten first. */
class Remembered<V> {
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

/** The 32 bytes of canonical addresses. */
export const knownKeys: Remembered<Uint8Array> = new Remembered()
/** The canonical addresses of 32 bytes, by their hexadecimal text. */
export const knownAddresses: Remembered<string> = new Remembered()
