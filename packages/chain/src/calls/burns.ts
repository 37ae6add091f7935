import { parseAddress } from '../address.ts'
import type { Chain } from '../chain.ts'
import { buyLimitOf, checkNetuid, type LimitPrice, raoOf, taoOf } from './arguments.ts'
import { buildCall, type Call } from './call.ts'
import type { StakeOrder } from './staking.ts'

/**
 * Buys alpha with TAO and burns it at once, all or nothing within the limit (`add_stake_burn`). What is burnt is gone.
 *
 * @param order - `limitPrice`: the price that the pool may have at the end; undefined bounds nothing
 * @throws InvalidAddress, InvalidNetuid, InvalidAmount, MixedTokens where the amount is not TAO, InvalidLimitPrice,
 * MissingInRuntime.
 *
 * @example
 * ```ts
 * import { calls, connect } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { Balance } from '@stake/math'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const place = { hotkey: '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty', netuid: 1 }
 *
 * calls.addStakeBurn(chain, { ...place, amount: Balance.parse('5'), limitPrice: 990_000_000n }).args.limit // => 990000000
 * calls.burnAlpha(chain, { ...place, amount: Balance.parse('5', 1) }).args.amount // => 5000000000
 * calls.recycleAlpha(chain, { ...place, amount: Balance.parse('5', 1) }).args.netuid // => 1
 * calls.burnAlpha(chain, { ...place, amount: Balance.parse('5') }) // throws MixedTokens
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function addStakeBurn(
  chain: Chain,
  { hotkey, netuid, amount, limitPrice }: StakeOrder & { readonly limitPrice: LimitPrice | undefined },
): Call {
  return buildCall(chain, 'SubtensorModule', 'add_stake_burn', {
    hotkey: parseAddress(hotkey),
    netuid: checkNetuid(netuid),
    amount: taoOf(amount),
    limit: limitPrice === undefined ? undefined : buyLimitOf(limitPrice),
  })
}

/**
 * Burns alpha of a position: it is gone, and counts as issued for ever (`burn_alpha`).
 *
 * @throws InvalidAddress, InvalidNetuid, InvalidAmount, MixedTokens where the amount is not of that subnet,
 * MissingInRuntime.
 * @example See {@link addStakeBurn}.
 */
export function burnAlpha(chain: Chain, { hotkey, netuid, amount }: StakeOrder): Call {
  return buildCall(chain, 'SubtensorModule', 'burn_alpha', {
    hotkey: parseAddress(hotkey),
    amount: raoOf(amount, netuid),
    netuid: checkNetuid(netuid),
  })
}

/**
 * Gives alpha of a position back to the subnet, which may issue it anew (`recycle_alpha`).
 *
 * @throws as {@link burnAlpha}
 * @example See {@link addStakeBurn}.
 */
export function recycleAlpha(chain: Chain, { hotkey, netuid, amount }: StakeOrder): Call {
  return buildCall(chain, 'SubtensorModule', 'recycle_alpha', {
    hotkey: parseAddress(hotkey),
    amount: raoOf(amount, netuid),
    netuid: checkNetuid(netuid),
  })
}
