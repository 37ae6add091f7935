import type { Position } from '@stake/chain'
import { Balance, type SwapQuote } from '@stake/math'
import type { Numbers } from '../facts.ts'
import { type OperationOf, parseOperation } from '../operation.ts'
import type { PreviewOf } from '../preview.ts'
import { type World, worldOf } from '../world.ts'
import { type Advice, amountText, type LeftOut, leftOutLines, type StrategyTerms } from './advice.ts'
import { sumOf, valueAt } from './value-at.ts'
import { step, type Wish } from './walk.ts'

/** What to leave. */
export interface ExitTerms extends StrategyTerms {
  /** Only positions on these subnets. @default all, root included */
  readonly netuids?: readonly number[]
}

/** What one position brings. */
export interface ExitLeg {
  readonly position: Position
  /** What it is worth at the price of now, which no sale gets. */
  readonly spotValue: Balance
  /** The sale, on the pool as the legs before leave it. */
  readonly quote: SwapQuote
  readonly received: Balance
  /** `spotValue` less `received`. */
  readonly loss: Balance
}

/** The numbers behind an exit. */
export interface ExitData {
  readonly legs: readonly ExitLeg[]
  /** TAO that the advised order brings. */
  readonly received: Balance
  /** At the price of now, all positions that were looked at, also those that stay. */
  readonly spotValue: Balance
  /** The same of those that are sold, less what they bring. */
  readonly loss: Balance
  /** What the worst order would bring under the same limits, by `netuid:hotkey`. */
  readonly worst: { readonly order: readonly string[]; readonly received: Balance }
  /** Whether every order was tried on every pool; else the largest first and the smallest first. */
  readonly exhaustive: boolean
  readonly leftOut: readonly LeftOut[]
}

/** Everything sold, as far as it can be. */
export interface Exit extends Advice<OperationOf<'unstake'>, ExitData> {
  /** What stays of each position that is not sold, or not as a whole. */
  readonly rest: readonly Balance[]
}

type UnstakeWish = Wish<OperationOf<'unstake'>> & { readonly position: Position }

interface Sold {
  readonly wish: UnstakeWish
  readonly preview: PreviewOf<OperationOf<'unstake'>>
}

interface Way {
  readonly order: readonly UnstakeWish[]
  readonly sold: readonly Sold[]
  readonly leftOut: readonly LeftOut[]
  readonly received: bigint
}

/** 325 sales on paper; one position more makes it 1,956. */
const MOST_TRIED = 5

/**
 * Sells all positions of a coldkey with the least loss. Each leaves as a whole and by a call that names no amount, so
 * that no dust stays. Sales on one pool share one tolerance against the price before the first: under it the order
 * decides what can be sold at all, so up to five positions a pool are tried in every order, more of them the largest
 * first and the smallest first. What cannot leave within the tolerance stays and is named; the unsafe mode sells it.
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts, readSnapshot } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { exitEverything } from '@stake/ops'
 *
 * const devnet = await startDevnet({ emission: false })
 * const chain = await connect({ endpoints: devnet.url })
 * const coldkey = developmentAccounts['//Alice'] ?? ''
 * const snapshot = await readSnapshot(await chain.at('best'), { coldkeys: [coldkey] })
 * const { operations, explanation: { data } } = exitEverything(snapshot, { id: 'out', coldkey, tolerance: '10%' })
 * operations.length // => 4
 * operations[0]?.amount // => all
 * data.received.compare(data.spotValue) // => -1
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function exitEverything(snapshot: Numbers, terms: ExitTerms): Exit {
  const { coldkey, netuids } = terms
  const start = worldOf(snapshot, coldkey)
  const positions = snapshot.positions.filter(
    (position) =>
      position.coldkey === coldkey &&
      !position.stake.isZero() &&
      (netuids === undefined || netuids.includes(position.netuid)),
  )
  const pools = [...new Set(positions.map(({ netuid }) => netuid))].map((netuid) =>
    waysOf(
      positions.filter((position) => position.netuid === netuid).map((position) => wishOf(position, terms)),
      start,
    ),
  )
  // Between pools the order changes nothing: what brings most goes first, before its price moves.
  const most = (way: Way) => way.received
  const byMost = (a: Way, b: Way) => (most(a) < most(b) ? 1 : most(a) > most(b) ? -1 : 0)
  const best = pools.map(({ best }) => best).sort(byMost)
  const worst = pools.map(({ worst }) => worst).sort(byMost)
  const sold = best.flatMap((way) => way.sold)
  const legs = sold.flatMap(({ wish: { position }, preview }) => legOf(position, preview, snapshot))
  const leftOut = best.flatMap((way) => way.leftOut)
  const received = sumOf(legs.map((leg) => leg.received))
  const data: ExitData = {
    legs,
    received,
    spotValue: sumOf(
      positions.map(({ netuid, stake }) => valueAt(stake, snapshot.subnets.get(netuid)?.price)),
    ),
    loss: sumOf(legs.map((leg) => leg.loss)),
    worst: {
      order: worst.flatMap(({ order }) => order.map(({ netuid, hotkey }) => `${netuid}:${hotkey}`)),
      received: Balance.fromRao(worst.reduce((total, way) => total + way.received, 0n)),
    },
    exhaustive: pools.every((pool) => pool.exhaustive),
    leftOut,
  }
  const gone = new Map(sold.map(({ wish, preview }) => [wish.position, preview]))
  const rest = positions.flatMap((position) => {
    const preview = gone.get(position)
    const left = preview ? (preview.stays ?? Balance.zero(position.netuid)) : position.stake
    return left.isZero() ? [] : [left]
  })
  return {
    operations: sold.map(({ wish }, index) => ({ ...wish.operation, id: `${terms.id}/${index + 1}` })),
    rest,
    explanation: { text: textOf(data, rest), data },
  }
}

function wishOf(position: Position, { id, coldkey, mode, tolerance }: ExitTerms): UnstakeWish {
  const { netuid, hotkey, stake } = position
  const operation = parseOperation({
    id,
    kind: 'unstake',
    coldkey,
    hotkey,
    netuid,
    amount: 'all',
    mode,
    tolerance,
  })
  return { operation, netuid, hotkey, amount: stake, position }
}

/** The best and the worst order on one pool. */
function waysOf(
  wishes: readonly UnstakeWish[],
  start: World,
): { best: Way; worst: Way; exhaustive: boolean } {
  const descending = wishes.toSorted((a, b) => b.amount.compare(a.amount) || (a.hotkey < b.hotkey ? -1 : 1))
  const exhaustive = wishes.length <= MOST_TRIED
  const ways = exhaustive
    ? everyWay(descending, start)
    : [descending, descending.toReversed()].map((order) => order.reduce(takeStep, begin(start)))
  const [first, ...others] = ways.map(({ world: _, ...way }) => way as Way)
  if (!first) throw new Error('one way at the least')
  return {
    best: others.reduce((best, way) => (way.received > best.received ? way : best), first),
    worst: others.reduce((worst, way) => (way.received < worst.received ? way : worst), first),
    exhaustive,
  }
}

