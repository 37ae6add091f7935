import type { Block } from './block.ts'
import type { Chain } from './chain.ts'

/** Points a chain can be taken back to. */
export class Snapshots {
  readonly #chain: Chain
  readonly #taken = new Map<string, Block>()
  #count = 0

  constructor(chain: Chain) {
    this.#chain = chain
  }

  /** Remembers the chain as it is. Returns what to name when it shall be so again. */
  take(): string {
    this.#count += 1
    const id = `0x${this.#count.toString(16)}`
    this.#taken.set(id, this.#chain.best)
    return id
  }

  /** Takes the chain back. That snapshot and those after it are used up. False where there is none of that name. */
  revert(id: string): boolean {
    const block = this.#taken.get(id)
    if (block === undefined) return false
    for (const later of [...this.#taken.keys()]) if (Number(later) >= Number(id)) this.#taken.delete(later)
    this.#chain.revert(block)
    return true
  }
}
