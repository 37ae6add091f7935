import { parseAddress } from '../address.ts'
import type { Chain } from '../chain.ts'
import { InvalidChildren } from '../errors/input-errors.ts'
import { checkNetuid } from './arguments.ts'
import { buildCall, type Call } from './call.ts'

/** A hotkey that works with a part of its parent's stake. */
export interface Child {
  readonly hotkey: string
  /** Parts of 2^64 - 1 (`proportionFromFraction` of `@stake/math` converts). */
  readonly proportion: bigint
}

/** Rules of `set_children`. */
const MOST_CHILDREN = 5
const WHOLE = 2n ** 64n - 1n

/**
 * Replaces the children of a hotkey on a subnet (`set_children`); none at all revokes them. It takes effect after the
 * chain's waiting time of 7,200 blocks.
 *
 * @throws InvalidChildren for more than five, the hotkey itself, one twice, or proportions that are not from 0 to
 * 2^64 - 1 together; InvalidAddress, InvalidNetuid, MissingInRuntime.
 *
 * @example
 * ```ts
 * import { calls, connect } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { proportionFromFraction } from '@stake/math'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const hotkey = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty'
 * const child = { hotkey: '5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y', proportion: proportionFromFraction('0.5') }
 *
 * calls.setChildren(chain, { hotkey, netuid: 1, children: [child] }).name // => set_children
 * calls.setAutoParentDelegation(chain, { hotkey: 'nobody', enabled: false }) // throws InvalidAddress
 * calls.setChildren(chain, { hotkey, netuid: 1, children: [child, child] }) // throws InvalidChildren
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function setChildren(
  chain: Chain,
  order: { readonly hotkey: string; readonly netuid: number; readonly children: readonly Child[] },
): Call {
  const hotkey = parseAddress(order.hotkey)
  const children = order.children.map((child) => [child.proportion, parseAddress(child.hotkey)] as const)
  const hotkeys = children.map(([, child]) => child)
  if (children.length > MOST_CHILDREN) {
    throw new InvalidChildren(`there are ${children.length}, and five are the most`)
  }
  if (hotkeys.includes(hotkey)) throw new InvalidChildren('a hotkey cannot be its own child')
  if (new Set(hotkeys).size < hotkeys.length) throw new InvalidChildren('one is named twice')
  if (children.some(([part]) => typeof part !== 'bigint' || part < 0n)) {
    throw new InvalidChildren('a proportion is no bigint from 0')
  }
  if (children.reduce((sum, [part]) => sum + part, 0n) > WHOLE) {
    throw new InvalidChildren('their proportions are more than the whole')
  }
  return buildCall(chain, 'SubtensorModule', 'set_children', {
    hotkey,
    netuid: checkNetuid(order.netuid),
    children,
  })
}

/**
 * Says whether a hotkey becomes a child of the validators of its owner by itself
 * (`set_auto_parent_delegation_enabled`).
 *
 * @throws InvalidAddress, InvalidValue, MissingInRuntime.
 * @example See {@link setChildren}.
 */
export function setAutoParentDelegation(
  chain: Chain,
  { hotkey, enabled }: { readonly hotkey: string; readonly enabled: boolean },
): Call {
  return buildCall(chain, 'SubtensorModule', 'set_auto_parent_delegation_enabled', {
    hotkey: parseAddress(hotkey),
    enabled,
  })
}
