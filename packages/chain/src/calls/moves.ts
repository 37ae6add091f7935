import type { Balance } from '@stake/math'
import { parseAddress } from '../address.ts'
import type { Chain } from '../chain.ts'
import { InvalidMove } from '../errors/input-errors.ts'
import { checkNetuid, type LimitPrice, raoOf, sellLimitOf } from './arguments.ts'
import { buildCall, type Call } from './call.ts'

/** From one subnet to another, or within one. */
export interface SubnetMove {
  readonly originNetuid: number
  readonly destinationNetuid: number
  /** Alpha of the origin (TAO where that is the root). */
  readonly amount: Balance
}

/**
 * Moves stake to another hotkey, on the same or another subnet (`move_stake`). Between subnets it is sold and bought
 * without any limit; within one it has no price.
 *
 * @throws InvalidMove where nothing would change, InvalidAddress, InvalidNetuid, InvalidAmount, MixedTokens where the
 * amount is not of the origin, MissingInRuntime.
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
 * const other = '5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y'
 * const move = { originNetuid: 1, destinationNetuid: 2, amount: Balance.parse('5', 1) }
 *
 * calls.moveStake(chain, { ...move, originHotkey: hotkey, destinationHotkey: other }).args.destination_netuid // => 2
 * calls.transferStake(chain, { ...move, hotkey, destinationColdkey: other }).args.alpha_amount // => 5000000000
 * calls.swapStake(chain, { ...move, hotkey }).name // => swap_stake
 * calls.swapStakeLimit(chain, { ...move, hotkey, limitRatio: 995_000_000n, allowPartial: false }).args.limit_price // => 995000000
 * calls.swapStake(chain, { ...move, hotkey, destinationNetuid: 1 }) // throws InvalidMove
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function moveStake(
  chain: Chain,
  move: SubnetMove & { readonly originHotkey: string; readonly destinationHotkey: string },
): Call {
  const origin_hotkey = parseAddress(move.originHotkey)
  const destination_hotkey = parseAddress(move.destinationHotkey)
  const subnets = subnetsOf(move)
  if (origin_hotkey === destination_hotkey) refuseSameSubnet(move)
  return buildCall(chain, 'SubtensorModule', 'move_stake', { origin_hotkey, destination_hotkey, ...subnets })
}

/**
 * Gives stake to another coldkey; the hotkey stays (`transfer_stake`). Between subnets it is sold and bought without
 * any limit. It cannot be undone.
 *
 * @throws InvalidAddress, InvalidNetuid, InvalidAmount, MixedTokens where the amount is not of the origin,
 * MissingInRuntime.
 * @example See {@link moveStake}.
 */
export function transferStake(
  chain: Chain,
  move: SubnetMove & { readonly hotkey: string; readonly destinationColdkey: string },
): Call {
  return buildCall(chain, 'SubtensorModule', 'transfer_stake', {
    destination_coldkey: parseAddress(move.destinationColdkey),
    hotkey: parseAddress(move.hotkey),
    ...subnetsOf(move),
  })
}

/**
 * Moves stake to another subnet; the hotkey stays (`swap_stake`). It is sold and bought without any limit.
 *
 * @throws as {@link moveStake}
 * @example See {@link moveStake}.
 */
export function swapStake(chain: Chain, move: SubnetMove & { readonly hotkey: string }): Call {
  refuseSameSubnet(move)
  return buildCall(chain, 'SubtensorModule', 'swap_stake', {
    hotkey: parseAddress(move.hotkey),
    ...subnetsOf(move),
  })
}

/**
 * Moves stake to another subnet while the ratio of the two prices allows (`swap_stake_limit`). The chain turns the
 * limit into a cap on the amount by a formula that ignores the pools' weights: it bounds the result only roughly
 * (`protectMove` of `@stake/math` tells how far).
 *
 * @param move - `limitRatio`: the least alpha of the destination for one of the origin, times 1e9; above zero
 * @throws InvalidLimitPrice, and as {@link moveStake}
 * @example See {@link moveStake}.
 */
export function swapStakeLimit(
  chain: Chain,
  move: SubnetMove & {
    readonly hotkey: string
    readonly limitRatio: LimitPrice
    readonly allowPartial: boolean
  },
): Call {
  refuseSameSubnet(move)
  return buildCall(chain, 'SubtensorModule', 'swap_stake_limit', {
    hotkey: parseAddress(move.hotkey),
    ...subnetsOf(move),
    limit_price: sellLimitOf(move.limitRatio),
    allow_partial: move.allowPartial,
  })
}

function subnetsOf({ originNetuid, destinationNetuid, amount }: SubnetMove) {
  return {
    origin_netuid: checkNetuid(originNetuid),
    destination_netuid: checkNetuid(destinationNetuid),
    alpha_amount: raoOf(amount, originNetuid),
  }
}

function refuseSameSubnet({ originNetuid, destinationNetuid }: SubnetMove): void {
  if (originNetuid === destinationNetuid) throw new InvalidMove(originNetuid)
}
