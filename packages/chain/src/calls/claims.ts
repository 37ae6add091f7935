import type { Chain } from '../chain.ts'
import { MissingInRuntime } from '../errors/errors.ts'
import { InvalidClaim } from '../errors/input-errors.ts'
import { netuidSet } from './arguments.ts'
import { buildCall, type Call } from './call.ts'

/** Rule of `claim_root`. */
const MOST_SUBNETS = 5

/**
 * Claims what root stake has earned on some subnets, with every hotkey that the coldkey stakes with (`claim_root`).
 *
 * @throws InvalidClaim for no subnet or more than five, InvalidNetuid; MissingInRuntime also where the call is there but
 * takes no notice of subnets, and pays otherwise (`capabilities.rootClaims`).
 *
 * @example
 * ```ts
 * import { calls, connect } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 *
 * calls.claimRoot(chain, { netuids: [3, 1] }).args // => { subnets: [ 1, 3 ] }
 * calls.setRootClaimType(chain, { type: 'Keep' }).name // => set_root_claim_type
 * calls.setRootClaimType(chain, { type: 'KeepSubnets', netuids: [] }) // throws InvalidClaim
 * calls.claimRoot(chain, { netuids: [] }) // throws InvalidClaim
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function claimRoot(chain: Chain, { netuids }: { readonly netuids: Iterable<number> }): Call {
  const subnets = netuidSet(netuids)
  if (subnets.length === 0 || subnets.length > MOST_SUBNETS) {
    throw new InvalidClaim(`it names ${subnets.length} subnets`, 'Name one to five subnets.')
  }
  if (chain.capabilities.rootClaims === 'hotkey')
    throw new MissingInRuntime('claim of chosen subnets', chain.specVersion)
  return buildCall(chain, 'SubtensorModule', 'claim_root', { subnets })
}

/** What becomes of a claim: sold and staked on the root, kept as alpha, or kept on some subnets only. */
export type RootClaimChoice =
  | { readonly type: 'Swap' }
  | { readonly type: 'Keep' }
  | { readonly type: 'KeepSubnets'; readonly netuids: Iterable<number> }

/**
 * Chooses what becomes of the coldkey's root claims (`set_root_claim_type`).
 *
 * @throws InvalidClaim for an empty list of subnets to keep, InvalidNetuid, MissingInRuntime.
 * @example See {@link claimRoot}.
 */
export function setRootClaimType(chain: Chain, choice: RootClaimChoice): Call {
  return buildCall(chain, 'SubtensorModule', 'set_root_claim_type', {
    new_root_claim_type: choice.type === 'KeepSubnets' ? keeping(choice.netuids) : { type: choice.type },
  })
}

function keeping(netuids: Iterable<number>) {
  const subnets = netuidSet(netuids)
  if (subnets.length === 0) {
    throw new InvalidClaim('it keeps the alpha of no subnet', "Name the subnets, or choose 'Swap'.")
  }
  return { type: 'KeepSubnets', value: { subnets } } as const
}
