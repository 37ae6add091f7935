import type { RuntimeCall } from '@stake/schema'
import type { Chain } from '../chain.ts'
import { InvalidBatch } from '../errors/input-errors.ts'
import { buildCall, type Call } from './call.ts'
import { innerCall } from './inner-call.ts'

/** Many calls in one transaction. */
export interface Batch {
  /** At least one, none of them a batch. */
  readonly calls: readonly Call[]
}

const BATCHES = ['batch', 'batch_all', 'force_batch']

/**
 * One transaction of many calls, all or nothing (`Utility.batch_all`): where one fails, none has happened.
 *
 * @throws InvalidBatch for no calls, or a batch among them, which the chain does not take; MissingInRuntime.
 *
 * @example
 * ```ts
 * import { calls, connect } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const both = [calls.remark(chain, { bytes: '0x01' }), calls.remark(chain, { bytes: '0x02' })]
 *
 * calls.batchAll(chain, { calls: both }).name // => batch_all
 * calls.batch(chain, { calls: both }).name // => batch
 * calls.forceBatch(chain, { calls: both }).bytes // => 0x0b04080000040100000402
 * calls.batchAll(chain, { calls: [calls.batch(chain, { calls: both })] }) // throws InvalidBatch
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function batchAll(chain: Chain, batch: Batch): Call {
  return buildCall(chain, 'Utility', 'batch_all', { calls: callsOf(batch) })
}

/**
 * One transaction of many calls up to the first that fails (`Utility.batch`). Those before it stay done, and the
 * transaction itself succeeds all the same: only its events tell.
 *
 * @throws as {@link batchAll}
 * @example See {@link batchAll}.
 */
export function batch(chain: Chain, order: Batch): Call {
  return buildCall(chain, 'Utility', 'batch', { calls: callsOf(order) })
}

/**
 * One transaction of many calls, each for itself (`Utility.force_batch`): what fails does not keep the others back.
 *
 * @throws as {@link batchAll}
 * @example See {@link batchAll}.
 */
export function forceBatch(chain: Chain, batch: Batch): Call {
  return buildCall(chain, 'Utility', 'force_batch', { calls: callsOf(batch) })
}

function callsOf({ calls }: Batch): RuntimeCall[] {
  if (calls.length === 0) throw new InvalidBatch('it holds no call', 'Put at least one call in it.')
  if (calls.some(({ pallet, name }) => pallet === 'Utility' && BATCHES.includes(name))) {
    throw new InvalidBatch(
      'it holds another batch, which the chain refuses (CallFiltered)',
      'Put the calls of both in one batch.',
    )
  }
  return calls.map(innerCall)
}
