import type { Chain } from '../chain.ts'
import { keepSubscribed, type SubscriptionNames } from '../connection/keep-subscribed.ts'
import { tell } from '../watched.ts'
import { type Head, numberIn } from './header.ts'

const subscriptions: Readonly<Record<Head, SubscriptionNames>> = {
  best: {
    notification: 'chain_newHead',
    subscribe: 'chain_subscribeNewHeads',
    unsubscribe: 'chain_unsubscribeNewHeads',
  },
  finalized: {
    notification: 'chain_finalizedHead',
    subscribe: 'chain_subscribeFinalizedHeads',
    unsubscribe: 'chain_unsubscribeFinalizedHeads',
  },
}

const ofChains = new WeakMap<Chain, Heads>()

/**
 * The heads of a chain, followed by all who want to know: one subscription of each kind while there is anybody, none
 * when there is nobody. Call `release` when you want to know no longer.
 */
export function followHeads(chain: Chain): { readonly heads: Heads; readonly release: () => void } {
  const heads = ofChains.get(chain) ?? new Heads(chain)
  ofChains.set(chain, heads)
  return { heads, release: heads.enter() }
}

/** How far the node in use has come. Only the newest numbers are kept, however much there is to tell. */
export class Heads {
  readonly #chain: Chain
  readonly #reached = new Map<Head, number>()
  readonly #turns: Record<Head, number> = { best: 0, finalized: 0 }
  readonly #listeners = new Set<(head: Head, number: number) => void>()
  readonly #waiting = new Set<() => void>()
  readonly #asked = new Map<string, Promise<unknown>>()
  #session = 0
  #followers = 0
  #turn = 0
  #stop: () => void = () => undefined

  constructor(chain: Chain) {
    this.#chain = chain
  }

  /** The number of the head of the node in use; undefined until it has told one. */
  reached(head: Head): number | undefined {
    return this.#reached.get(head)
  }

  /** Another one means another node: what the last one said cannot be put together with what this one says. */
  get session(): number {
    return this.#session
  }

  /** Grows with all that can be news: a head, a connection that is lost, found or closed; or with news of one head. */
  turn(head?: Head): number {
    return head ? this.#turns[head] : this.#turn
  }

  /** Waits until there is news after a turn, or there is a signal to wait no longer. */
  async newsAfter(turn: number, signal: AbortSignal): Promise<void> {
    while (this.#turn === turn && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const look = () => {
          this.#waiting.delete(look)
          signal.removeEventListener('abort', look)
          resolve()
        }
        this.#waiting.add(look)
        signal.addEventListener('abort', look)
      })
    }
  }

  /** Calls `listener` with the head that is known and each that comes, until the returned function is called. */
  listen(listener: (head: Head, number: number) => void): () => void {
    this.#listeners.add(listener)
    for (const [head, number] of this.#reached) tell(listener, head, number)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /**
   * Asks once for all who want to know the same at the same time. What was asked before the last news is asked again:
   * its answer may be older than what one knows by now.
   */
  once<T>(question: string, ask: () => Promise<T>): Promise<T> {
    const key = `${this.#turn} ${question}`
    const asked = this.#asked.get(key) as Promise<T> | undefined
    if (asked !== undefined) return asked
    const asking = ask().finally(() => this.#asked.delete(key))
    this.#asked.set(key, asking)
    return asking
  }

  /** @internal */
  enter(): () => void {
    if (this.#followers++ === 0) this.#start()
    let entered = true
    return () => {
      if (!entered) return
      entered = false
      if (--this.#followers === 0) this.#stop()
    }
  }

  #start(): void {
    const { connection, clock } = this.#chain
    const stops = [
      connection.onState(() => {
        // What the last node said is not what the next one has.
        if (!connection.isConnected) {
          this.#reached.clear()
          this.#session++
        }
        this.#news()
      }),
      ...(['best', 'finalized'] as const).map((head) =>
        keepSubscribed(connection, clock, subscriptions[head], (header) => this.#hear(head, header)),
      ),
    ]
    this.#stop = () => {
      this.#stop = () => undefined
      for (const stop of stops) stop()
      this.#reached.clear()
    }
  }

  #hear(head: Head, answer: unknown): void {
    const number = numberIn(answer)
    // A head that cannot be read is left out; the next one comes soon.
    if (number === undefined) return
    this.#reached.set(head, number)
    this.#turns[head]++
    this.#news()
    for (const listener of [...this.#listeners]) tell(listener, head, number)
  }

  #news(): void {
    this.#turn++
    for (const look of [...this.#waiting]) look()
  }
}
