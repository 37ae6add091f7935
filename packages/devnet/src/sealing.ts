import type { Chain } from './chain/chain.ts'
import { isWrapper } from './pallets/mev-shield/envelope.ts'
import { INHERENTS } from './runtime/block-execution.ts'

/**
 * When blocks come: every so many milliseconds, as soon as a transaction is ready (`'instant'`), or only when asked
 * for (`'manual'`).
 */
export type BlockTime = number | 'instant' | 'manual'

/** Makes the chain's blocks come. Returns the function that ends it. */
export function startSealing(chain: Chain, blockTime: BlockTime): () => void {
  if (blockTime === 'manual') return () => undefined
  if (blockTime === 'instant') return sealInstantly(chain)
  const timer = setInterval(() => chain.seal(), blockTime)
  return () => clearInterval(timer)
}

function sealInstantly(chain: Chain): () => void {
  let due: NodeJS.Immediate | undefined
  // Not at once: whoever submitted hears first that the transaction was taken.
  const schedule = () => {
    due ??= setImmediate(() => {
      due = undefined
      const { extrinsics } = chain.seal()
      const ready = chain.pool.ready()
      // What did not fit is in the next block, and what is encrypted in one of the next, or it is too late for it;
      // what no block takes waits for a transaction that changes that.
      const shielded = ready.some(({ extrinsic }) => isWrapper(extrinsic.call))
      if (shielded || (extrinsics.length > INHERENTS && ready.length > 0)) schedule()
    })
  }
  const stop = chain.pool.readied.listen(schedule)
  if (chain.pool.ready().length > 0) schedule()
  return () => {
    stop()
    clearImmediate(due)
  }
}
