import { calls, MissingInRuntime, type OwedRootClaim, type RootClaims } from '@stake/chain'
import { Balance } from '@stake/math'
import { WouldBeRefused } from '../errors.ts'
import type { ClaimRootOperation } from '../operation.ts'
import type { Preview, Warning } from '../preview.ts'
import { factsOf, openSubnet } from '../world.ts'
import { DONE, type Kind, single, type Trade } from './kind.ts'

/** Rule of the chain. */
const MOST_SUBNETS = 5
const ROOT = 0

/** What a claim would pay, at the block it was read at. */
export interface ClaimPreview extends Preview<ClaimRootOperation> {
  readonly claimType: RootClaims['claimType']
  /** Of the subnets asked for, whether or not they reach the threshold. */
  readonly claims: readonly OwedRootClaim[]
}

/** Claims what root stake has earned: sold and staked on root, or kept as alpha, as the coldkey has chosen. */
export const claimRoot: Kind<ClaimRootOperation, ClaimPreview> = {
  fields: ['netuids'],
  parse: (fields) => ({
    ...fields.common(),
    kind: 'claimRoot',
    netuids: fields.netuids('netuids', MOST_SUBNETS),
  }),
  needs: ({ coldkey, netuids }) => ({ coldkeys: [coldkey], netuids, claims: [coldkey] }),
  preview(operation, world) {
    const owed = factsOf(world, 'claimRoot').claims.get(operation.coldkey)
    const claims = owed?.claims.filter(({ netuid }) => operation.netuids.includes(netuid)) ?? []
    const refusal = claims.some(({ claimable }) => claimable) ? undefined : nothingToClaim(claims)
    return {
      operation,
      subnets: operation.netuids.map((netuid) => openSubnet(world, netuid)),
      amount: Balance.zero(),
      spends: Balance.zero(),
      received: Balance.zero(),
      free: Balance.zero(),
      stays: undefined,
      swaps: [],
      tolerance: undefined,
      modes: undefined,
      chosen: { mode: 'strict', result: refusal ? 'refused' : 'full', ...(refusal && { refusal }) },
      leastReceived: undefined,
      warnings: claims.filter(({ claimable }) => !claimable).map(leftOut),
      claimType: owed?.claimType ?? { type: 'Swap' },
      claims,
    }
  },
  calls(chain, { operation: { netuids } }) {
    // Where claims are by hotkey the call is still there, but takes no notice of its subnets.
    if (chain.capabilities.rootClaims !== 'subnets') {
      throw new MissingInRuntime('call SubtensorModule.claim_root by subnets', chain.specVersion)
    }
    return single(calls.claimRoot(chain, { netuids }))
  },
  after: (_, world) => world,
  // Its event names only the coldkey.
  trade: () => undefined,
  tradeFromPositions(_, before, after): Trade {
    const parts = after.flatMap((position): Trade[] => {
      const { netuid } = position
      const had = before.find((each) => each.hotkey === position.hotkey && each.netuid === netuid)?.stake
      const gained = position.stake.rao - (had?.rao ?? 0n)
      return gained > 0n ? [{ ...DONE, received: Balance.fromRao(gained, netuid) }] : []
    })
    const onRoot = parts.find(({ received }) => received.netuid === ROOT)
    return { ...(onRoot ?? DONE), parts, fill: parts.length === 0 ? 'nothing' : 'filled' }
  },
}

function leftOut({ hotkey, netuid, owed, threshold }: OwedRootClaim): Warning {
  return {
    code: 'LeftOut',
    message: `${owed.toString()} of subnet ${netuid} with ${hotkey} are below the threshold of ${threshold.toString()} and stay owed.`,
  }
}

function nothingToClaim(claims: readonly OwedRootClaim[]): WouldBeRefused {
  return new WouldBeRefused(
    'NothingToClaim',
    claims.length === 0
      ? 'Nothing is owed on these subnets.'
      : 'What is owed on these subnets is below their thresholds: a claim would pay nothing.',
    'Name other subnets, or claim later.',
    { owed: claims.length },
  )
}
