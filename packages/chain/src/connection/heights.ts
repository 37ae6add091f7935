/** How far a chain is, as block numbers; 0 where nothing is known yet. */
export interface HeightNumbers {
  readonly best: number
  readonly finalized: number
}

/**
 * How far the node in use is, and how far the chain ever was. A node that took over from another may lag behind
 * it: what it does not know up to the highest block is no news. Numbers of two chains are not compared.
 */
export class Heights {
  #highest: HeightNumbers = { best: 0, finalized: 0 }
  #reached: HeightNumbers = { best: 0, finalized: 0 }

  /** The highest numbers ever heard of, from any node that was in use; they only grow while the chain is the same. */
  get highest(): HeightNumbers {
    return this.#highest
  }

  /** The highest numbers heard of from the node in use. */
  get reached(): HeightNumbers {
    return this.#reached
  }

  /** Another node is in use now. */
  restart(): void {
    this.#reached = { best: 0, finalized: 0 }
  }

  /** The node in use has another chain than those before it. */
  beginAnew(): void {
    this.#highest = this.#reached
  }

  /** A block that the node in use has. @returns whether it is higher than all that it had before */
  note(which: keyof HeightNumbers, number: number): boolean {
    this.#highest = raised(this.#highest, which, number)
    const rises = number > this.#reached[which]
    this.#reached = raised(this.#reached, which, number)
    return rises
  }
}

/** A final block is on the best chain, so that is as long at least. */
function raised(numbers: HeightNumbers, which: keyof HeightNumbers, number: number): HeightNumbers {
  const best = Math.max(numbers.best, number)
  return which === 'best' ? { ...numbers, best } : { best, finalized: Math.max(numbers.finalized, number) }
}

/** The block number in a header as a node sends it; undefined where it is none. */
export function headNumber(header: unknown): number | undefined {
  const { number } = (header ?? {}) as { number?: unknown }
  return typeof number === 'string' && /^0x[0-9a-f]{1,8}$/.test(number) ? Number(number) : undefined
}
