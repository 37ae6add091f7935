import type { BlockRef, Chain, Hex } from './chain.ts'
import { InvalidBlock, UnknownBlock } from './errors/errors.ts'
import type { Runtime } from './runtime/runtime.ts'
import { readBlockHash, readHead, readHeader } from './watching/heads.ts'

/** One block of a chain, and the runtime that its state is read with. Every query takes one first. */
export interface ChainAt {
  readonly chain: Chain
  readonly block: BlockRef
  readonly runtime: Runtime
}

/** A block: its hash, its number, both, or one of the two heads. */
export type BlockId = Hex | number | BlockRef | 'best' | 'finalized'

/**
 * Finds a block and its runtime (`chain.at`).
 *
 * @throws InvalidBlock for what names no block, UnknownBlock where the node has none of that name.
 */
export async function chainAt(chain: Chain, id: BlockId): Promise<ChainAt> {
  const block = await find(chain, id)
  return { chain, block, runtime: await chain.runtimeAt(block.hash) }
}

async function find(chain: Chain, id: BlockId): Promise<BlockRef> {
  if (typeof id === 'object') return id
  if (id === 'best' || id === 'finalized') return readHead(chain, id)
  if (typeof id === 'number') {
    if (!Number.isInteger(id) || id < 0 || id > 0xffff_ffff) throw new InvalidBlock(String(id))
    const hash = await readBlockHash(chain, id)
    if (hash === undefined) throw new UnknownBlock(String(id))
    return { number: id, hash }
  }
  if (!/^0x[0-9a-f]{64}$/i.test(id)) throw new InvalidBlock(id)
  const hash = id.toLowerCase() as Hex
  const header = await readHeader(chain, hash)
  if (!header) throw new UnknownBlock(hash)
  return { number: header.number, hash }
}
