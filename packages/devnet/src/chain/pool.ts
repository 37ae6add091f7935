import type { Hex } from '@stake/schema'
import { hashOf } from './block.ts'
import {
  alreadyImported,
  type InvalidReason,
  immediatelyDropped,
  invalidTransaction,
  temporarilyBanned,
  tooLowPriority,
} from './pool-error.ts'

/** What the runtime says of a transaction on some state. */
export type Validity =
  | { readonly valid: false; readonly reason: InvalidReason }
  | {
      readonly valid: true
      readonly priority: bigint
      /** What must be there before it: nothing, or the tag of the nonce below. */
      readonly requires: string | undefined
      /** The tag of this account and nonce. */
      readonly provides: string
    }

/** Progress of a watched transaction, as `author_extrinsicUpdate` carries it. */
export type TransactionStatus =
  | 'future'
  | 'ready'
  | 'dropped'
  | 'invalid'
  | { readonly broadcast: readonly string[] }
  | { readonly inBlock: Hex }
  | { readonly retracted: Hex }
  | { readonly finalized: Hex }
  | { readonly usurped: Hex }
  | { readonly finalityTimeout: Hex }

export interface PoolLimits {
  /** Ready transactions; the future queue holds a tenth. */
  readonly count: number
  readonly bytes: number
}

export interface PoolOptions<Extrinsic> {
  /** Reads bytes; throws a `PoolError` when they are no extrinsic. */
  decode(bytes: Uint8Array): Extrinsic
  /** Judges an extrinsic on the newest block. */
  validate(extrinsic: Extrinsic): Validity
  /** Milliseconds, for the length of bans. */
  now(): number
  readonly limits?: PoolLimits
}

/** A transaction in the pool. */
export interface Pending<Extrinsic> {
  readonly hash: Hex
  readonly bytes: Uint8Array
  readonly extrinsic: Extrinsic
  readonly priority: bigint
  readonly requires: string | undefined
  readonly provides: string
}

// As a Substrate node's defaults.
const LIMITS: PoolLimits = { count: 8192, bytes: 20 * 1024 * 1024 }
const BAN_MS = 30 * 60 * 1000
// The peers a transaction is said to be passed on to. This chain has no network; the text is only shaped like one.
const PEERS = ['12D3KooWStakeDevnetHasOneNodeOnly']

/**
 * Transactions that wait for a block: `ready` ones in the order they may be included, `future` ones that wait for a
 * lower nonce. Priority is constant on this chain, so nothing pending can be replaced.
 */
export class Pool<Extrinsic> {
  readonly #options: PoolOptions<Extrinsic>
  readonly #limits: PoolLimits
  readonly #ready = new Map<Hex, Pending<Extrinsic>>()
  readonly #future = new Map<Hex, Pending<Extrinsic>>()
  /** Tag to the ready transaction that provides it. */
  readonly #provided = new Map<string, Pending<Extrinsic>>()
  readonly #bans = new Map<Hex, number>()
  readonly #watchers = new Map<Hex, Set<(status: TransactionStatus) => void>>()

  constructor(options: PoolOptions<Extrinsic>) {
    this.#options = options
    this.#limits = options.limits ?? LIMITS
  }

