import type { Hex } from '@stake/schema'
import { hashOf } from './block.ts'
import {
  alreadyImported,
  type InvalidReason,
  immediatelyDropped,
  invalidTransaction,
  PoolError,
  temporarilyBanned,
  tooLowPriority,
} from './pool-error.ts'
import { PoolQueue, type QueueLimits } from './pool-queue.ts'
import { Signal } from './signal.ts'

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

export interface PoolOptions<Extrinsic> {
  /** Reads bytes; throws a `PoolError` when they are no extrinsic. */
  decode(bytes: Uint8Array): Extrinsic
  /** Judges an extrinsic on the newest block. */
  validate(extrinsic: Extrinsic): Validity
  /** Milliseconds, for the length of bans. */
  now(): number
  /** Of the ready queue; the future queue holds a tenth. Default as a Substrate node's. */
  readonly limits?: QueueLimits
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
const LIMITS: QueueLimits = { count: 8192, bytes: 20 * 1024 * 1024 }
const BAN_MS = 30 * 60 * 1000
/** When there are more than twice as many bans, the oldest are lifted until there are as many. */
const EXPECTED_BANS = 2048
/** Blocks that hold watched transactions and are not final; beyond, the oldest is given up. */
const AWAITED_BLOCKS = 512
// The peers a transaction is said to be passed on to. This chain has no network; the text is only shaped like one.
const PEERS = ['12D3KooWStakeDevnetHasOneNodeOnly']

/**
 * Transactions that wait for a block: `ready` ones in the order they may be included, `future` ones that wait for a
 * lower nonce. Priority is constant on this chain, so nothing pending can be replaced.
 */
export class Pool<Extrinsic> {
  readonly #options: PoolOptions<Extrinsic>
  readonly #ready: PoolQueue<Pending<Extrinsic>>
  readonly #future: PoolQueue<Pending<Extrinsic>>
  /** Tag to the ready transaction that provides it. */
  readonly #provided = new Map<string, Pending<Extrinsic>>()
  readonly #bans = new Map<Hex, number>()
  readonly #watchers = new Map<Hex, Set<(status: TransactionStatus) => void>>()
  /** What was included, by block, until the block is final. */
  readonly #awaited = new Map<Hex, readonly Hex[]>()
  /** Each transaction that got ready. */
  readonly readied: Signal<Hex> = new Signal()

  constructor(options: PoolOptions<Extrinsic>) {
    this.#options = options
    const { count, bytes } = options.limits ?? LIMITS
    this.#ready = new PoolQueue({ count, bytes })
    this.#future = new PoolQueue({ count: Math.floor(count / 10), bytes: Math.floor(bytes / 10) })
  }

  /** Ready transactions, each after those it depends on. */
  ready(): readonly Pending<Extrinsic>[] {
    return this.#ready.list()
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
      const holder = this.#provided.get(provides)
      if (holder !== undefined) throw tooLowPriority(holder.priority, priority)
      this.#makeReady(pending)
    } else {
      this.#future.put(pending)
      this.#tell(hash, 'future')
    }
    this.#dropSurplus()
    if (!this.#ready.has(hash) && !this.#future.has(hash)) throw immediatelyDropped()
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
    const removed = this.#withDependants(
      hashes.flatMap((hash) => this.#ready.get(hash) ?? this.#future.get(hash) ?? []),
    )
    for (const pending of removed) this.#throwOut(pending, 'invalid')
    return removed.map(({ hash }) => hash)
  }

