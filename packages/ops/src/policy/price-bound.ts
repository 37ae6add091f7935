import {
  Balance,
  moveRatio,
  type Pool,
  protectMove,
  quoteBuy,
  quoteMove,
  quoteSell,
  StakeError,
  type SwapQuote,
  Tolerance,
} from '@stake/math'
import type { Flow } from './flow.ts'
import { type Readings, subnetOf } from './readings.ts'

/** How far a call lets a price go against the one of the block. */
export interface PriceBound {
  readonly netuid: number
  /** Parts per billion; of a move: of its value. Undefined where nobody can say. */
  readonly ppb: bigint | undefined
  /** The call itself sets it. Otherwise it is what would happen now, and no promise. */
  readonly limited: boolean
}

const PPB = 10n ** 9n
/** Asked for by `protectMove`, which does not look at it where a limit is given. */
const ANY = Tolerance.parse('1%')

/** The pools as the flows judged before leave them. */
export type Pools = Map<number, Pool>

/**
 * The price bounds of flows that are trades at a price, in their order. A limit is compared with the spot price of the
 * block; without a limit the trade is quoted on the pool as the ones before it leave it, against the same spot price.
 */
export function priceBounds(flows: readonly Flow[], readings: Readings, pools: Pools): PriceBound[] {
  return flows.flatMap((flow): PriceBound[] => {
    switch (flow.is) {
      case 'buy':
      case 'sell':
        return tradeBound(flow, readings, pools)
      case 'move':
        return flow.from.netuid === flow.to.netuid ? [] : [moveBound(flow, readings, pools)]
      default:
        return []
    }
  })
}

type TradeFlow = Extract<Flow, { readonly is: 'buy' | 'sell' }>
type MoveFlow = Extract<Flow, { readonly is: 'move' }>

function tradeBound(flow: TradeFlow, readings: Readings, pools: Pools): PriceBound[] {
  const { netuid, limit } = flow
  const subnet = subnetOf(readings, netuid)
  if (subnet.curve === 'stable') return []
  const side = flow.is
  const quote = quoteTrade(flow, readings, pools)
  if (quote) pools.set(netuid, quote.after)
  const start = subnet.price.bits
  if (start === 0n) return [{ netuid, ppb: undefined, limited: limit !== undefined }]
  if (limit !== undefined) {
    // Rounded against the trader: the limit in rao, the price in 2^-64.
    const ratio = side === 'buy' ? ceilDiv(limit << 64n, start) : (limit << 64n) / start
    return [{ netuid, ppb: distance(side, ratio), limited: true }]
  }
  if (!quote) return [{ netuid, ppb: undefined, limited: false }]
  const end = quote.endPrice.bits
  const ratio = side === 'buy' ? ceilDiv(end * PPB, start) : (end * PPB) / start
  // A buy that empties the pool leaves no price.
  return [{ netuid, ppb: side === 'buy' && end === 0n ? undefined : distance(side, ratio), limited: false }]
}

function distance(side: 'buy' | 'sell', ratioPpb: bigint): bigint {
  const beyond = side === 'buy' ? ratioPpb - PPB : PPB - ratioPpb
  return beyond > 0n ? beyond : 0n
}

function quoteTrade(flow: TradeFlow, readings: Readings, pools: Pools): SwapQuote | undefined {
  const pool = poolNow(flow.netuid, readings, pools)
  if (!pool) return undefined
  const options = flow.limit === undefined ? {} : { limitPrice: flow.limit }
  return tried(() =>
    flow.is === 'buy'
      ? quoteBuy(pool, Balance.fromRao(flow.tao), options)
      : quoteSell(pool, Balance.fromRao(flow.alpha, flow.netuid), options),
  )
}

/** What a move loses against both spot prices: with a limit, the most that the chain's cap on it lets through. */
function moveBound(flow: MoveFlow, readings: Readings, pools: Pools): PriceBound {
  const { from, to, alpha, limit } = flow
  const limited = limit !== undefined
  const origin = poolNow(from.netuid, readings, pools)
  const destination = poolNow(to.netuid, readings, pools)
  const unknown = { netuid: from.netuid, ppb: undefined, limited }
  if (!origin || !destination) return unknown
  if (origin.curve === 'stable' && destination.curve === 'stable') return { ...unknown, ppb: 0n }
  const amount = Balance.fromRao(alpha, from.netuid)
  const quote = tried(() => quoteMove(origin, destination, amount, { fees: false }))
  if (quote) {
    pools.set(from.netuid, quote.sale.after)
    if (quote.purchase) pools.set(to.netuid, quote.purchase.after)
  }
  if (limit !== undefined) {
    const move = tried(() => protectMove(origin, destination, amount, 'partial', ANY, limit))
    if (!move) return unknown
    // Where the cap lets nothing through now there is no worst, but still the ratio that is asked for.
    const ratio = moveRatio(origin, destination).bits
    const asked = ratio === 0n ? PPB : distance('sell', (limit << 64n) / ratio)
    const worst = move.worstLossPpb ?? 0n
    return { ...unknown, ppb: worst > asked ? worst : asked }
  }
  if (!quote) return unknown
  const given = quote.spent.rao * subnetOf(readings, from.netuid).price.bits
  const taken = quote.received.rao * subnetOf(readings, to.netuid).price.bits + (quote.free.rao << 64n)
  return { ...unknown, ppb: given > taken ? ceilDiv((given - taken) * PPB, given) : 0n }
}

function poolNow(netuid: number, readings: Readings, pools: Pools): Pool | undefined {
  return pools.get(netuid) ?? subnetOf(readings, netuid).pool
}

/** What the chain would refuse moves nothing. */
function tried<T>(quote: () => T): T | undefined {
  try {
    return quote()
  } catch (error) {
    if (error instanceof StakeError) return undefined
    throw error
  }
}

function ceilDiv(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b
}
