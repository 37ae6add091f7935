import { expect } from 'vitest'
import type { Hex, Outcome, SignedExtrinsic } from '../src/index.ts'

interface Block {
  readonly number: number
  readonly hash: Hex
  readonly parentHash: Hex
  readonly extrinsics: readonly Hex[]
  readonly events: string
  readonly specVersion: number
}

/** Storage `System.Events`: twox128 of either name. */
const EVENTS = '0x26aa394eea5630e07c48ae0c9558cef780d41e5e16056765bc8461851072c9d7'

/**
 * What really happened on a devnet, asked of it over HTTP, without a line of the code that is tested. Notes every block
 * while its state is there.
 */
export class Truth {
  readonly #url: string
  readonly #blocks = new Map<Hex, Block>()

  constructor(url: string) {
    this.#url = url.replace('ws:', 'http:')
  }

  async ask<T>(method: string, ...params: unknown[]): Promise<T> {
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    })
    const { result, error } = (await response.json()) as { result?: T; error?: { message: string } }
    if (error) throw new Error(`${method}: ${error.message}`)
    return result as T
  }

  /** Notes the best block and those below it that are new. */
  async note(): Promise<void> {
    let hash = await this.ask<Hex>('chain_getBlockHash')
    while (!this.#blocks.has(hash)) {
      const block = await this.#read(hash)
      this.#blocks.set(hash, block)
      if (block.number === 0) return
      hash = block.parentHash
    }
  }

  /** The final blocks, newest first. */
  async finalBlocks(): Promise<Block[]> {
    // Asked for first: blocks may go on coming.
    let hash = await this.ask<Hex>('chain_getFinalizedHead')
    await this.note()
    const blocks: Block[] = []
    for (;;) {
      const block = this.#blocks.get(hash)
      if (!block) throw new Error(`block ${hash} was not noted`)
      blocks.push(block)
      if (block.number === 0) return blocks
      hash = block.parentHash
    }
  }

  /** Fails where an outcome is not what happened, or the bytes are in more than one block. */
  async confirm(signed: SignedExtrinsic, outcome: Outcome, label = ''): Promise<void> {
    const blocks = await this.finalBlocks()
    const holding = blocks.filter(({ extrinsics }) => extrinsics.includes(signed.bytes))
    const what = `${label} ${outcome.kind}`
    expect(outcome.final, what).toBe(true)
    switch (outcome.kind) {
      case 'included':
      case 'failed': {
        expect(
          holding.map(({ number, hash }) => ({ number, hash })),
          what,
        ).toEqual([outcome.block])
        const [block] = holding as [Block]
        const index = block.extrinsics.indexOf(signed.bytes)
        expect(block.extrinsics.lastIndexOf(signed.bytes), what).toBe(index)
        expect(endOf(block.events, index), what).toBe(outcome.kind === 'included' ? 'success' : 'failure')
        return
      }
      case 'expired':
        expect(holding, what).toEqual([])
        if (outcome.reason === 'eraEnded') {
          expect(blocks[0]?.number, what).toBeGreaterThanOrEqual(signed.era.lastBlock)
        } else if (outcome.reason === 'runtimeUpgraded') {
          expect(blocks[0]?.specVersion, what).not.toBe(signed.specVersion)
        } else {
          const birth = blocks.find(({ number }) => number === signed.era.birth.number)
          expect(birth?.hash, what).not.toBe(signed.era.birth.hash)
        }
        return
      case 'replaced': {
        expect(holding, what).toEqual([])
        expect(
          blocks.some(({ hash }) => hash === outcome.block.hash),
          what,
        ).toBe(true)
        return
      }
      case 'refused':
        expect(holding, what).toEqual([])
    }
  }

  async #read(hash: Hex): Promise<Block> {
    const [{ block }, events, { specVersion }] = await Promise.all([
      this.ask<{ block: { header: { number: string; parentHash: Hex }; extrinsics: Hex[] } }>(
        'chain_getBlock',
        hash,
      ),
      this.ask<string | null>('state_getStorage', EVENTS, hash),
      this.ask<{ specVersion: number }>('state_getRuntimeVersion', hash),
    ])
    const { number, parentHash } = block.header
    return {
      number: Number(number),
      hash,
      parentHash,
      extrinsics: block.extrinsics,
      events: events ?? '0x',
      specVersion,
    }
  }
}

/** Looks for `ApplyExtrinsic(index)`, pallet 0, event 0 or 1 in the bytes of the events. */
function endOf(events: string, index: number): 'success' | 'failure' | 'unknown' {
  const phase = `00${Buffer.from(Uint32Array.of(index).buffer).toString('hex')}00`
  const has = (event: string) => {
    for (let at = events.indexOf(phase + event); at >= 0; at = events.indexOf(phase + event, at + 1))
      if (at % 2 === 0) return true
    return false
  }
  const [success, failure] = [has('00'), has('01')]
  if (success === failure) return 'unknown'
  return success ? 'success' : 'failure'
}