  /**
   * Follows a new block: its transactions leave the pool, what is no longer valid on the new state is thrown out,
   * and futures whose turn has come get ready.
   */
  follow(block: { readonly hash: Hex; readonly transactions: readonly Hex[] }): void {
    const included = block.transactions.filter(
      (hash) => this.#ready.has(hash) || this.#future.has(hash) || this.#watchers.has(hash),
    )
    if (included.length > 0) this.#awaited.set(block.hash, included)
    for (const hash of block.transactions) {
      const pending = this.#ready.get(hash) ?? this.#future.get(hash)
      if (pending !== undefined) this.#forget(pending)
      // A node bans what it just included, so that it is not taken for a new future transaction.
      this.#ban(hash)
      this.#tell(hash, { inBlock: block.hash })
    }
    this.#giveUpAwaiting()
    for (const old of this.#ready.list()) {
      const pending = this.#revalidated(old)
      if (pending === undefined) this.#throwOut(old, 'invalid')
      else if (this.#isDue(pending)) this.#ready.put(pending)
      else {
        this.#forget(old)
        this.#future.put(pending)
      }
    }
    for (const old of this.#future.list()) {
      // One that was promoted along with another is not in the queue any more.
      if (!this.#future.has(old.hash)) continue
      const pending = this.#revalidated(old)
      if (pending === undefined) this.#throwOut(old, 'invalid')
      else if (this.#isDue(pending)) this.#promote(pending)
      else this.#future.put(pending)
    }
    this.#dropSurplus()
  }

  /** Unlearns a block that is not on the best chain any more; its transactions are not in the pool by that alone. */
  retract(block: { readonly hash: Hex; readonly transactions: readonly Hex[] }): void {
    this.#awaited.delete(block.hash)
    for (const hash of block.transactions) {
      this.#bans.delete(hash)
      this.#tell(hash, { retracted: block.hash })
    }
  }

  /** Takes the transactions of retracted blocks back. Those that are not valid any more end as invalid. */
  resubmit(transactions: readonly Uint8Array[]): void {
    for (const bytes of transactions) {
      const hash = hashOf(bytes)
      // Those that the new blocks hold are banned.
      if (this.#bans.has(hash)) continue
      try {
        this.submit(bytes)
      } catch (error) {
        if (!(error instanceof PoolError)) throw error
        this.#tell(hash, 'invalid')
      }
    }
  }

  /** Reports the end of the way for a block's transactions. */
  finalize(block: { readonly hash: Hex; readonly transactions: readonly Hex[] }): void {
    for (const hash of block.transactions) {
      this.#tell(hash, { finalized: block.hash })
      this.#watchers.delete(hash)
    }
    this.#awaited.delete(block.hash)
  }

  #revalidated(pending: Pending<Extrinsic>): Pending<Extrinsic> | undefined {
    const validity = this.#options.validate(pending.extrinsic)
    return validity.valid ? { ...pending, requires: validity.requires } : undefined
  }

  #isDue({ requires }: Pending<Extrinsic>): boolean {
    return requires === undefined || this.#provided.has(requires)
  }

  #makeReady(pending: Pending<Extrinsic>): void {
    this.#ready.put(pending)
    this.#provided.set(pending.provides, pending)
    this.#tell(pending.hash, 'ready')
    this.#tell(pending.hash, { broadcast: PEERS })
    this.readied.emit(pending.hash)
    for (const next of this.#future.list()) if (next.requires === pending.provides) this.#promote(next)
  }

  #promote(pending: Pending<Extrinsic>): void {
    this.#future.delete(pending.hash)
    // Two futures may hold the same nonce; the second to be promoted has lost.
    if (this.#provided.has(pending.provides)) this.#tell(pending.hash, 'invalid')
    else this.#makeReady(pending)
  }

  #throwOut(pending: Pending<Extrinsic>, status: 'invalid' | 'dropped'): void {
    this.#forget(pending)
    this.#ban(pending.hash)
    this.#tell(pending.hash, status)
  }

  #forget(pending: Pending<Extrinsic>): void {
    this.#ready.delete(pending.hash)
    this.#future.delete(pending.hash)
    if (this.#provided.get(pending.provides)?.hash === pending.hash) this.#provided.delete(pending.provides)
  }

  /** As a node of equal priorities: the oldest makes room, with all that depend on it. */
  #dropSurplus(): void {
    for (const queue of [this.#ready, this.#future])
      for (let surplus = queue.surplus(); surplus !== undefined; surplus = queue.surplus())
        for (const pending of this.#withDependants([surplus])) this.#throwOut(pending, 'dropped')
  }

  /** The given and all ready ones that need them. Ready ones stand after those they need. */
  #withDependants(roots: readonly Pending<Extrinsic>[]): Pending<Extrinsic>[] {
    const tags = new Set(roots.map(({ provides }) => provides))
    const hashes = new Set(roots.map(({ hash }) => hash))
    const dependants = this.#ready.list().filter(({ hash, requires, provides }) => {
      if (requires === undefined || !tags.has(requires) || hashes.has(hash)) return false
      tags.add(provides)
      return true
    })
    return [...roots, ...dependants]
  }

  /** As a node, this does not wait for ever for blocks that do not get final. */
  #giveUpAwaiting(): void {
    while (this.#awaited.size > AWAITED_BLOCKS) {
      const [oldest] = this.#awaited
      if (oldest === undefined) return
      const [block, hashes] = oldest
      for (const hash of hashes) {
        this.#tell(hash, { finalityTimeout: block })
        this.#watchers.delete(hash)
      }
      this.#awaited.delete(block)
    }
  }

  #ban(hash: Hex): void {
    this.#bans.delete(hash)
    this.#bans.set(hash, this.#options.now() + BAN_MS)
    if (this.#bans.size <= 2 * EXPECTED_BANS) return
    for (const oldest of this.#bans.keys()) {
      if (this.#bans.size <= EXPECTED_BANS) return
      this.#bans.delete(oldest)
    }
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
