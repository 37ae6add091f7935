import type { DispatchError } from '@stake/schema'
import type { ChainAt } from '../at.ts'
import type { DispatchFailure } from './errors.ts'
import { dispatchFailure } from './failures.ts'

/**
 * Names a dispatch error that an event tells of, as `Utility.ItemFailed` and `Utility.BatchInterrupted` do of the calls
 * of a batch: by the metadata of the runtime that sent it, with a sentence and a remedy.
 *
 * @param at - a block with that runtime: the parent of the one that holds the event
 * @param error - the field of the event, as {@link readEvents} gives it
 *
 * @example
 * ```ts
 * import { connect, nameDispatchError } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const failure = nameDispatchError(await chain.at('best'), { type: 'Token', value: { type: 'FundsUnavailable' } })
 * failure.section // => Token
 * failure.code // => FundsUnavailable
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function nameDispatchError({ runtime }: Pick<ChainAt, 'runtime'>, error: unknown): DispatchFailure {
  return dispatchFailure(runtime, error as DispatchError)
}
