import type { Signal } from '../chain/signal.ts'

/** Who asks: a connection, or a single request over HTTP. */
export interface Client {
  readonly closed: Signal<void>
}

/** What clients have under way, by id. Nobody sees another's. */
export class PerClient<Thing> {
  readonly #forget: (thing: Thing) => void
  readonly #things = new WeakMap<Client, Map<string, Thing>>()

  /** `forget` is called with what a client had when it goes. */
  constructor(forget: (thing: Thing) => void) {
    this.#forget = forget
  }

  of(client: Client): Map<string, Thing> {
    const known = this.#things.get(client)
    if (known !== undefined) return known
    const things = new Map<string, Thing>()
    this.#things.set(client, things)
    client.closed.listen(() => {
      for (const thing of things.values()) this.#forget(thing)
    })
    return things
  }
}
