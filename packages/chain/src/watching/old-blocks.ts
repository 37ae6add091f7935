import type { Chain, Hex } from '../chain.ts'
import { NoSecondSource } from '../errors/errors.ts'
import { type Header, hashOf, headerOf } from './header.ts'
import { readBlockHash, readHeader } from './heads.ts'

/** The hash of a final block, of the node in use or of an archive; undefined where nobody has it. */
export async function readFinalBlockHash(chain: Chain, number: number): Promise<Hex | undefined> {
  const method = 'chain_getBlockHash'
  const found = await readBlockHash(chain, number)
  if (found !== undefined) return found
  const archived = await askArchive(chain, method, [number])
  return archived === undefined ? undefined : hashOf(archived, method)
}

/** A header, of the node in use or of an archive; undefined where nobody has it. */
export async function readHeaderAnywhere(chain: Chain, hash: Hex): Promise<Header | undefined> {
  const method = 'chain_getHeader'
  const found = await readHeader(chain, hash)
  if (found) return found
  const archived = await askArchive(chain, method, [hash])
  return archived === undefined ? undefined : headerOf(archived, method)
}

/** What an archive has; undefined where there is no archive, or none has it. */
async function askArchive(chain: Chain, method: string, params: unknown[]): Promise<unknown> {
  const { connection } = chain
  if (!connection.hasArchive) return undefined
  const accept = (result: unknown) => result !== null
  try {
    return (await connection.askArchive(method, params, { accept })).result
  } catch (error) {
    if (error instanceof NoSecondSource) return undefined
    throw error
  }
}
