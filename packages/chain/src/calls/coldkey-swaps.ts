import { parseAddress } from '../address.ts'
import type { Chain, Hex } from '../chain.ts'
import { buildCall, type Call } from './call.ts'

/**
 * Announces that everything of the coldkey will pass to another one (`announce_coldkey_swap`). Until it is done or
 * cleared, the coldkey can do nothing else.
 *
 * @param order - `newColdkeyHash`: the hash of the other coldkey, as the runtime hashes it
 * @throws InvalidValue, MissingInRuntime.
 *
 * @example
 * ```ts
 * import { calls, connect } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 *
 * calls.announceColdkeySwap(chain, { newColdkeyHash: `0x${'ab'.repeat(32)}` }).name // => announce_coldkey_swap
 * calls.swapColdkeyAnnounced(chain, { newColdkey: 'nobody' }) // throws InvalidAddress
 * calls.disputeColdkeySwap(chain).name // => dispute_coldkey_swap
 * calls.clearColdkeySwap(chain).name // => clear_coldkey_swap_announcement
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function announceColdkeySwap(
  chain: Chain,
  { newColdkeyHash }: { readonly newColdkeyHash: Hex },
): Call {
  return buildCall(chain, 'SubtensorModule', 'announce_coldkey_swap', { new_coldkey_hash: newColdkeyHash })
}

/**
 * Passes everything of the coldkey to the announced one, after the waiting time (`swap_coldkey_announced`).
 *
 * @throws InvalidAddress, MissingInRuntime.
 * @example See {@link announceColdkeySwap}.
 */
export function swapColdkeyAnnounced(chain: Chain, { newColdkey }: { readonly newColdkey: string }): Call {
  return buildCall(chain, 'SubtensorModule', 'swap_coldkey_announced', {
    new_coldkey: parseAddress(newColdkey),
  })
}

/**
 * Stops a swap of the coldkey that somebody else announced with its key (`dispute_coldkey_swap`). Then the coldkey can
 * do nothing at all until the chain's governance resets it.
 *
 * @throws MissingInRuntime
 * @example See {@link announceColdkeySwap}.
 */
export function disputeColdkeySwap(chain: Chain): Call {
  return buildCall(chain, 'SubtensorModule', 'dispute_coldkey_swap', undefined)
}

/**
 * Takes an announcement back (`clear_coldkey_swap_announcement`).
 *
 * @throws MissingInRuntime
 * @example See {@link announceColdkeySwap}.
 */
export function clearColdkeySwap(chain: Chain): Call {
  return buildCall(chain, 'SubtensorModule', 'clear_coldkey_swap_announcement', undefined)
}
