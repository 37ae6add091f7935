import { hashOf } from '../chain/block.ts'
import type { Chain } from '../chain/chain.ts'
import { PoolError } from '../chain/pool-error.ts'

/**
 * Keeps a transaction on its way: hands it to the pool again with each new best block, until it is final or nobody
 * wants it any more. What the pool has against it is for nobody to hear.
 */
export class Broadcast {
  readonly #chain: Chain
  readonly #bytes: Uint8Array
  readonly #isRefused: () => boolean
  readonly #unlisten: (() => void)[]

  /** `isFinal` is called when there is nothing more to do. */
  constructor(chain: Chain, bytes: Uint8Array, isRefused: () => boolean, isFinal: () => void) {
    this.#chain = chain
    this.#bytes = bytes
    this.#isRefused = isRefused
    this.#unlisten = [
      chain.bestChanged.listen(() => this.#submit()),
      chain.pool.watch(hashOf(bytes), (status) => {
        if (typeof status !== 'object' || !('finalized' in status)) return
        this.rest()
        isFinal()
      }),
    ]
    this.#submit()
  }

  /** Ends it and takes the transaction out of the pool, if it still is there. */
  stop(): void {
    this.rest()
    this.#chain.pool.remove([hashOf(this.#bytes)])
  }

  /** Ends it and leaves the transaction where it is. */
  rest(): void {
    for (const unlisten of this.#unlisten) unlisten()
  }

  #submit(): void {
    if (this.#isRefused()) return
    try {
      this.#chain.pool.submit(this.#bytes)
    } catch (error) {
      if (!(error instanceof PoolError)) throw error
    }
  }
}
