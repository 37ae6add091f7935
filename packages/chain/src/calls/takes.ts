import { parseAddress } from '../address.ts'
import type { Chain } from '../chain.ts'
import { checkNetuid, checkTake } from './arguments.ts'
import { buildCall, type Call } from './call.ts'

/** What part of its nominators' dividends a hotkey keeps. */
export interface TakeChange {
  readonly hotkey: string
  /** Parts of 65535; 18 % is 11796. */
  readonly take: number
}

/**
 * Raises a delegate's take (`increase_take`); the chain allows it once in 216,000 blocks.
 *
 * @throws InvalidAddress, InvalidTake, MissingInRuntime.
 *
 * @example
 * ```ts
 * import { calls, connect } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { takeFromFraction } from '@stake/math'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const hotkey = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty'
 *
 * calls.increaseTake(chain, { hotkey, take: takeFromFraction('0.1') }).args.take // => 6553
 * calls.decreaseTake(chain, { hotkey, take: 0 }).name // => decrease_take
 * calls.setChildkeyTake(chain, { hotkey, netuid: 1, take: 100 }).args.netuid // => 1
 * calls.increaseTake(chain, { hotkey, take: 0.18 }) // throws InvalidTake
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function increaseTake(chain: Chain, { hotkey, take }: TakeChange): Call {
  return buildCall(chain, 'SubtensorModule', 'increase_take', {
    hotkey: parseAddress(hotkey),
    take: checkTake(take),
  })
}

/**
 * Lowers a delegate's take (`decrease_take`). It starts the waiting time of the next raise.
 *
 * @throws as {@link increaseTake}
 * @example See {@link increaseTake}.
 */
export function decreaseTake(chain: Chain, { hotkey, take }: TakeChange): Call {
  return buildCall(chain, 'SubtensorModule', 'decrease_take', {
    hotkey: parseAddress(hotkey),
    take: checkTake(take),
  })
}

/**
 * Sets what a child hotkey keeps of the dividends of its parents' stake, on one subnet (`set_childkey_take`).
 *
 * @throws InvalidNetuid, and as {@link increaseTake}
 * @example See {@link increaseTake}.
 */
export function setChildkeyTake(
  chain: Chain,
  { hotkey, netuid, take }: TakeChange & { readonly netuid: number },
): Call {
  return buildCall(chain, 'SubtensorModule', 'set_childkey_take', {
    hotkey: parseAddress(hotkey),
    netuid: checkNetuid(netuid),
    take: checkTake(take),
  })
}
