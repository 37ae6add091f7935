import type { BlockRef, Chain, Hex } from './chain.ts'
import { InvalidBlock, StateDiscarded, UnknownBlock } from './errors/errors.ts'
import type { Runtime } from './runtime/runtime.ts'
import { readBlockHash, readHead } from './watching/heads.ts'
import { readFinalBlockHash, readHeaderAnywhere } from './watching/old-blocks.ts'

/** One block of a chain, and the runtime that its state is read with. Every query takes one first. */
export interface ChainAt {
  readonly chain: Chain
  readonly block: BlockRef
  readonly runtime: Runtime
}

/** A block: its hash, its number, both, or one of the two heads. */
export type BlockId = Hex | number | BlockRef | 'best' | 'finalized'

/**
 * Finds a block and its runtime (`chain.at`), in an archive where the node in use has thrown the block away.
 *
 * @throws InvalidBlock for what names no block; UnknownBlock where nobody has one of that name, such as one above the
 * newest; StateDiscarded where there is such a block but nobody who was asked has its state any more.
 */
export async function chainAt(chain: Chain, id: BlockId): Promise<ChainAt> {
  const block = await find(chain, id)
  return { chain, block, runtime: await chain.runtimeAt(block.hash) }
}

async function find(chain: Chain, id: BlockId): Promise<BlockRef> {
  if (id === 'best' || id === 'finalized') return readHead(chain, id)
  if (typeof id === 'number') return findNumber(chain, checkNumber(id))
  if (typeof id === 'object' && id !== null)
    return { number: checkNumber(id.number), hash: checkHash(id.hash) }
  const hash = checkHash(id)
  const header = await readHeaderAnywhere(chain, hash)
  if (!header) throw new UnknownBlock(hash)
  return { number: header.number, hash }
}

async function findNumber(chain: Chain, number: number): Promise<BlockRef> {
  const hash = await readBlockHash(chain, number)
  if (hash !== undefined) return { number, hash }
  const head = await readHead(chain, 'best')
  if (number > head.number) throw new UnknownBlock(String(number), head.number)
  const archived = await readFinalBlockHash(chain, number)
  if (archived === undefined) throw new StateDiscarded({ number }, chain.connection.hasArchive)
  return { number, hash: archived }
}

function checkNumber(number: number): number {
  if (!Number.isInteger(number) || number < 0 || number > 0xffff_ffff) throw new InvalidBlock(String(number))
  return number
}

function checkHash(hash: unknown): Hex {
  if (typeof hash !== 'string' || !/^0x[0-9a-f]{64}$/i.test(hash)) throw new InvalidBlock(String(hash))
  return hash.toLowerCase() as Hex
}
