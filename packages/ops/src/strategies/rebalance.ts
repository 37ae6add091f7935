import type { Position } from '@stake/chain'
import {
  Balance,
  InvalidArgument,
  MINIMUM_STAKE_RAO,
  type Price,
  splitByWeights,
  spotPrice,
} from '@stake/math'
import type { Numbers } from '../facts.ts'
import { type OperationOf, parseOperation } from '../operation.ts'
import type { Preview } from '../preview.ts'
import { openSubnet, poolOf, positionOf, type World, worldOf } from '../world.ts'
import { type Advice, amountText, type LeftOut, leftOutLines, type StrategyTerms } from './advice.ts'
import { sumOf, valueAt } from './value-at.ts'
import { step, type Wish } from './walk.ts'

/** How much of the whole a subnet is to have. */
export interface RebalanceTarget {
  readonly netuid: number
  /** What comes to the subnet is staked with this hotkey; what is there already stays with its own. */
  readonly hotkey: string
  /** Any whole number from 0: only the proportions count. */
  readonly weight: bigint
}

/** What to bring to which weights. Everything is strict: nothing goes through at any price. */
export interface RebalanceTerms extends Omit<StrategyTerms, 'mode'> {
  /** Positions on subnets that are not named are neither touched nor counted. */
  readonly targets: readonly RebalanceTarget[]
  /** Free TAO to be staked with it. @default none */
  readonly add?: Balance
  /** TAO that one transaction costs; it counts when ways are compared. @default nothing */
  readonly networkFee?: Balance
  /** What is worth less TAO than this is not moved. @default 0.01 */
  readonly least?: Balance
}

/**
 * How stake goes from one subnet to another: by a move in one call, by a sale and a purchase within limits in one batch,
 * or by the two of them one after the other. The last is never taken, only compared: it trades as the second, and costs
 * one transaction more.
 */
export type RebalanceWay = 'direct' | 'protected' | 'sellAndBuy'

/** What one way would do. */
export interface WayCompared {
  readonly way: RebalanceWay
  /** Undefined where the chain would refuse it, or its limit would not protect. */
  readonly outcome: WayOutcome | undefined
  readonly refusal: { readonly code: string; readonly message: string } | undefined
}

/** What a way brings; values are TAO at the prices of now. */
export interface WayOutcome {
  /** Alpha at the destination. */
  readonly received: Balance
  /** TAO that is left over and stays free. */
  readonly free: Balance
  readonly swapFees: Balance
  readonly networkFees: Balance
  /** `received` and `free` less the network fees. */
  readonly worth: Balance
}

/** Stake that goes from a position to another subnet. */
export interface Transfer {
  readonly from: { readonly netuid: number; readonly hotkey: string }
  readonly to: { readonly netuid: number; readonly hotkey: string }
  readonly amount: Balance
  /** All ways, and the one that is taken. */
  readonly ways: readonly WayCompared[]
  readonly way: 'direct' | 'protected'
}

/** A subnet before and after. Values are TAO. */
export interface RebalanceRow {
  readonly netuid: number
  readonly weight: bigint
  readonly before: Balance
  readonly wanted: Balance
  /** At the price that it has then. */
  readonly after: Balance
}

/** The numbers behind a rebalance. */
export interface RebalanceData {
  readonly rows: readonly RebalanceRow[]
  readonly transfers: readonly Transfer[]
  /** Stakes of the TAO that is added. */
  readonly purchases: readonly {
    readonly netuid: number
    readonly hotkey: string
    readonly amount: Balance
  }[]
  readonly leftOut: readonly LeftOut[]
}

type RebalanceOperation = OperationOf<'swap' | 'move' | 'stake'>

/** Moves and purchases. Run them as a `sequence`: each is then planned on what the one before it left. */
export interface Rebalance extends Advice<RebalanceOperation, RebalanceData> {
  /** TAO that is expected to be free afterwards: of `add` what found no place, and what protected routes leave. */
  readonly rest: Balance
}

const DEFAULT_LEAST = Balance.parse('0.01')
const ONE = 64n

