import { OrderedMap } from './ordered-map.ts'

/** The whole storage of one block: raw keys (lower-case hex with `0x`) to raw SCALE bytes. */
export type State = OrderedMap<Uint8Array>

/** What one block changed; `null` marks a deleted key. */
export type StateChanges = ReadonlyMap<string, Uint8Array | null>

export function emptyState(): State {
  return OrderedMap.empty<Uint8Array>()
}

/**
 * Writes on top of a block's state. Nothing reaches the state itself: a finished block takes `changes()` and
 * `applied()`, everything else (a failed call, a simulation, a query) just drops the overlay.
 */
export class StateOverlay {
  readonly #base: State
  readonly #layers: Map<string, Uint8Array | null>[] = [new Map()]

  constructor(base: State) {
    this.#base = base
  }

  get(key: string): Uint8Array | undefined {
    for (let depth = this.#layers.length - 1; depth >= 0; depth--) {
      const value = this.#layers[depth]?.get(key)
      if (value !== undefined) return value ?? undefined
    }
    return this.#base.get(key)
  }

  put(key: string, value: Uint8Array): void {
    this.#top().set(key, value)
  }

  delete(key: string): void {
    this.#top().set(key, null)
  }

  /** The existing keys that start with `prefix`, in order. */
  keys(prefix: string): string[] {
    const written = new Map<string, Uint8Array | null>()
    for (const layer of this.#layers)
      for (const [key, value] of layer) if (key.startsWith(prefix)) written.set(key, value)
    const keys: string[] = []
    for (const [key] of this.#base.entries(prefix)) {
      if (!key.startsWith(prefix)) break
      if (!written.has(key)) keys.push(key)
    }
    for (const [key, value] of written) if (value !== null) keys.push(key)
    return keys.sort()
  }

  /** Runs `body`; when it throws, every write it made is undone and the error goes on. */
  transact<T>(body: () => T): T {
    const layer = new Map<string, Uint8Array | null>()
    this.#layers.push(layer)
    try {
      const result = body()
      this.#layers.pop()
      const below = this.#top()
      for (const [key, value] of layer) below.set(key, value)
      return result
    } catch (error) {
      this.#layers.pop()
      throw error
    }
  }

  /** Everything written so far. Only meaningful outside `transact`. */
  changes(): StateChanges {
    return this.#top()
  }

  /** The state with everything written so far. Only meaningful outside `transact`. */
  applied(): State {
    let state = this.#base
    for (const [key, value] of this.#top()) state = value === null ? state.delete(key) : state.set(key, value)
    return state
  }

  #top(): Map<string, Uint8Array | null> {
    return this.#layers[this.#layers.length - 1] as Map<string, Uint8Array | null>
  }
}
