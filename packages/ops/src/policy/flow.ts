import type { OwedRootClaim } from '@stake/chain'
import { PolicyRefusal } from '../errors.ts'
import type { Act } from './acts.ts'
import type { PriceLimit, StakePlace } from './effect.ts'
import type { Readings } from './readings.ts'

/** What moves, in amounts: acts on everything there is are those on what there is in the block. Amounts are rao. */
export type Flow =
  | ({ readonly is: 'buy'; readonly tao: bigint; readonly limit: PriceLimit } & StakePlace)
  | ({ readonly is: 'sell'; readonly alpha: bigint; readonly limit: PriceLimit } & StakePlace)
  | {
      readonly is: 'move'
      readonly from: StakePlace
      readonly to: StakePlace
      readonly destination: string | undefined
      readonly alpha: bigint
      readonly limit: PriceLimit
    }
  | ({ readonly is: 'giveUp'; readonly alpha: bigint } & StakePlace)
  /** A price that the chain sets; `limited` where the call names the most it may be. */
  | ({ readonly is: 'registration'; readonly tao: bigint; readonly limited: boolean } & StakePlace)
  | { readonly is: 'payment'; readonly destination: string; readonly tao: bigint }
  /** TAO of sales that is staked on root in the same call. */
  | ({ readonly is: 'restake'; readonly sales: readonly Sale[] } & StakePlace)
  /** A place that is named and nothing moves. */
  | { readonly is: 'named'; readonly hotkey: string | undefined; readonly netuid: number | undefined }

type Sale = Extract<Flow, { readonly is: 'sell' }>

const ROOT = 0

/**
 * The flows of acts, in their order.
 *
 * @param filled - what the acts before these have filled; what these fill is added
 * @throws PolicyRefusal for acts on everything of a place that an act before them fills: how much that is then nobody
 * knows.
 */
export function flowsOf(acts: readonly Act[], readings: Readings, filled: Filled): Flow[] {
  return acts.flatMap((act) => {
    const flows = flowsOfOne(act, readings, filled)
    for (const flow of flows) filled.add(act.account, flow)
    return flows
  })
}

function flowsOfOne({ call, account, effect }: Act, readings: Readings, filled: Filled): Flow[] {
  switch (effect.does) {
    case 'buy': {
      const { does, ...rest } = effect
      return [{ is: 'buy', ...rest }]
    }
    case 'sell': {
      const { hotkey, netuid, limit } = effect
      if (effect.alpha !== 'all') return [{ is: 'sell', hotkey, netuid, limit, alpha: effect.alpha }]
      filled.check(call, account, hotkey, netuid)
      const alpha = positionsOf(readings, account, hotkey).find((each) => each.netuid === netuid)?.alpha ?? 0n
      return [{ is: 'sell', hotkey, netuid, limit, alpha }]
    }
    case 'sellAll': {
      const { hotkey, to } = effect
      filled.check(call, account, hotkey)
      const sales = positionsOf(readings, account, hotkey)
        .filter(({ netuid }) => to === 'free' || netuid !== ROOT)
        .map(({ netuid, alpha }): Sale => ({ is: 'sell', hotkey, netuid, alpha, limit: undefined }))
      if (to === 'free') return [{ is: 'named', hotkey, netuid: undefined }, ...sales]
      return [...sales, { is: 'restake', hotkey, netuid: ROOT, sales }]
    }
    case 'move': {
      const { does, ...rest } = effect
      return [{ is: 'move', ...rest }]
    }
    case 'giveUp': {
      const { does, ...rest } = effect
      return [{ is: 'giveUp', ...rest }]
    }
    case 'claim':
      return claimsOf(readings, account, effect.netuids)
    case 'register': {
      const { hotkey, netuid, mostPaid } = effect
      const tao = mostPaid ?? readings.costs.get(netuid)?.burn.rao
      if (tao === undefined) {
        throw new PolicyRefusal('call', `The policy cannot tell what ${call} costs.`, { call, netuid })
      }
      return [{ is: 'registration', hotkey, netuid, tao, limited: mostPaid !== undefined }]
    }
    case 'pay': {
      const { destination } = effect
      if (effect.tao !== 'all') return [{ is: 'payment', destination, tao: effect.tao }]
      filled.checkFree(call, account)
      const free = readings.snapshot.accounts.get(account)?.free.rao
      if (free === undefined) {
        throw new PolicyRefusal('call', `The policy cannot tell how much ${call} sends.`, { call })
      }
      return [{ is: 'payment', destination, tao: free }]
    }
    case 'set':
      return [{ is: 'named', hotkey: effect.hotkey, netuid: effect.netuid }]
    case 'nothing':
      return []
  }
}

/** What is owed is sold and staked on root, or stays where it is, as the coldkey has chosen. */
function claimsOf({ claims }: Readings, account: string, netuids: readonly number[]): Flow[] {
  const owed = claims.get(account)
  const named = netuids.map((netuid): Flow => ({ is: 'named', hotkey: undefined, netuid }))
  const paid = owed?.claims.filter(({ netuid, claimable }) => claimable && netuids.includes(netuid)) ?? []
  const kept = ({ netuid }: OwedRootClaim) =>
    owed?.claimType.type === 'Keep' ||
    (owed?.claimType.type === 'KeepSubnets' && owed.claimType.netuids.includes(netuid))
  const flows = paid.flatMap((claim): Flow[] => {
    const { hotkey, netuid } = claim
    if (kept(claim)) return [{ is: 'named', hotkey, netuid }]
    const sale: Sale = { is: 'sell', hotkey, netuid, alpha: claim.owed.rao, limit: undefined }
    return [sale, { is: 'restake', hotkey, netuid: ROOT, sales: [sale] }]
  })
  return [...named, ...flows]
}

function positionsOf(
  { snapshot }: Readings,
  account: string,
  hotkey: string,
): { netuid: number; alpha: bigint }[] {
  return snapshot.positions
    .filter((position) => position.coldkey === account && position.hotkey === hotkey)
    .map(({ netuid, stake }) => ({ netuid, alpha: stake.rao }))
}

/** The places that acts before have put something into, which the block does not know of. */
export class Filled {
  readonly #places: { readonly account: string; readonly hotkey: string; readonly netuid: number }[] = []
  readonly #free = new Set<string>()

  add(account: string, flow: Flow): void {
    if (flow.is === 'buy' || flow.is === 'restake') {
      this.#places.push({ account, hotkey: flow.hotkey, netuid: flow.netuid })
    }
    if (flow.is === 'move') this.#places.push({ account: flow.destination ?? account, ...flow.to })
    if (flow.is === 'sell' || flow.is === 'move') this.#free.add(account)
    if (flow.is === 'payment') this.#free.add(flow.destination)
  }

  check(call: string, account: string, hotkey: string, netuid?: number): void {
    const filled = this.#places.some(
      (place) =>
        place.account === account &&
        place.hotkey === hotkey &&
        (netuid === undefined || place.netuid === netuid),
    )
    if (filled) throw unknowable(call)
  }

  checkFree(call: string, account: string): void {
    if (this.#free.has(account)) throw unknowable(call)
  }
}

function unknowable(call: string): PolicyRefusal {
  return new PolicyRefusal(
    'call',
    `The policy cannot tell how much ${call} takes: a call before it puts something there.`,
    { call },
  )
}