/**
 * Brings positions to target weights, by value at the prices of now. From the subnets that have too much stake goes to
 * those that have too little, each time by the way that leaves most: a move in one call (one swap fee), where its cap
 * keeps the tolerance; else the protected route, a sale and a purchase within limits in one batch (two swap fees). Trades move prices, so that the weights are met about, not exactly.
 *
 * @throws InvalidArgument for weights that are none or all 0, and a subnet named twice; SubnetUnavailable, MixedTokens
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts, readSnapshot } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { rebalance } from '@stake/ops'
 *
 * const devnet = await startDevnet({ emission: false })
 * const chain = await connect({ endpoints: devnet.url })
 * const coldkey = developmentAccounts['//Alice'] ?? ''
 * const snapshot = await readSnapshot(await chain.at('best'), { coldkeys: [coldkey] })
 * const hotkeys = new Map(snapshot.positions.map(({ netuid, hotkey }) => [netuid, hotkey]))
 * const targets = [0, 1].map((netuid) => ({ netuid, hotkey: hotkeys.get(netuid) ?? '', weight: netuid === 0 ? 84n : 16n }))
 * const { operations, explanation: { data } } = rebalance(snapshot, { id: 'even', coldkey, targets, tolerance: '1%' })
 * operations.length // => 1
 * data.transfers[0]?.from.netuid // => 1
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function rebalance(snapshot: Numbers, terms: RebalanceTerms): Rebalance {
  const { coldkey, targets, networkFee = Balance.zero(), least = DEFAULT_LEAST } = terms
  const add = Balance.zero().add(terms.add ?? Balance.zero())
  const start = worldOf(snapshot, coldkey)
  checkTargets(targets, start)
  const prices = new Map(targets.map(({ netuid }) => [netuid, spotPrice(poolOf(start, netuid).now)]))
  const held = new Map(targets.map(({ netuid }) => [netuid, heldOn(netuid, coldkey, snapshot)]))
  const before = targets.map(({ netuid }) =>
    valueAt(held.get(netuid) ?? Balance.zero(netuid), prices.get(netuid)),
  )
  const total = sumOf([add, ...before])
  const wanted = splitByWeights(
    total,
    targets.map(({ weight }) => weight),
  )

  const course = new Course(terms, start, prices)
  const gap = (index: number) => (before[index]?.rao ?? 0n) - (wanted[index]?.rao ?? 0n)
  const tooMuch = targets
    .map((target, index) => ({ target, value: gap(index) }))
    .filter(({ value }) => value > 0n)
    .sort(byValue)
  const tooLittle = targets
    .map((target, index) => ({ target, value: -gap(index) }))
    .filter(({ value }) => value > 0n)
    .sort(byValue)
  for (const source of tooMuch) {
    for (const sink of tooLittle) {
      while (source.value > 0n && sink.value > 0n) {
        const value = source.value < sink.value ? source.value : sink.value
        const done = course.transfer(source.target.netuid, sink.target, value, least, networkFee)
        source.value -= done
        sink.value -= done
      }
    }
  }
  let unspent = add.rao
  for (const sink of tooLittle) {
    const value = sink.value < unspent ? sink.value : unspent
    if (value <= 0n) continue
    if (course.purchase(sink.target, Balance.fromRao(value), least)) unspent -= value
  }

  const rows = targets.map(({ netuid, weight }, index): RebalanceRow => {
    const kept = (held.get(netuid)?.rao ?? 0n) + (course.change.get(netuid) ?? 0n)
    return {
      netuid,
      weight,
      before: before[index] ?? Balance.zero(),
      wanted: wanted[index] ?? Balance.zero(),
      after: valueAt(Balance.fromRao(kept, netuid), spotPrice(poolOf(course.world, netuid).now)),
    }
  })
  const rest = Balance.fromRao(unspent + course.free)
  const { operations, transfers, purchases, leftOut } = course
  const data = { rows, transfers, purchases, leftOut }
  return { operations, rest, explanation: { text: textOf(data, rest), data } }
}

interface Candidate {
  readonly way: 'direct' | 'protected'
  readonly operation: OperationOf<'swap' | 'move'>
  readonly compared: WayCompared
  readonly after: World
}

/** The trades that were decided on so far, and the world as they leave it. */
class Course {
  readonly operations: RebalanceOperation[] = []
  readonly transfers: Transfer[] = []
  readonly purchases: { netuid: number; hotkey: string; amount: Balance }[] = []
  readonly leftOut: LeftOut[] = []
  /** Rao of alpha that a subnet gained or lost. */
  readonly change: Map<number, bigint> = new Map()
  /** TAO that the transfers leave over, in rao. */
  free = 0n
  world: World
  readonly #terms: RebalanceTerms
  readonly #prices: ReadonlyMap<number, Price>

  constructor(terms: RebalanceTerms, start: World, prices: ReadonlyMap<number, Price>) {
    this.#terms = terms
    this.world = start
    this.#prices = prices
  }