  /** Ready transactions, each after those it depends on. */
  ready(): readonly Pending<Extrinsic>[] {
    return [...this.#ready.values()]
  }

  /** Whether a ready transaction provides `tag`. */
  provides(tag: string): boolean {
    return this.#provided.has(tag)
  }

  /** Takes bytes into the pool or throws a `PoolError`. */
  submit(bytes: Uint8Array): Hex {
    const hash = hashOf(bytes)
    this.#liftBans()
    if (this.#bans.has(hash)) throw temporarilyBanned()
    if (this.#ready.has(hash) || this.#future.has(hash)) throw alreadyImported(hash)
    const extrinsic = this.#options.decode(bytes)
    const validity = this.#options.validate(extrinsic)
    if (!validity.valid) {
      this.#ban(hash)
      throw invalidTransaction(validity.reason)
    }
    const { priority, requires, provides } = validity
    const pending: Pending<Extrinsic> = { hash, bytes, extrinsic, priority, requires, provides }
    if (this.#isDue(pending)) {
      this.#assertRoom(this.#ready, bytes.length, this.#limits.count, this.#limits.bytes)
      const holder = this.#provided.get(provides)
      if (holder !== undefined) throw tooLowPriority(holder.priority, priority)
      this.#makeReady(pending)
    } else {
      this.#assertRoom(this.#future, bytes.length, this.#limits.count / 10, this.#limits.bytes / 10)
      this.#future.set(hash, pending)
      this.#tell(hash, 'future')
    }
    return hash
  }

  /** As `submit`, with `listener` hearing every status from the first. Returns the function that stops it. */
  submitAndWatch(bytes: Uint8Array, listener: (status: TransactionStatus) => void): () => void {
    const stop = this.watch(hashOf(bytes), listener)
    try {
      this.submit(bytes)
      return stop
    } catch (error) {
      stop()
      throw error
    }
  }

  /** Listens to a transaction's statuses; returns the function that stops. */
  watch(hash: Hex, listener: (status: TransactionStatus) => void): () => void {
    const listeners = this.#watchers.get(hash) ?? new Set()
    listeners.add(listener)
    this.#watchers.set(hash, listeners)
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#watchers.get(hash) === listeners) this.#watchers.delete(hash)
    }
  }

  /** Throws out transactions by hash, those that depend on them too. Returns the hashes removed. */
  remove(hashes: readonly Hex[]): Hex[] {
    return hashes.flatMap((hash) => {
      const pending = this.#ready.get(hash) ?? this.#future.get(hash)
      if (pending === undefined) return []
      this.#throwOut(pending)
      const dependants = [...this.#ready.values()].filter(({ requires }) => requires === pending.provides)
      return [hash, ...this.remove(dependants.map(({ hash }) => hash))]
    })
  }

  /**
   * Follows a new block: its transactions leave the pool, what is no longer valid on the new state is thrown out,
   * and futures whose turn has come get ready.
   */
  follow(block: { readonly hash: Hex; readonly transactions: readonly Hex[] }): void {
    for (const hash of block.transactions) {
      const pending = this.#ready.get(hash) ?? this.#future.get(hash)
      if (pending !== undefined) this.#forget(pending)
      // A node bans what it just included, so that it is not taken for a new future transaction.
      this.#ban(hash)
      this.#tell(hash, { inBlock: block.hash })
    }
    for (const old of [...this.#ready.values()]) {
      const pending = this.#revalidated(old)
      if (pending === undefined) this.#throwOut(old)
      else if (this.#isDue(pending)) this.#ready.set(pending.hash, pending)
      else {
        this.#forget(old)
        this.#future.set(pending.hash, pending)
      }
    }
    for (const old of [...this.#future.values()]) {
      // One that was promoted along with another is not in the queue any more.
      if (!this.#future.has(old.hash)) continue
      const pending = this.#revalidated(old)
      if (pending === undefined) this.#throwOut(old)
      else if (this.#isDue(pending)) this.#promote(pending)
      else this.#future.set(pending.hash, pending)
    }
  }

  /** Reports the end of the way for a block's transactions. */
  finalize(block: { readonly hash: Hex; readonly transactions: readonly Hex[] }): void {
    for (const hash of block.transactions) {
      this.#tell(hash, { finalized: block.hash })
      this.#watchers.delete(hash)
    }
  }

  #revalidated(pending: Pending<Extrinsic>): Pending<Extrinsic> | undefined {
    const validity = this.#options.validate(pending.extrinsic)
    return validity.valid ? { ...pending, requires: validity.requires } : undefined
  }

  #isDue({ requires }: Pending<Extrinsic>): boolean {
    return requires === undefined || this.#provided.has(requires)
  }

  #makeReady(pending: Pending<Extrinsic>): void {
    this.#ready.set(pending.hash, pending)
    this.#provided.set(pending.provides, pending)
    this.#tell(pending.hash, 'ready')
    this.#tell(pending.hash, { broadcast: PEERS })
    for (const next of [...this.#future.values()]) if (next.requires === pending.provides) this.#promote(next)
  }

  #promote(pending: Pending<Extrinsic>): void {
    this.#future.delete(pending.hash)
    // Two futures may hold the same nonce; the second to be promoted has lost.
    if (this.#provided.has(pending.provides)) this.#tell(pending.hash, 'invalid')
    else this.#makeReady(pending)
  }

  #throwOut(pending: Pending<Extrinsic>): void {
    this.#forget(pending)
    this.#ban(pending.hash)
    this.#tell(pending.hash, 'invalid')
  }

  #forget(pending: Pending<Extrinsic>): void {
    this.#ready.delete(pending.hash)
    this.#future.delete(pending.hash)
    if (this.#provided.get(pending.provides)?.hash === pending.hash) this.#provided.delete(pending.provides)
  }

  #assertRoom(
    queue: ReadonlyMap<Hex, Pending<Extrinsic>>,
    length: number,
    count: number,
    size: number,
  ): void {
    let bytes = length
    for (const pending of queue.values()) bytes += pending.bytes.length
    if (queue.size + 1 > count || bytes > size) throw immediatelyDropped()
  }

  #ban(hash: Hex): void {
    this.#bans.delete(hash)
    this.#bans.set(hash, this.#options.now() + BAN_MS)
  }

  #liftBans(): void {
    const now = this.#options.now()
    for (const [hash, until] of this.#bans) {
      // Bans are in the order they were spoken and all last as long.
      if (until > now) break
      this.#bans.delete(hash)
    }
  }

  #tell(hash: Hex, status: TransactionStatus): void {
    for (const listener of [...(this.#watchers.get(hash) ?? [])]) listener(status)
  }
}
