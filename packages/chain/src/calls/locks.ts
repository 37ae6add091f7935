import { parseAddress } from '../address.ts'
import type { Chain } from '../chain.ts'
import { checkNetuid, raoOf } from './arguments.ts'
import { buildCall, type Call } from './call.ts'
import type { StakeOrder } from './staking.ts'

/**
 * Locks alpha on a hotkey (`lock_stake`): it cannot leave the subnet until the lock has decayed, whichever hotkey it is
 * with. There is no call that unlocks.
 *
 * @throws InvalidAddress, InvalidNetuid, InvalidAmount, MixedTokens where the amount is not of that subnet,
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
 * const hotkey = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty'
 *
 * calls.lockStake(chain, { hotkey, netuid: 1, amount: Balance.parse('5', 1) }).args.amount // => 5000000000n
 * calls.moveLock(chain, { destinationHotkey: hotkey, netuid: 1 }).name // => move_lock
 * calls.setPerpetualLock(chain, { netuid: 1, enabled: true }).name // => set_perpetual_lock
 * calls.setRejectLockedAlpha(chain, { enabled: false }).args // => { enabled: false }
 * calls.lockStake(chain, { hotkey, netuid: 1, amount: Balance.parse('5') }) // throws MixedTokens
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function lockStake(chain: Chain, { hotkey, netuid, amount }: StakeOrder): Call {
  return buildCall(chain, 'SubtensorModule', 'lock_stake', {
    hotkey: parseAddress(hotkey),
    netuid: checkNetuid(netuid),
    amount: raoOf(amount, netuid),
  })
}

/**
 * Moves the coldkey's lock on a subnet to another hotkey (`move_lock`). Between hotkeys of two owners its conviction
 * begins again at zero.
 *
 * @throws InvalidAddress, InvalidNetuid, MissingInRuntime.
 * @example See {@link lockStake}.
 */
export function moveLock(
  chain: Chain,
  { destinationHotkey, netuid }: { readonly destinationHotkey: string; readonly netuid: number },
): Call {
  return buildCall(chain, 'SubtensorModule', 'move_lock', {
    destination_hotkey: parseAddress(destinationHotkey),
    netuid: checkNetuid(netuid),
  })
}

/**
 * Stops the decay of the coldkey's lock on a subnet, or lets it go on (`set_perpetual_lock`).
 *
 * @throws InvalidNetuid, InvalidValue, MissingInRuntime.
 * @example See {@link lockStake}.
 */
export function setPerpetualLock(
  chain: Chain,
  { netuid, enabled }: { readonly netuid: number; readonly enabled: boolean },
): Call {
  return buildCall(chain, 'SubtensorModule', 'set_perpetual_lock', { netuid: checkNetuid(netuid), enabled })
}

/**
 * Says whether the coldkey refuses alpha that arrives locked; the chain's default is that it does
 * (`set_reject_locked_alpha`).
 *
 * @throws InvalidValue, MissingInRuntime.
 * @example See {@link lockStake}.
 */
export function setRejectLockedAlpha(chain: Chain, { enabled }: { readonly enabled: boolean }): Call {
  return buildCall(chain, 'SubtensorModule', 'set_reject_locked_alpha', { enabled })
}