  /** Brings so much value from one subnet to another, as far as one position holds it; tells what is settled by that. */
  transfer(netuid: number, to: RebalanceTarget, value: bigint, least: Balance, networkFee: Balance): bigint {
    const position = this.#largestOn(netuid)
    const refuse = (amount: Balance, code: string, message: string): bigint => {
      this.leftOut.push({ netuid, hotkey: position?.hotkey, amount, code, message })
      return value
    }
    const price = this.#prices.get(netuid)
    if (!position || !price || price.bits === 0n) {
      const message = 'What is there beyond its target is locked, or worth nothing.'
      return refuse(Balance.zero(netuid), 'StakeUnavailable', message)
    }
    const alpha = (value << ONE) / price.bits
    const amount = Balance.min(Balance.fromRao(alpha, netuid), position.available)
    const worth = amount.equals(position.available) ? valueAt(amount, price).rao : value
    if (worth < least.rao || worth < MINIMUM_STAKE_RAO) {
      return refuse(amount, 'TooSmall', `It is worth ${Balance.fromRao(worth).format()}, too little to move.`)
    }
    const candidates = [
      this.#move('direct', position, to, amount, networkFee),
      this.#move('protected', position, to, amount, networkFee),
    ] as const
    // Of equal ones the first: it takes the fewest transactions.
    const worthOf = ({ compared }: Candidate) => compared.outcome?.worth.rao ?? -1n
    const [direct, batch] = candidates
    const best = worthOf(batch) > worthOf(direct) ? batch : direct
    const outcome = best.compared.outcome
    if (!outcome) {
      const { refusal } = batch.compared
      // Another position of the subnet would meet the same pools.
      return refuse(amount, refusal?.code ?? 'Refused', refusal?.message ?? 'No way is open.')
    }
    const sellAndBuy = this.#sellAndBuy(position, to, amount, networkFee)
    this.operations.push(best.operation)
    this.world = best.after
    this.free += outcome.free.rao
    this.#changeBy(netuid, -amount.rao)
    this.#changeBy(to.netuid, outcome.received.rao)
    this.transfers.push({
      from: { netuid, hotkey: position.hotkey },
      to: { netuid: to.netuid, hotkey: to.hotkey },
      amount,
      ways: [direct.compared, batch.compared, sellAndBuy],
      way: best.way,
    })
    return worth < value ? worth : value
  }

  /** Stakes TAO that is free already. */
  purchase({ netuid, hotkey }: RebalanceTarget, amount: Balance, least: Balance): boolean {
    if (amount.compare(least) < 0) {
      const message = `It is less than ${least.format()}, too little to stake.`
      this.leftOut.push({ netuid, hotkey, amount, code: 'TooSmall', message })
      return false
    }
    const { preview, after, leftOut } = step(this.#stakeWish(netuid, hotkey, amount, 1), this.world)
    if (!preview) {
      this.leftOut.push(leftOut)
      return false
    }
    this.operations.push(preview.operation)
    this.purchases.push({ netuid, hotkey, amount })
    this.world = after
    this.#changeBy(netuid, preview.received.rao)
    return true
  }

  #largestOn(netuid: number): Position | undefined {
    return this.world.positions
      .filter((position) => position.coldkey === this.#terms.coldkey && position.netuid === netuid)
      .filter(({ available }) => !available.isZero())
      .sort((a, b) => b.available.compare(a.available) || (a.hotkey < b.hotkey ? -1 : 1))[0]
  }

  #move(
    route: 'direct' | 'protected',
    position: Position,
    to: RebalanceTarget,
    amount: Balance,
    networkFee: Balance,
  ): Candidate {
    const { hotkey, netuid } = position
    const way = {
      id: this.#id(1),
      coldkey: this.#terms.coldkey,
      hotkey,
      netuid,
      toNetuid: to.netuid,
      amount: this.#amountText(amount, position),
      tolerance: this.#terms.tolerance,
      route,
    }
    const operation =
      hotkey === to.hotkey
        ? parseOperation({ ...way, kind: 'swap' })
        : parseOperation({ ...way, kind: 'move', toHotkey: to.hotkey })
    const wish: Wish<OperationOf<'swap' | 'move'>> = { operation, netuid, hotkey, amount }
    const { preview, after, leftOut } = step(wish, this.world)
    return {
      way: route,
      operation,
      after,
      compared: {
        way: route,
        outcome: preview && this.#outcome([preview], preview.received, preview.free, networkFee),
        refusal: leftOut,
      },
    }
  }

  #sellAndBuy(position: Position, to: RebalanceTarget, amount: Balance, networkFee: Balance): WayCompared {
    const { hotkey, netuid } = position
    const operation = parseOperation({
      id: this.#id(1),
      kind: 'unstake',
      coldkey: this.#terms.coldkey,
      hotkey,
      netuid,
      amount: this.#amountText(amount, position),
      tolerance: this.#terms.tolerance,
    })
    const sale = step({ operation, netuid, hotkey, amount }, this.world)
    const guaranteed = sale.preview?.leastReceived
    if (!sale.preview || !guaranteed) {
      return { way: 'sellAndBuy', outcome: undefined, refusal: sale.leftOut }
    }
    const purchase = step(this.#stakeWish(to.netuid, to.hotkey, guaranteed, 2), sale.after)
    const free = sale.preview.received.subtract(guaranteed)
    return {
      way: 'sellAndBuy',
      outcome:
        purchase.preview &&
        this.#outcome([sale.preview, purchase.preview], purchase.preview.received, free, networkFee),
      refusal: purchase.leftOut,
    }
  }

