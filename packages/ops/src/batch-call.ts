import { buildCall, type Call, type Chain } from '@stake/chain'
import type { LegCalls } from './kinds/kind.ts'

/**
 * The one call that does them all: itself where it is single; else a batch of which all or nothing happens
 * (`batch_all`), or each for itself (`force_batch`). The calls must be no batches: this chain refuses one within
 * another.
 *
 * @throws MissingInRuntime
 */
export function batchCall(chain: Chain, { calls, together }: LegCalls): Call {
  const [call] = calls
  if (call && together === 'single') return call
  const name = together === 'each' ? 'force_batch' : 'batch_all'
  // Already encoded calls stand for themselves.
  const encoded = calls.map(({ bytes }) => bytes) as unknown as Parameters<
    typeof buildCall<'Utility', 'batch_all'>
  >[3]['calls']
  return buildCall(chain, 'Utility', name, { calls: encoded })
}
