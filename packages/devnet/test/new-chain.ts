import { Chain } from '../src/chain/chain.ts'
import type { SavedChain } from '../src/chain/saved-chain.ts'
import { type Genesis, genesisBlock } from '../src/genesis/genesis.ts'

/** A chain without a server. Its time is that of its height, so that the same blocks have the same hashes. */
export function newChain(genesis: Genesis, emission = true): Chain {
  return chainFrom({ genesis: genesisBlock(genesis), author: genesis.author }, emission)
}

/** A chain that goes on where another was saved. */
export function resumedChain(saved: SavedChain, emission = true): Chain {
  return chainFrom(saved, emission)
}

type Start =
  | SavedChain
  | { readonly genesis: ReturnType<typeof genesisBlock>; readonly author: Genesis['author'] }

function chainFrom(start: Start, emission: boolean): Chain {
  const options = {
    ...start,
    finalityDepth: 0,
    archive: false,
    emission,
    conditions: { neverInclude: [], stopFinality: false },
    now: () => 1_700_000_000_000 + 12_000 * chain.best.header.number,
  }
  const chain: Chain = new Chain(options)
  return chain
}