type WayWithin = Way & { readonly world: World }

function begin(world: World): WayWithin {
  return { order: [], sold: [], leftOut: [], received: 0n, world }
}

function takeStep(way: WayWithin, wish: UnstakeWish): WayWithin {
  const { preview, after, leftOut } = step(wish, way.world)
  return {
    order: [...way.order, wish],
    sold: preview ? [...way.sold, { wish, preview }] : way.sold,
    leftOut: leftOut ? [...way.leftOut, leftOut] : way.leftOut,
    received: way.received + (preview?.received.rao ?? 0n),
    world: after,
  }
}

/** Every order, those with the same beginning sharing it. */
function everyWay(wishes: readonly UnstakeWish[], world: World, way: WayWithin = begin(world)): WayWithin[] {
  if (wishes.length === 0) return [way]
  return wishes.flatMap((wish) =>
    everyWay(
      wishes.filter((other) => other !== wish),
      world,
      takeStep(way, wish),
    ),
  )
}

function legOf(
  position: Position,
  { chosen, received }: PreviewOf<OperationOf<'unstake'>>,
  snapshot: Numbers,
): ExitLeg[] {
  const { quote } = chosen
  if (!quote) return []
  const spotValue = valueAt(quote.spent, snapshot.subnets.get(position.netuid)?.price)
  const loss = spotValue.subtract(Balance.min(spotValue, received))
  return [{ position, spotValue, quote, received, loss }]
}

function textOf(data: ExitData, rest: readonly Balance[]): string {
  const { legs, received, spotValue, loss, worst, exhaustive, leftOut } = data
  if (legs.length === 0 && leftOut.length === 0) return 'There is nothing to exit.'
  const lines = [
    `Exit ${legs.length} positions for about ${amountText(received)}. At the price of now all positions are worth ${amountText(spotValue)}, but selling moves the price: these sales lose ${amountText(loss)} of that, swap fees included.`,
    ...legs.map(
      ({ position: { hotkey, netuid }, quote, received, loss }, index) =>
        `${index + 1}. ${hotkey} on subnet ${netuid}: all ${amountText(quote.spent)} for about ${amountText(received)}, price ${quote.spotPrice.format()} before, ${quote.averagePrice.format()} on average, ${quote.endPrice.format()} after; loss ${amountText(loss)}`,
    ),
    worst.received.equals(received)
      ? `${exhaustive ? 'No order' : 'Neither of the two orders that were tried'} brings more or less.`
      : `The worst ${exhaustive ? 'order' : 'of the two orders that were tried'} would bring ${amountText(worst.received)}.`,
    ...leftOutLines(leftOut),
    ...(rest.length === 0 ? [] : [`Stays: ${rest.map(amountText).join(', ')}.`]),
  ]
  return lines.join('\n')
}
