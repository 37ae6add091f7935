import type { Balance } from '@stake/math'
import { parseAddress } from '../address.ts'
import type { Chain } from '../chain.ts'
import { checkNetuid, taoOf } from './arguments.ts'
import { buildCall, type Call } from './call.ts'
import type { StakePlace } from './staking.ts'

/**
 * Registers a hotkey on a subnet for whatever that costs at the moment (`burned_register`).
 *
 * @throws InvalidAddress, InvalidNetuid, MissingInRuntime.
 *
 * @example
 * ```ts
 * import { calls, connect } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { Balance } from '@stake/math'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const hotkey = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty'
 *
 * calls.burnedRegister(chain, { hotkey, netuid: 1 }).name // => burned_register
 * calls.registerLimit(chain, { hotkey, netuid: 1, mostPaid: Balance.parse('0.2') }).args.limit_price // => 200000000
 * calls.rootRegister(chain, { hotkey }).name // => root_register
 * calls.associateHotkey(chain, { hotkey }).name // => try_associate_hotkey
 * calls.setAutoStakeHotkey(chain, { hotkey, netuid: 1 }).name // => set_coldkey_auto_stake_hotkey
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function burnedRegister(chain: Chain, { hotkey, netuid }: StakePlace): Call {
  return buildCall(chain, 'SubtensorModule', 'burned_register', {
    netuid: checkNetuid(netuid),
    hotkey: parseAddress(hotkey),
  })
}

/**
 * Registers a hotkey on a subnet if it costs no more than that (`register_limit`).
 *
 * @throws InvalidAmount, MixedTokens where the amount is not TAO, and as {@link burnedRegister}
 * @example See {@link burnedRegister}.
 */
export function registerLimit(
  chain: Chain,
  { hotkey, netuid, mostPaid }: StakePlace & { readonly mostPaid: Balance },
): Call {
  return buildCall(chain, 'SubtensorModule', 'register_limit', {
    netuid: checkNetuid(netuid),
    hotkey: parseAddress(hotkey),
    limit_price: taoOf(mostPaid),
  })
}

/**
 * Registers a hotkey on the root, in the place of the member with the least stake (`root_register`).
 *
 * @throws InvalidAddress, MissingInRuntime.
 * @example See {@link burnedRegister}.
 */
export function rootRegister(chain: Chain, { hotkey }: { readonly hotkey: string }): Call {
  return buildCall(chain, 'SubtensorModule', 'root_register', { hotkey: parseAddress(hotkey) })
}

/**
 * Makes a hotkey that nobody owns the coldkey's own (`try_associate_hotkey`).
 *
 * @throws InvalidAddress, MissingInRuntime.
 * @example See {@link burnedRegister}.
 */
export function associateHotkey(chain: Chain, { hotkey }: { readonly hotkey: string }): Call {
  return buildCall(chain, 'SubtensorModule', 'try_associate_hotkey', { hotkey: parseAddress(hotkey) })
}

/**
 * Chooses the hotkey that the coldkey's miners stake their rewards with, on one subnet
 * (`set_coldkey_auto_stake_hotkey`).
 *
 * @throws InvalidAddress, InvalidNetuid, MissingInRuntime.
 * @example See {@link burnedRegister}.
 */
export function setAutoStakeHotkey(chain: Chain, { hotkey, netuid }: StakePlace): Call {
  return buildCall(chain, 'SubtensorModule', 'set_coldkey_auto_stake_hotkey', {
    netuid: checkNetuid(netuid),
    hotkey: parseAddress(hotkey),
  })
}
