import { NotAHole } from '../errors/submission-errors.ts'

/** Keeps two parts of a program (or two programs) from using one nonce. */
export interface NonceLock {
  /** Runs `work` while nobody else holds `key`. */
  withLock<T>(key: string, work: () => Promise<T>): Promise<T>
}

/**
 * A lock within one process: first come, first served.
 *
 * @example
 * ```ts
 * import { inProcessLock } from '@stake/chain'
 *
 * const lock = inProcessLock()
 * const order: number[] = []
 * await Promise.all([1, 2].map((turn) => lock.withLock('account', async () => order.push(turn))))
 * order.join(', ') // => 1, 2
 * ```
 */
export function inProcessLock(): NonceLock {
  const tails = new Map<string, Promise<unknown>>()
  return {
    withLock(key, work) {
      const turn = (tails.get(key) ?? Promise.resolve()).then(work, work)
      tails.set(key, turn)
      const clean = () => {
        if (tails.get(key) === turn) tails.delete(key)
      }
      turn.then(clean, clean)
      return turn
    },
  }
}

/** What the allocator asks of the chain beside the nonce. */
export interface NonceView {
  /** Whether the node in use is not as far as another one was: what it counts may be used already. */
  behind(): boolean
  /** The number of the newest final block. */
  finalized(): number
  /** Changes with every new block and every reconnect: until then the node's count is not asked for again. */
  moment(): unknown
}

/** A node that is always up to date, where nothing ever gets final. */
const NO_VIEW: NonceView = { behind: () => false, finalized: () => 0, moment: () => ({}) }

interface Account {
  /** Nonces of ours that may be used, with the last block that could: unknown before it is submitted. */
  readonly inFlight: Map<number, number>
  /** Above all nonces of ours that were used for certain. */
  settled: number
  /** What the node counted, and when. */
  counted: { readonly next: number; readonly moment: unknown } | undefined
}

/**
 * Gives every transaction of an account its own nonce: the next one after what the node's pool holds and what is
 * in flight here. A hole (a nonce below those in flight that nobody uses, because its transaction was refused, has
 * expired or was never signed) is given first, for nothing above it is included before it is filled.
 *
 * @example
 * ```ts
 * import { inProcessLock, NonceAllocator } from '@stake/chain'
 *
 * const nonces = new NonceAllocator('0x00', async () => 7, inProcessLock())
 * await nonces.allocate('5Grwva…', async (nonce) => nonce) // => 7
 * await nonces.allocate('5Grwva…', async (nonce) => nonce) // => 8
 * nonces.release('5Grwva…', 7)
 * const holes = await nonces.holes('5Grwva…')
 * holes.join() // => 7
 * await nonces.allocate('5Grwva…', async (nonce) => nonce) // => 7
 * ```
 */
export class NonceAllocator {
  readonly #genesisHash: string
  readonly #lock: NonceLock
  readonly #nextOnNode: (address: string) => Promise<number>
  readonly #view: NonceView
  readonly #accounts = new Map<string, Account>()

  constructor(
    genesisHash: string,
    nextOnNode: (address: string) => Promise<number>,
    lock: NonceLock,
    view: NonceView = NO_VIEW,
  ) {
    this.#genesisHash = genesisHash
    this.#nextOnNode = nextOnNode
    this.#lock = lock
    this.#view = view
  }

  /**
   * Runs `work` with the next nonce of `address`, alone. The nonce counts as in flight afterwards, unless
   * `work` throws; then nothing was signed and the nonce is free again.
   */
  allocate<T>(address: string, work: (nonce: number) => Promise<T>): Promise<T> {
    return this.#alone(address, async (account) => {
      let nonce = await this.#next(address, account)
      while (account.inFlight.has(nonce)) nonce++
      return this.#use(account, nonce, work)
    })
  }

  /**
   * As {@link allocate}, with one of the {@link holes}: for what has no other purpose than to fill it.
   * @throws NotAHole where it is no hole (any more).
   */
  fill<T>(address: string, hole: number, work: (nonce: number) => Promise<T>): Promise<T> {
    return this.#alone(address, async (account) => {
      if (!(await this.#holes(address, account)).includes(hole)) throw new NotAHole(address, hole)
      return this.#use(account, hole, work)
    })
  }

  /** The nonces below those in flight that nobody uses. What is in flight above them waits until they are filled. */
  holes(address: string): Promise<readonly number[]> {
    return this.#alone(address, (account) => this.#holes(address, account))
  }

  /**
   * A transaction with this nonce may be on its way: one of an earlier run, or handed to somebody to sign.
   * @param lastBlock - the last block of its era; when that is final and the nonce unused, it is free again
   */
  hold(address: string, nonce: number, lastBlock: number = Number.POSITIVE_INFINITY): void {
    const { inFlight } = this.#of(address)
    // Of two signatures with one nonce the one that lives longer holds it; how long one lives is known at last.
    const before = inFlight.get(nonce) ?? Number.POSITIVE_INFINITY
    inFlight.set(nonce, Number.isFinite(before) ? Math.max(before, lastBlock) : lastBlock)
  }

  /** The transaction with this nonce was definitely never accepted anywhere, and will not be. */
  release(address: string, nonce: number): void {
    const account = this.#of(address)
    account.inFlight.delete(nonce)
    account.counted = undefined
  }

  /** A final block holds a transaction with this nonce. */
  settle(address: string, nonce: number): void {
    const account = this.#of(address)
    account.inFlight.delete(nonce)
    account.settled = Math.max(account.settled, nonce + 1)
    account.counted = undefined
  }

  #alone<T>(address: string, work: (account: Account) => Promise<T>): Promise<T> {
    return this.#lock.withLock(`${this.#genesisHash}:${address}`, () => work(this.#of(address)))
  }

  /** The first nonce that the chain and the node's pool do not use. */
  async #next(address: string, account: Account): Promise<number> {
    const next = await this.#count(address, account)
    // An account that was emptied begins anew, so what was used here counts only against a node that lags.
    if (this.#view.behind()) return Math.max(next, account.settled)
    // What is used needs no place, and what is not can be used no more.
    const finalized = this.#view.finalized()
    for (const [nonce, lastBlock] of account.inFlight) {
      if (lastBlock < finalized) account.inFlight.delete(nonce)
    }
    return next
  }

  async #count(address: string, account: Account): Promise<number> {
    const moment = this.#view.moment()
    const { counted } = account
    if (counted && counted.moment === moment) return counted.next
    const next = await this.#nextOnNode(address)
    account.counted = { next, moment }
    return next
  }

  async #holes(address: string, account: Account): Promise<number[]> {
    const holes: number[] = []
    const next = await this.#next(address, account)
    const highest = [...account.inFlight.keys()].reduce((most, nonce) => Math.max(most, nonce), -1)
    for (let nonce = next; nonce < highest; nonce++) if (!account.inFlight.has(nonce)) holes.push(nonce)
    return holes
  }

  async #use<T>(account: Account, nonce: number, work: (nonce: number) => Promise<T>): Promise<T> {
    account.inFlight.set(nonce, Number.POSITIVE_INFINITY)
    try {
      return await work(nonce)
    } catch (error) {
      account.inFlight.delete(nonce)
      throw error
    }
  }

  #of(address: string): Account {
    const account = this.#accounts.get(address) ?? {
      inFlight: new Map<number, number>(),
      settled: 0,
      counted: undefined,
    }
    this.#accounts.set(address, account)
    return account
  }
}
