import type { Balance } from '@stake/math'
import { parseAddress } from '../address.ts'
import type { Chain } from '../chain.ts'
import { buyLimitOf, checkNetuid, type LimitPrice, raoOf, sellLimitOf, taoOf } from './arguments.ts'
import { buildCall, type Call } from './call.ts'

/** Where stake is: with which hotkey, on which subnet. */
export interface StakePlace {
  readonly hotkey: string
  readonly netuid: number
}

/** What is put in or taken out. */
export interface StakeOrder extends StakePlace {
  /** TAO where it is staked; alpha of that subnet (TAO on the root) where it is unstaked. */
  readonly amount: Balance
}

/** The same, bounded. */
export interface LimitedStakeOrder extends StakeOrder {
  /**
   * The price in TAO per alpha that the pool may have at the END of the trade; above zero. A `Price` is rounded inward
   * to rao per alpha: down where TAO is spent, up where alpha is sold.
   */
  readonly limitPrice: LimitPrice
  /** Take what fits within the limit (true), or all or nothing (false). */
  readonly allowPartial: boolean
}

/**
 * Stakes TAO at whatever price the pool has (`add_stake`). Nothing bounds it but the chain's own widest limit.
 *
 * @throws InvalidAddress, InvalidNetuid, InvalidAmount, MixedTokens where the amount is not TAO, MissingInRuntime.
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
 * const place = { hotkey, netuid: 1 }
 * const tao = Balance.parse('5')
 * const alpha = Balance.parse('5', 1)
 *
 * calls.addStake(chain, { ...place, amount: tao }).args.amount_staked // => 5000000000
 * calls.addStakeLimit(chain, { ...place, amount: tao, limitPrice: 990_000_000n, allowPartial: false }).name // => add_stake_limit
 * calls.removeStake(chain, { ...place, amount: alpha }).args.amount_unstaked // => 5000000000
 * calls.removeStakeLimit(chain, { ...place, amount: alpha, limitPrice: 1n, allowPartial: true }).args.allow_partial // => true
 * calls.removeStakeFull(chain, { ...place, limitPrice: 970_000_000n }).args.limit_price // => 970000000
 * calls.unstakeAll(chain, { hotkey }).name // => unstake_all
 * calls.unstakeAllAlpha(chain, { hotkey }).name // => unstake_all_alpha
 * calls.addStake(chain, { ...place, amount: alpha }) // throws MixedTokens
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function addStake(chain: Chain, { hotkey, netuid, amount }: StakeOrder): Call {
  return buildCall(chain, 'SubtensorModule', 'add_stake', {
    hotkey: parseAddress(hotkey),
    netuid: checkNetuid(netuid),
    amount_staked: taoOf(amount),
  })
}

/**
 * Stakes TAO as long as the pool's price stays within a limit (`add_stake_limit`).
 *
 * @throws InvalidLimitPrice, and as {@link addStake}.
 * @example See {@link addStake}.
 */
export function addStakeLimit(chain: Chain, order: LimitedStakeOrder): Call {
  return buildCall(chain, 'SubtensorModule', 'add_stake_limit', {
    hotkey: parseAddress(order.hotkey),
    netuid: checkNetuid(order.netuid),
    amount_staked: taoOf(order.amount),
    limit_price: buyLimitOf(order.limitPrice),
    allow_partial: order.allowPartial,
  })
}

/**
 * Sells alpha of a position at whatever price the pool has (`remove_stake`). More than there is sells all of it.
 *
 * @throws InvalidAddress, InvalidNetuid, InvalidAmount, MixedTokens where the amount is not of that subnet,
 * MissingInRuntime.
 * @example See {@link addStake}.
 */
export function removeStake(chain: Chain, { hotkey, netuid, amount }: StakeOrder): Call {
  return buildCall(chain, 'SubtensorModule', 'remove_stake', {
    hotkey: parseAddress(hotkey),
    netuid: checkNetuid(netuid),
    amount_unstaked: raoOf(amount, netuid),
  })
}

/**
 * Sells alpha of a position as long as the pool's price stays within a limit (`remove_stake_limit`).
 *
 * @throws InvalidLimitPrice, and as {@link removeStake}.
 * @example See {@link addStake}.
 */
export function removeStakeLimit(chain: Chain, order: LimitedStakeOrder): Call {
  return buildCall(chain, 'SubtensorModule', 'remove_stake_limit', {
    hotkey: parseAddress(order.hotkey),
    netuid: checkNetuid(order.netuid),
    amount_unstaked: raoOf(order.amount, order.netuid),
    limit_price: sellLimitOf(order.limitPrice),
    allow_partial: order.allowPartial,
  })
}

/**
 * Sells a whole position, all or nothing within the limit (`remove_stake_full_limit`). It names no amount, so nothing
 * that grew meanwhile stays behind. Without a limit price nothing bounds it.
 *
 * @throws InvalidAddress, InvalidNetuid, InvalidLimitPrice, MissingInRuntime.
 * @example See {@link addStake}.
 */
export function removeStakeFull(
  chain: Chain,
  { hotkey, netuid, limitPrice }: StakePlace & { readonly limitPrice: LimitPrice | undefined },
): Call {
  return buildCall(chain, 'SubtensorModule', 'remove_stake_full_limit', {
    hotkey: parseAddress(hotkey),
    netuid: checkNetuid(netuid),
    limit_price: limitPrice === undefined ? undefined : sellLimitOf(limitPrice),
  })
}

/**
 * Sells everything that the coldkey has with a hotkey, the root's stake too, without any limit (`unstake_all`).
 *
 * @throws InvalidAddress, MissingInRuntime.
 * @example See {@link addStake}.
 */
export function unstakeAll(chain: Chain, { hotkey }: { readonly hotkey: string }): Call {
  return buildCall(chain, 'SubtensorModule', 'unstake_all', { hotkey: parseAddress(hotkey) })
}

/**
 * Sells all alpha that the coldkey has with a hotkey, without any limit, and stakes the TAO on the root with the same
 * hotkey (`unstake_all_alpha`).
 *
 * @throws InvalidAddress, MissingInRuntime.
 * @example See {@link addStake}.
 */
export function unstakeAllAlpha(chain: Chain, { hotkey }: { readonly hotkey: string }): Call {
  return buildCall(chain, 'SubtensorModule', 'unstake_all_alpha', { hotkey: parseAddress(hotkey) })
}
