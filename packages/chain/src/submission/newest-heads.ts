import type { BlockRef, Chain } from '../chain.ts'
import type { Connection } from '../connection/connection.ts'
import { readHead } from '../watching/heads.ts'

/** What is signed upon, and how far the chain is beyond it. */
export interface NewestHeads {
  readonly finalized: BlockRef
  readonly best: BlockRef
}

interface Asked {
  readonly moment: string
  readonly at: number
  readonly heads: Promise<NewestHeads>
}

/** Milliseconds of a block: after that long a new one should have been heard of. */
const BLOCK_TIME = 12_000

const asked = new WeakMap<Connection, Asked>()

/** The newest heads, asked for once a block: a hundred transactions are signed upon the same one. */
export function newestHeads(chain: Chain): Promise<NewestHeads> {
  const { connection, clock } = chain
  const last = asked.get(connection)
  const moment = momentOf(connection)
  if (last && last.moment === moment && clock.now() - last.at < BLOCK_TIME) return last.heads
  const heads = Promise.all([readHead(chain, 'finalized'), readHead(chain, 'best')]).then(
    ([finalized, best]) => ({ finalized, best }),
  )
  asked.set(connection, { moment, at: clock.now(), heads })
  heads.catch(() => asked.delete(connection))
  return heads
}

/** Changes with every new block, and with every node: until then a node's answers stay the same. */
export function momentOf({ state, reached }: Connection): string {
  const since = 'since' in state ? state.since : ''
  return `${state.status} ${since} ${reached.best} ${reached.finalized}`
}
