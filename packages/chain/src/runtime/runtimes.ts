import type { Hex } from '../chain.ts'
import type { Clock } from '../clock.ts'
import type { Connection } from '../connection/connection.ts'
import { keepSubscribed, REFUSAL_PAUSE } from '../connection/keep-subscribed.ts'
import { RuntimeChanged } from '../errors/errors.ts'
import { loadRuntime } from './load-runtime.ts'
import { type Runtime, readSpecVersion, specVersionOf } from './runtime.ts'

/** How many blocks are remembered with their version: they are asked about many times in a row, and then never. */
const MOST_VERSIONS = 64

/** How many runtimes are kept at once, for each is megabytes: who reads all of history needs few at a time. */
const MOST_RUNTIMES = 4

/** The runtimes of a chain: the one of now, replaced when the chain is upgraded, and those of older blocks. */
export class Runtimes {
  readonly #connection: Connection
  readonly #clock: Clock
  /** What never changes: the version that a block's state is read with. The newest blocks asked about. */
  readonly #versions = new Map<Hex, number>()
  readonly #byVersion = new Map<number, Promise<Runtime>>()
  readonly #stop: () => void
  #current: Runtime
  #wanted: number
  #stopped = false
  #cancelRetry: () => void = () => undefined

  constructor(first: Runtime, connection: Connection, clock: Clock) {
    this.#connection = connection
    this.#clock = clock
    this.#current = first
    this.#wanted = first.specVersion
    this.#byVersion.set(first.specVersion, Promise.resolve(first))
    const names = {
      notification: 'state_runtimeVersion',
      subscribe: 'state_subscribeRuntimeVersion',
      unsubscribe: 'state_unsubscribeRuntimeVersion',
    }
    this.#stop = keepSubscribed(connection, clock, names, (version) => this.#hear(specVersionOf(version)))
  }

  /** The runtime of the newest block, as far as it is known and loaded. */
  get current(): Runtime {
    return this.#current
  }

  /** The runtime that the state of a block is read with; it is the one that executes the next block. */
  async at(hash: Hex): Promise<Runtime> {
    const version = this.#versions.get(hash) ?? (await readSpecVersion(this.#connection, hash))
    this.#versions.set(hash, version)
    if (this.#versions.size > MOST_VERSIONS) this.#versions.delete(this.#versions.keys().next().value as Hex)
    return this.#load(version, hash)
  }

  /** Follows the chain no longer. */
  stop(): void {
    this.#stopped = true
    this.#stop()
    this.#cancelRetry()
  }

  /** Those used last are kept; what could not be loaded is loaded anew when it is asked for again. */
  #load(version: number, at?: Hex): Promise<Runtime> {
    const loading =
      this.#byVersion.get(version) ??
      loadRuntime(this.#connection, at).then((runtime) => {
        if (runtime.specVersion === version) return runtime
        throw new RuntimeChanged(version, runtime.specVersion)
      })
    this.#byVersion.delete(version)
    this.#byVersion.set(version, loading)
    const oldest = [...this.#byVersion.keys()].find((each) => each !== this.#current.specVersion)
    if (this.#byVersion.size > MOST_RUNTIMES) this.#byVersion.delete(oldest as number)
    loading.catch(() => {
      if (this.#byVersion.get(version) === loading) this.#byVersion.delete(version)
    })
    return loading
  }

  #hear(version: number | undefined): void {
    if (version === undefined || version === this.#wanted) return
    this.#wanted = version
    this.#cancelRetry()
    void this.#follow(version)
  }

  async #follow(version: number): Promise<void> {
    try {
      const runtime = await this.#load(version)
      if (version === this.#wanted) this.#current = runtime
    } catch {
      if (version !== this.#wanted || this.#stopped) return
      this.#cancelRetry = this.#clock.after(REFUSAL_PAUSE, () => void this.#follow(version))
    }
  }
}
