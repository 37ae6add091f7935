import { type Devnet, type DevnetOptions, startDevnet } from '@stake/devnet'
import { expect } from 'vitest'
import type { Hex } from '../src/index.ts'
import { Truth } from './truth.ts'

/** What makes two devnets the same chain, as long as the same is in their blocks. */
export const sameChain: DevnetOptions = {
  blockTime: 'manual',
  emission: false,
  startTime: 1_800_000_000_000,
}

/** A second node of the chain of another one. It makes the same blocks, when it is told to. */
export class Twin {
  readonly devnet: Devnet
  readonly truth: Truth
  #first: Truth | undefined

  private constructor(devnet: Devnet) {
    this.devnet = devnet
    this.truth = new Truth(devnet.url)
  }

  static async start(options: DevnetOptions = {}): Promise<Twin> {
    return new Twin(await startDevnet({ ...sameChain, finalityDepth: 2, ...options }))
  }

  static async of(first: Devnet, options: DevnetOptions = {}): Promise<Twin> {
    const twin = await Twin.start(options)
    twin.after(first)
    return twin
  }

  /** Whose blocks it makes too. */
  after(first: Devnet): void {
    this.#first = new Truth(first.url)
  }

  /** Makes the blocks that the other node has and this one has not, at most up to a number. */
  async follow(upTo: number = Number.POSITIVE_INFINITY): Promise<void> {
    const first = this.#first
    if (!first) return
    const height = async (truth: Truth) =>
      Number((await truth.ask<{ number: string }>('chain_getHeader')).number)
    const last = Math.min(upTo, await height(first))
    for (let number = (await height(this.truth)) + 1; number <= last; number++) {
      const hash = await first.ask<Hex>('chain_getBlockHash', number)
      const { block } = await first.ask<{ block: { extrinsics: Hex[] } }>('chain_getBlock', hash)
      // One block after the best one, with these transactions, whatever is in its own pool.
      const include = block.extrinsics.slice(2)
      const sealed = this.devnet.faults.reorg({ depth: 0, transactions: 'lost', include })
      expect(sealed.hash, `block ${number}`).toBe(hash)
    }
  }
}
