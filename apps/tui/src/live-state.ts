import { setImmediate } from 'node:timers/promises'
import {
  type BlockRef,
  type Chain,
  type ConnectionState,
  readSnapshot,
  type Snapshot,
  watchHeads,
} from '@stake/chain'

/** What is known of the chain now; a new object at every change. */
export interface Live {
  readonly connection: ConnectionState
  /** Every number of the newest block that could be read; undefined before the first. */
  readonly snapshot: Snapshot | undefined
  /** The snapshot of the block before it, to tell what changed. */
  readonly previous: Snapshot | undefined
  /** Unix milliseconds at which the snapshot was read. */
  readonly readAt: number
  /** Why the newest block could not be read, while that is so. */
  readonly failure: Error | undefined
  /** Milliseconds from one small question to its answer, asked anew at each block. */
  readonly latency: number | undefined
}

/** Follows the chain's newest block and the connection; a store that screens subscribe to. */
export class LiveState {
  readonly #chain: Chain
  readonly #listeners = new Set<() => void>()
  readonly #stop: (() => void)[]
  #live: Live
  #coldkey: string | undefined
  #newest: BlockRef | undefined
  #reading = false
  #closed = false

  /** @param coldkey - whose balance and positions are read; see {@link LiveState.follow} */
  constructor(chain: Chain, coldkey?: string) {
    this.#chain = chain
    this.#coldkey = coldkey
    this.#live = {
      connection: chain.connection.state,
      snapshot: undefined,
      previous: undefined,
      readAt: 0,
      failure: undefined,
      latency: undefined,
    }
    this.#stop = [
      chain.connection.onState((connection) => this.#change({ connection })),
      watchHeads(chain, (head) => {
        this.#newest = head
        void this.#measure()
        void this.#read()
      }),
    ]
  }

  /** Calls `listener` at every change until the returned function is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly getSnapshot = (): Live => this.#live

  /** Reads the balance and positions of this coldkey too, from now on. */
  follow(coldkey: string): void {
    this.#coldkey = coldkey
    void this.#read()
  }

  /** Reads the newest block again. */
  refresh(): void {
    void this.#read()
  }

  close(): void {
    this.#closed = true
    for (const stop of this.#stop) stop()
    this.#listeners.clear()
  }

  /** One question a block is no load, and no other question gets in its way. */
  async #measure(): Promise<void> {
    const asked = performance.now()
    try {
      await this.#chain.connection.send('system_name', [])
      this.#change({ latency: Math.max(1, Math.round(performance.now() - asked)) })
    } catch {
      this.#change({ latency: undefined })
    }
  }

  /** One block at a time; of the blocks that came meanwhile only the newest is read. */
  async #read(): Promise<void> {
    if (this.#reading) return
    this.#reading = true
    let read: { head: BlockRef | undefined; coldkey: string | undefined } | undefined
    while (!this.#closed && (read?.head !== this.#newest || read?.coldkey !== this.#coldkey)) {
      read = { head: this.#newest, coldkey: this.#coldkey }
      try {
        const snapshot = await readSnapshot(await this.#chain.at('best'), {
          coldkeys: read.coldkey === undefined ? [] : [read.coldkey],
          ...(read.head && { at: read.head }),
        })
        // Keys that were pressed while it was decoded come before what is made of it.
        await setImmediate()
        const last = this.#live.snapshot
        const previous = last?.block.hash === snapshot.block.hash ? this.#live.previous : last
        this.#change({ snapshot, previous, readAt: this.#chain.clock.now(), failure: undefined })
      } catch (failure) {
        this.#change({ failure: failure as Error })
      }
    }
    this.#reading = false
  }

  #change(changes: Partial<Live>): void {
    if (this.#closed) return
    this.#live = { ...this.#live, ...changes }
    for (const listener of this.#listeners) listener()
  }
}
