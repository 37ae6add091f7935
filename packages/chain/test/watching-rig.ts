import type { Devnet } from '@stake/devnet'
import { type Chain, type Clock, type Hex, systemClock } from '../src/index.ts'

/** Comes back soon after a lost connection; every other time is as it is. */
export const hastyClock: Clock = {
  now: systemClock.now,
  after: (ms, callback) => systemClock.after(ms >= 100 && ms <= 6_000 ? 1 : ms, callback),
}

/** What one iteration gives, pulled by hand. */
export class Consumer<Item> {
  readonly #iterator: AsyncIterator<Item>
  readonly items: Item[] = []
  #pending: Promise<void> | undefined
  ended = false
  failure: unknown

  constructor(iterable: AsyncIterable<Item>) {
    this.#iterator = iterable[Symbol.asyncIterator]()
  }

  /** Pulls one item; nothing while one is being waited for. */
  pull(): Promise<void> {
    this.#pending ??= this.#iterator
      .next()
      .then(
        (result) => {
          if (result.done) this.ended = true
          else this.items.push(result.value)
        },
        (error: unknown) => {
          this.ended = true
          this.failure = error
        },
      )
      .finally(() => {
        this.#pending = undefined
      })
    return this.#pending
  }

  async pullTimes(times: number): Promise<Item[]> {
    const before = this.items.length
    for (let at = 0; at < times; at++) {
      await this.pull()
      if (this.failure) throw this.failure
    }
    return this.items.slice(before)
  }

  /** Pulls until `last` is the newest item's block, or it fails. */
  async pullUntil(isLast: (item: Item) => boolean): Promise<void> {
    for (;;) {
      const newest = this.items.at(-1)
      if (newest && isLast(newest)) return
      await this.pull()
      if (this.failure) throw this.failure
      if (this.ended) throw new Error('the iteration ended')
    }
  }

  async end(): Promise<void> {
    await this.#iterator.return?.()
  }
}

/** Asks a devnet by HTTP, past the chain under test. */
export async function ask<T>(devnet: Devnet, method: string, ...params: unknown[]): Promise<T> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const response = await fetch(devnet.url.replace('ws', 'http'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  const { result } = (await response.json()) as { result: T }
  return result
}

/** The hashes of a devnet's own best chain from a number to its head. */
export async function hashesOf(devnet: Devnet, from: number, to?: number): Promise<Hex[]> {
  const end = to ?? Number((await ask<{ number: string }>(devnet, 'chain_getHeader')).number)
  const numbers = Array.from({ length: Math.max(0, end - from + 1) }, (_, at) => from + at)
  return numbers.length === 0 ? [] : ask<Hex[]>(devnet, 'chain_getBlockHash', numbers)
}

interface BlockItem {
  readonly kind: string
  readonly block?: { readonly number: number; readonly hash: Hex }
}

/** What a consumer holds for the chain who does as it is told; throws where it cannot. */
export function applied(items: readonly BlockItem[]): Hex[] {
  const held: { number: number; hash: Hex }[] = []
  for (const { kind, block } of items) {
    if (!block) throw new Error(`unexpected ${kind}`)
    const last = held.at(-1)
    if (kind === 'retracted') {
      if (last?.hash !== block.hash) throw new Error(`${block.number} is retracted, which is not the newest`)
      held.pop()
    } else {
      if (last && last.number + 1 !== block.number) throw new Error(`${block.number} after ${last.number}`)
      held.push(block)
    }
  }
  return held.map(({ hash }) => hash)
}

/** The chain's connection, once it is there. */
export function connected({ connection }: Chain): Promise<void> {
  return new Promise((resolve) => {
    const stop = connection.onState(() => {
      if (!connection.isConnected) return
      queueMicrotask(() => stop())
      resolve()
    })
  })
}
