import { explanations } from './explanations.ts'
import { poolCode } from './pool-codes.ts'

/** What an error of the chain means, without a connection. */
export interface Explanation {
  /** The chain's own name. */
  readonly name: string
  /** The pallet or kind that it is an error of; undefined for refusals of the pool. */
  readonly section: string | undefined
  readonly sentence: string
  readonly remedy: string
}

/** An error by its name (`SlippageTooHigh`, `Swap.PriceLimitExceeded`), or the number of a `Custom error: 7`. */
export type ErrorKey = string | { readonly poolCode: number; readonly specVersion: number }

/**
 * Explains an error of the chain, offline. The numbers of pool refusals meant other things in older runtimes, so they
 * need the spec version.
 *
 * @returns undefined for what is not in the tables
 *
 * @example
 * ```ts
 * import { explain } from '@stake/chain'
 *
 * explain('StakeUnavailable')?.sentence // => Part of this stake is locked
 * explain('Swap.PriceLimitExceeded')?.section // => Swap
 * explain({ poolCode: 3, specVersion: 424 })?.name // => SubnetNotExists
 * explain({ poolCode: 3, specVersion: 200 })?.name // => NotEnoughStakeToSetWeights
 * explain('NoSuchError') // => undefined
 * ```
 */
export function explain(key: ErrorKey): Explanation | undefined {
  if (typeof key === 'object') {
    const found = poolCode(key.poolCode, key.specVersion)
    return found && { name: found.name, section: undefined, ...texts(found.explained) }
  }
  const [first = '', second] = key.split('.')
  const sections = second === undefined ? Object.keys(explanations) : [first]
  const name = second ?? first
  for (const section of sections) {
    const table = explanations[section]
    const explained = table && Object.hasOwn(table, name) ? table[name] : undefined
    if (explained) return { name, section, ...texts(explained) }
  }
  return undefined
}

const texts = ([sentence, remedy]: readonly [string, string]) => ({ sentence, remedy })
