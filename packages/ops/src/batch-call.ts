import { calls as builders, type Call, type Chain } from '@stake/chain'
import type { LegCalls } from './kinds/kind.ts'

/**
 * The one call that does them all: itself where it is single; else a batch of which all or nothing happens
 * (`batch_all`), or each for itself (`force_batch`). The calls must be no batches: this chain refuses one within
 * another.
 *
 * @throws MissingInRuntime, InvalidBatch
 */
export function batchCall(chain: Chain, { calls, together }: LegCalls): Call {
  const [call] = calls
  if (call && together === 'single') return call
  return together === 'each' ? builders.forceBatch(chain, { calls }) : builders.batchAll(chain, { calls })
}