  #outcome(previews: readonly Preview[], received: Balance, free: Balance, networkFee: Balance): WayOutcome {
    const fees = previews
      .flatMap(({ swaps }) => swaps)
      .map(({ quote: { fee } }) => valueAt(fee, this.#prices.get(fee.netuid)).rao)
    const networkFees = networkFee.rao * BigInt(previews.length)
    const gross = valueAt(received, this.#prices.get(received.netuid)).rao + free.rao
    return {
      received,
      free,
      swapFees: Balance.fromRao(fees.reduce((sum, fee) => sum + fee, 0n)),
      networkFees: Balance.fromRao(networkFees),
      worth: Balance.fromRao(gross > networkFees ? gross - networkFees : 0n),
    }
  }

  #stakeWish(netuid: number, hotkey: string, amount: Balance, next: number): Wish<OperationOf<'stake'>> {
    const operation = parseOperation({
      id: this.#id(next),
      kind: 'stake',
      coldkey: this.#terms.coldkey,
      hotkey,
      netuid,
      amount: amount.toString(),
      tolerance: this.#terms.tolerance,
    })
    return { operation, netuid, hotkey, amount }
  }

  /** Of the Operation that comes so many after the last. */
  #id(next: number): string {
    return `${this.#terms.id}/${this.operations.length + next}`
  }

  /** A whole position leaves without naming an amount, so that no dust stays. */
  #amountText(amount: Balance, { stake, hotkey, netuid }: Position): string {
    const place = { coldkey: this.#terms.coldkey, hotkey, netuid }
    const left = positionOf(place, this.world)?.stake ?? stake
    return amount.equals(left) ? 'all' : amount.toString()
  }

  #changeBy(netuid: number, rao: bigint): void {
    this.change.set(netuid, (this.change.get(netuid) ?? 0n) + rao)
  }
}

function checkTargets(targets: readonly RebalanceTarget[], world: World): void {
  if (new Set(targets.map(({ netuid }) => netuid)).size < targets.length) {
    throw new InvalidArgument('netuid of a target', 'given twice', 'one of its own for each target')
  }
  for (const { netuid } of targets) openSubnet(world, netuid)
}

function heldOn(netuid: number, coldkey: string, { positions }: Numbers): Balance {
  const here = positions.filter((position) => position.coldkey === coldkey && position.netuid === netuid)
  return sumOf(
    here.map(({ stake }) => stake),
    netuid,
  )
}

function byValue(
  a: { value: bigint; target: RebalanceTarget },
  b: { value: bigint; target: RebalanceTarget },
): number {
  return a.value < b.value ? 1 : a.value > b.value ? -1 : a.target.netuid - b.target.netuid
}

const WAYS: Readonly<Record<RebalanceWay, string>> = {
  direct: 'a move in one call',
  protected: 'a sale and a purchase within limits in one batch',
  sellAndBuy: 'a sale, then a purchase',
}

function textOf({ rows, transfers, purchases, leftOut }: RebalanceData, rest: Balance): string {
  const lines = [
    'Rebalance by value at the prices of now.',
    ...rows.map(
      ({ netuid, weight, before, wanted, after }) =>
        `Subnet ${netuid}, weight ${weight}: ${amountText(before)} now, ${amountText(wanted)} wanted, about ${amountText(after)} afterwards`,
    ),
    ...transfers.flatMap(({ from, to, amount, way, ways }, index) => [
      `${index + 1}. ${amountText(amount)} from ${from.hotkey} to ${to.hotkey} on subnet ${to.netuid}, by ${WAYS[way]}:`,
      ...ways.map(({ way: each, outcome, refusal }) =>
        outcome
          ? `   ${WAYS[each]}: about ${amountText(outcome.received)}${outcome.free.isZero() ? '' : ` and ${amountText(outcome.free)}`}, worth ${amountText(outcome.worth)} after swap fees of ${amountText(outcome.swapFees)} and network fees of ${amountText(outcome.networkFees)}`
          : `   ${WAYS[each]}: refused (${refusal?.code ?? ''})`,
      ),
    ]),
    ...purchases.map(
      ({ netuid, hotkey, amount }) => `Stake ${amountText(amount)} with ${hotkey} on subnet ${netuid}.`,
    ),
    ...(transfers.length + purchases.length === 0 ? ['Nothing is to be done.'] : []),
    ...leftOutLines(leftOut),
    ...(rest.isZero() ? [] : [`About ${amountText(rest)} are free afterwards.`]),
  ]
  return lines.join('\n')
}
