import { calls, MissingInRuntime, type OwedRootClaim, type RootClaims } from '@stake/chain'
import { Balance, quoteSell, StakeError } from '@stake/math'
import { WouldBeRefused } from '../errors.ts'
import type { ClaimRootOperation } from '../operation.ts'
import type { ExpectedSwap, Preview, Warning } from '../preview.ts'
import { factsOf, openSubnet, type World } from '../world.ts'
import { DONE, type Kind, single, type Trade } from './kind.ts'
import { withSwaps } from './pool-trade.ts'

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
    const claimType = owed?.claimType ?? { type: 'Swap' }
    const { swaps, unsold } = salesOf(claims, claimType, world)
    const received = swaps.reduce((sum, { quote }) => sum.add(quote.received), Balance.zero())
    return {
      operation,
      subnets: operation.netuids.map((netuid) => openSubnet(world, netuid)),
      amount: Balance.zero(),
      spends: Balance.zero(),
      received,
      free: Balance.zero(),
      stays: undefined,
      swaps,
      tolerance: undefined,
      modes: undefined,
      chosen: { mode: 'strict', result: refusal ? 'refused' : 'full', ...(refusal && { refusal }) },
      leastReceived: undefined,
      warnings: [
        ...(swaps.length > 0 ? [unprotected(received)] : []),
        ...claims.filter(({ claimable }) => !claimable).map(leftOut),
        ...unsold,
      ],
      claimType,
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
  after: ({ swaps }, world) => withSwaps(world, swaps),
  // Its event names only the coldkey.
  trade: () => undefined,
  tradeFromPositions({ operation }, before, after): Trade {
    const parts = after.flatMap((position): Trade[] => {
      const { netuid } = position
      if (netuid !== ROOT && !operation.netuids.includes(netuid)) return []
      const had = before.find((each) => each.hotkey === position.hotkey && each.netuid === netuid)?.stake
      const gained = position.stake.rao - (had?.rao ?? 0n)
      return gained > 0n ? [{ ...DONE, received: Balance.fromRao(gained, netuid) }] : []
    })
    const onRoot = parts.filter(({ received }) => received.netuid === ROOT)
    const received = onRoot.reduce((sum, part) => sum.add(part.received), Balance.zero())
    return { ...DONE, received, parts, fill: parts.length === 0 ? 'nothing' : 'filled' }
  },
}

/** What is sold of it, hotkey by hotkey, without a swap fee and at any price; what fails stays owed (chain-rules 2.9). */
function salesOf(
  claims: readonly OwedRootClaim[],
  claimType: RootClaims['claimType'],
  world: World,
): { swaps: ExpectedSwap[]; unsold: Warning[] } {
  const pools = new Map(world.pools)
  const swaps: ExpectedSwap[] = []
  const unsold: Warning[] = []
  for (const claim of claims) {
    const { netuid, owed, claimable } = claim
    // A curve that is not known here is sold on by the chain all the same, for nobody knows how much.
    const pool = pools.get(netuid)
    if (!claimable || isKept(claimType, netuid) || !pool) continue
    try {
      const quote = quoteSell(pool, owed, { fees: false })
      pools.set(netuid, quote.after)
      swaps.push({ quote, limitPrice: undefined })
    } catch (error) {
      if (!(error instanceof StakeError)) throw error
      unsold.push(notSold(claim, error))
    }
  }
  return { swaps, unsold }
}

function isKept(claimType: RootClaims['claimType'], netuid: number): boolean {
  return claimType.type === 'Keep' || (claimType.type === 'KeepSubnets' && claimType.netuids.includes(netuid))
}

function unprotected(received: Balance): Warning {
  return {
    code: 'Unprotected',
    message: `What is owed is sold at any price, now for ${received.format()}, which is staked on root: a claim has no limit.`,
  }
}

function notSold({ hotkey, netuid, owed }: OwedRootClaim, { message }: StakeError): Warning {
  return {
    code: 'LeftOut',
    message: `${owed.toString()} of subnet ${netuid} with ${hotkey} cannot be sold now and stay owed: ${message}`,
  }
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
