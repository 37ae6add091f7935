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

/**
 * Gives every transaction of an account its own nonce: the first one, from what the node's pool would take
 * next, that none of ours in flight has. So a hole left by a refused transaction is filled by the next one.
 *
 * @example
 * ```ts
 * import { inProcessLock, NonceAllocator } from '@stake/chain'
 *
 * const nonces = new NonceAllocator('0x00', async () => 7, inProcessLock())
 * await nonces.allocate('5Grwva…', async (nonce) => nonce) // => 7
 * await nonces.allocate('5Grwva…', async (nonce) => nonce) // => 8
 * nonces.release('5Grwva…', 7)
 * await nonces.allocate('5Grwva…', async (nonce) => nonce) // => 7
 * ```
 */
export class NonceAllocator {
  readonly #genesisHash: string
  readonly #lock: NonceLock
  readonly #nextOnNode: (address: string) => Promise<number>
  readonly #inFlight = new Map<string, Set<number>>()

  constructor(genesisHash: string, nextOnNode: (address: string) => Promise<number>, lock: NonceLock) {
    this.#genesisHash = genesisHash
    this.#nextOnNode = nextOnNode
    this.#lock = lock
  }

  /**
   * Runs `work` with the next nonce of `address`, alone. The nonce counts as in flight afterwards, unless
   * `work` throws; then nothing was signed and the nonce is free again.
   */
  allocate<T>(address: string, work: (nonce: number) => Promise<T>): Promise<T> {
    return this.#lock.withLock(`${this.#genesisHash}:${address}`, async () => {
      const ours = this.#of(address)
      let nonce = await this.#nextOnNode(address)
      while (ours.has(nonce)) nonce++
      ours.add(nonce)
      try {
        return await work(nonce)
      } catch (error) {
        ours.delete(nonce)
        throw error
      }
    })
  }

  /** The transaction with this nonce is settled, or was definitely never accepted anywhere. */
  release(address: string, nonce: number): void {
    this.#of(address).delete(nonce)
  }

  #of(address: string): Set<number> {
    const ours = this.#inFlight.get(address) ?? new Set()
    this.#inFlight.set(address, ours)
    return ours
  }
}
