import type { BlockRef, Hex } from '../chain.ts'
import type { Connection } from '../connection/connection.ts'
import { RpcError, StateDiscarded, UnknownBlock } from '../errors/errors.ts'

/** A block whose state is asked for; its number makes for a better error. */
export type StateOf = Pick<BlockRef, 'hash'> & Partial<BlockRef>

/**
 * Asks about the state of one block: all such questions come through here. Where the node in use has thrown that
 * state away, or never had the block, an archive is asked, if one is configured; a state is the same everywhere.
 *
 * @throws StateDiscarded where nobody who was asked has that state any more, UnknownBlock where nobody has such a
 * block; Disconnected, RequestTimedOut and RpcError from the connection, EndpointUnreachable where no archive is there.
 */
export async function askState<T = unknown>(
  connection: Connection,
  block: StateOf,
  method: string,
  params: unknown[],
): Promise<T> {
  try {
    return await connection.send<T>(method, params)
  } catch (error) {
    if (complaint(error) === undefined) throw error
    if (!connection.hasArchive) throw await lacking(connection, block, error)
  }
  try {
    return (await connection.askArchive<T>(method, params)).result
  } catch (error) {
    throw complaint(error) === undefined ? error : await lacking(connection, block, error)
  }
}

/** What a refusal says of the block. */
async function lacking(connection: Connection, block: StateOf, error: unknown): Promise<Error> {
  if (complaint(error) === 'unknown') return new UnknownBlock(block.hash)
  const number = block.number ?? (await numberOf(connection, block.hash))
  return new StateDiscarded({ hash: block.hash, number }, connection.hasArchive)
}

/** Nodes say it in words only, under codes that mean other things too. */
function complaint(error: unknown): 'discarded' | 'unknown' | undefined {
  if (!(error instanceof RpcError)) return undefined
  const { message, data } = error.details
  const said = `${message} ${data}`
  if (/state already discarded/i.test(said)) return 'discarded'
  return /header was not found|unknown ?block/i.test(said) ? 'unknown' : undefined
}

/** The number of a block, from the header, which a node keeps when it throws the state away. */
async function numberOf(connection: Connection, hash: Hex): Promise<number | undefined> {
  try {
    const header = await connection.send<{ number?: unknown } | null>('chain_getHeader', [hash])
    const number = Number(header?.number)
    return Number.isInteger(number) ? number : undefined
  } catch {
    return undefined
  }
}
