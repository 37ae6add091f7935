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
  /**
   * Whether no other order brings more, but for single rao: every choice of positions was tried on each pool where one
   * of two orders (the largest first, the smallest first) could not sell everything.
   */
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

/** 256 choices on paper; each position more doubles them. */
const MOST_TRIED = 8

/**
 * Sells all positions of a coldkey with the least loss. Each leaves as a whole and by a call that names no amount, so
 * that no dust stays. Sales on one pool share one tolerance against the price before the first: under it the order
 * decides what can be sold at all, so where not everything can, every choice of up to eight positions a pool is tried,
 * of more of them the largest first and the smallest first. What cannot leave within the tolerance stays and is named; the unsafe mode sells it.
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
  const two = [descending, descending.toReversed()].map((order) => order.reduce(takeStep, begin(start)))
  // Where everything is sold, orders differ by the rao that rounding takes.
  const needed = two.some((way) => way.leftOut.length > 0)
  const exhaustive = !needed || wishes.length <= MOST_TRIED
  const ways = needed && exhaustive ? waysOfChoices(descending, start) : two
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

/**
 * A way for each choice that is sold together and leaves nothing that could be sold too. Sales of the same positions
 * bring the same in every order, but for the rao that rounding takes: what an order decides is the choice.
 */
function waysOfChoices(wishes: readonly UnstakeWish[], start: World): WayWithin[] {
  const sold: (WayWithin | undefined)[] = [begin(start)]
  for (let choice = 1; choice < 1 << wishes.length; choice++) {
    // The last of the choice comes on top of the others.
    const last = 31 - Math.clz32(choice)
    const before = sold[choice ^ (1 << last)]
    const way = before && takeStep(before, wishes[last] as UnstakeWish)
    sold[choice] = way?.leftOut.length === 0 ? way : undefined
  }
  return sold.flatMap((way, choice) => {
    const others = wishes.filter((_, index) => (choice & (1 << index)) === 0)
    const more = wishes.some((_, index) => (choice & (1 << index)) === 0 && sold[choice | (1 << index)])
    return way && !more ? [others.reduce(takeStep, way)] : []
  })
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
      ? 'The order changes nothing.'
      : `The worst ${exhaustive ? 'order' : 'of the orders that were tried'} would bring ${amountText(worst.received)}.`,
    ...leftOutLines(leftOut),
    ...(rest.length === 0 ? [] : [`Stays: ${rest.map(amountText).join(', ')}.`]),
  ]
  return lines.join('\n')
}
