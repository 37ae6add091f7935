import { type Call, type Chain, type ChainEvent, calls } from '@stake/chain'
import {
  afterAuthorSale,
  Balance,
  fixedMulFloor,
  MINIMUM_STAKE_RAO,
  minimumStake,
  moveLimit,
  type Pool,
  type ProtectedMove,
  protectMove,
  quoteBuy,
  type SafetyMode,
  StakeError,
  spotPrice,
  Tolerance,
} from '@stake/math'
import { NoMoveLimit, UselessLimit, WouldBeCut, WouldBeRefused } from '../errors.ts'
import type { MoveLikeOperation } from '../operation.ts'
import type { Expected, Preview, Warning } from '../preview.ts'
import { isBrought, openSubnet, poolOf, type World, withBrought, withLessStake, withPools } from '../world.ts'
import type { LegCalls, Place, Trade } from './kind.ts'
import {
  leastReceived,
  quoteInGroup,
  registrationWarnings,
  toleranceWarnings,
  withoutNothing,
} from './pool-trade.ts'
import { purchaseAt, saleAt } from './stake-events.ts'
import { restWarnings, takenFrom } from './unstake.ts'

/** A preview of stake that goes from one place to another. */
export interface MovePreview<Op extends MoveLikeOperation = MoveLikeOperation> extends Preview<Op> {
  readonly from: Place
  readonly to: Place
  readonly tolerance: Tolerance
  /** Of the protected route: the TAO that the sale pays at the least, which is staked again. */
  readonly guaranteed: Balance | undefined
  /** The limit of the purchase on the protected route, rao per alpha. */
  readonly purchaseLimit: bigint | undefined
  /** Whether the whole position leaves. */
  readonly whole: boolean
}

/** Where a kind takes stake from and brings it to, and whether the chain has a call with a limit for that. */
export interface Relocation {
  readonly from: Place
  readonly to: Place
  readonly hasLimitCall: boolean
}

/** What a kind of move would do. */
export function previewMove<Op extends MoveLikeOperation>(
  operation: Op,
  { from, to, hasLimitCall }: Relocation,
  world: World,
): MovePreview<Op> {
  const subnets = [openSubnet(world, from.netuid), openSubnet(world, to.netuid)]
  const tolerance = Tolerance.parse(operation.tolerance)
  const { amount, stays } = takenFrom(
    from,
    operation.amount,
    world,
    from.netuid === to.netuid && from.coldkey === to.coldkey,
  )
  const common = {
    operation,
    from,
    to,
    amount,
    stays,
    tolerance,
    whole: operation.amount === 'all' && stays.isZero() && !isBrought(world, from),
    spends: Balance.zero(),
  }
  const warnings = registrationWarnings(world, to.netuid, to.hotkey)
  if (from.netuid === to.netuid) {
    return {
      ...common,
      ...within(amount, poolOf(world, from.netuid).now, warnings),
      subnets: subnets.slice(0, 1),
    }
  }
  const trades =
    operation.route === 'protected'
      ? protectedTrades(operation, amount, tolerance, world, to)
      : directTrades(operation, amount, tolerance, world, to, hasLimitCall)
  const { chosen, swaps } = trades
  const left = chosen.quote ? stays.add(amount.subtract(chosen.quote.spent)) : stays
  const origin = chosen.quote ? afterAuthorSale(chosen.quote) : poolOf(world, from.netuid).now
  return {
    ...common,
    ...trades,
    swaps,
    subnets,
    stays: left,
    warnings: [
      ...trades.warnings,
      ...warnings,
      ...restWarnings(from, left, origin, world, operation.route === 'protected'),
    ],
  }
}

type Trades = Pick<
  MovePreview,
  'modes' | 'chosen' | 'received' | 'free' | 'swaps' | 'leastReceived' | 'guaranteed' | 'purchaseLimit'
> & { readonly warnings: readonly Warning[] }

/** Within one subnet shares change hands: no trade, no fee, no price (chain-rules 2.7). */
function within(amount: Balance, pool: Pool, warnings: readonly Warning[]): Trades {
  const refusal = worthTooLittle(amount, pool)
  return {
    modes: undefined,
    chosen: { mode: 'strict', result: refusal ? 'refused' : 'full', ...(refusal && { refusal }) },
    received: refusal ? Balance.zero(amount.netuid) : amount,
    free: Balance.zero(),
    swaps: [],
    leastReceived: refusal ? undefined : amount,
    guaranteed: undefined,
    purchaseLimit: undefined,
    warnings: [
      { code: 'NoPrice', message: 'Within one subnet nothing is sold or bought: no price, no swap fee.' },
      ...warnings,
    ],
  }
}

function worthTooLittle(amount: Balance, pool: Pool): WouldBeRefused | undefined {
  const worth = fixedMulFloor(amount.rao << 64n, spotPrice(pool).bits) >> 64n
  return worth < MINIMUM_STAKE_RAO
    ? new WouldBeRefused(
        'AmountTooLow',
        `${amount.toString()} are worth ${Balance.fromRao(worth).format()}, but what moves must be worth 0.002 TAO.`,
        'Move more.',
        { asked: amount.rao, worth, minimum: MINIMUM_STAKE_RAO },
      )
    : undefined
}

/** One call: a sale and a purchase at any price, of an amount that the chain caps at the most. */
function directTrades(
  operation: MoveLikeOperation,
  amount: Balance,
  tolerance: Tolerance,
  world: World,
  to: Place,
  hasLimitCall: boolean,
): Trades {
  const { mode } = operation
  const origin = poolOf(world, operation.netuid)
  const destination = poolOf(world, operation.toNetuid)
  const moved = origin.now !== origin.start || destination.now !== destination.start
  const quoted = (each: SafetyMode): Expected => {
    if (each !== 'unsafe' && !hasLimitCall) {
      return { mode: each, result: 'refused', refusal: new NoMoveLimit(operation.kind) }
    }
    try {
      const kept = keptAlive(to, operation, world)
      // Legs on the same pools share one tolerance, against the ratio before the first of them.
      const limit =
        moved && each !== 'unsafe' ? moveLimit(origin.start, destination.start, tolerance) : undefined
      const move = withoutKept(
        protectMove(origin.now, destination.now, amount, each, tolerance, limit),
        kept,
        origin.now,
      )
      const { quote } = move
      const refusal = refusalOfMove(move, tolerance)
      return withoutNothing(amount, {
        mode: each,
        result: refusal ? 'refused' : move.result,
        move,
        ...(move.limit !== undefined && { limitPrice: move.limit }),
        ...(move.largest && { largest: move.largest }),
        ...(refusal && { refusal }),
        ...(quote && !refusal && { quote: quote.sale }),
        ...(quote?.purchase && !refusal && { purchase: quote.purchase }),
      })
    } catch (error) {
      if (error instanceof StakeError) return { mode: each, result: 'refused', refusal: error }
      throw error
    }
  }
  const modes = { strict: quoted('strict'), partial: quoted('partial'), unsafe: quoted('unsafe') }
  const chosen = modes[mode]
  const { quote, purchase } = chosen
  const own = to.coldkey === operation.coldkey
  const free = (own ? chosen.move?.quote?.free : undefined) ?? Balance.zero()
  const warnings = toleranceWarnings(mode, tolerance)
  if (chosen.result === 'partial' && quote) {
    warnings.push({
      code: 'PartialFill',
      message: `Only ${quote.spent.toString()} of ${amount.toString()} would be moved now; the rest stays where it is.`,
    })
  }
  if (quote && !purchase) {
    const whose = own ? '' : ` of ${to.coldkey}`
    warnings.push({
      code: 'StrandedTao',
      message: `The sale brings ${quote.received.format()}, less than can be staked: it becomes free TAO${whose} instead.`,
    })
  }
  return {
    modes,
    chosen,
    received: purchase?.received ?? Balance.zero(operation.toNetuid),
    free,
    swaps: [quote, purchase]
      .filter((each) => each !== undefined)
      .map((each) => ({ quote: each, limitPrice: undefined })),
    // The cap bounds the amount, not the price: between the plan and the block it promises nothing.
    leastReceived: undefined,
    guaranteed: undefined,
    purchaseLimit: undefined,
    warnings,
  }
}

/** An account without TAO that gets stake of another subnet keeps the existential deposit of what the sale brings. */
function keptAlive(to: Place, { coldkey }: MoveLikeOperation, { snapshot, kept }: World): Balance {
  const { accounts, existentialDeposit } = snapshot
  if (to.coldkey === coldkey || kept.has(to.coldkey)) return Balance.zero()
  const has = accounts.get(to.coldkey)?.free ?? Balance.zero()
  return existentialDeposit.subtract(Balance.min(has, existentialDeposit))
}

function withoutKept(move: ProtectedMove, kept: Balance, { netuid }: Pool): ProtectedMove {
  const { quote } = move
  if (kept.isZero() || !quote?.purchase) return move
  const purchase = quoteBuy(quote.purchase.pool, quote.sale.received.subtract(kept), { fees: netuid === 0 })
  return { ...move, quote: { ...quote, purchase, received: purchase.received, free: kept } }
}

/** Why a move in one call cannot be: as the chain would say, or because it would lose too much. */
function refusalOfMove(move: ProtectedMove, tolerance: Tolerance): StakeError | undefined {
  const { mode, refusal, limit, worstLossPpb = 0n } = move
  if (refusal) return withWayOut(refusal, mode)
  const rest = move.quote?.purchase?.rest
  if (rest && !rest.isZero())
    return new WouldBeCut(rest.add(move.quote.purchase.spent), move.quote.purchase.spent)
  // Measured from the prices before the first leg, a limit may be far from those that this leg finds.
  return limit !== undefined && worstLossPpb > 2n * tolerance.ppb
    ? withWayOut(new UselessLimit(limit, worstLossPpb, tolerance.toString()), mode)
    : undefined
}

/** The cap is an approximation that may be useless, or refuse everything; the protected route knows neither. */
function withWayOut(refusal: StakeError, mode: SafetyMode): StakeError {
  if (mode === 'unsafe' || !['UnprotectedMove', 'UselessLimit', 'SlippageTooHigh'].includes(refusal.code))
    return refusal
  return new WouldBeRefused(
    refusal.code,
    refusal.message,
    'Take the route `protected`: it sells and buys within limits, in one batch.',
    refusal.details,
  )
}

/** A strict sale and a strict purchase of the TAO that the sale's limit guarantees, all or nothing. */
function protectedTrades(
  operation: MoveLikeOperation,
  amount: Balance,
  tolerance: Tolerance,
  world: World,
  to: Place,
): Trades {
  const { mode, netuid, toNetuid } = operation
  const origin = poolOf(world, netuid)
  const destination = poolOf(world, toNetuid)
  const sale = quoteInGroup('sell', amount, 'strict', tolerance, origin.start, origin.now)
  const guaranteed = leastReceived(sale)
  const purchase =
    guaranteed && quoteInGroup('buy', guaranteed, 'strict', tolerance, destination.start, destination.now)
  const transferred = to.coldkey !== operation.coldkey
  const least = purchase && leastReceived(purchase)
  const refusal =
    mode === 'strict'
      ? (sale.refusal ??
        tooLittle(guaranteed, destination.now) ??
        purchase?.refusal ??
        (transferred && least && purchase.quote ? worthTooLittle(least, purchase.quote.after) : undefined))
      : new WouldBeRefused(
          'ModeUnavailable',
          'The protected route is strict: both of its trades have limits, and both or none happen.',
          'Leave the mode strict, or take the direct route.',
          { mode },
        )
  const bought = refusal ? undefined : purchase?.quote
  const sold = refusal ? undefined : sale.quote
  const chosen: Expected = {
    mode: 'strict',
    result: refusal ? 'refused' : 'full',
    ...(sale.limitPrice !== undefined && { limitPrice: sale.limitPrice }),
    ...(sale.largest && { largest: sale.largest }),
    ...(refusal && { refusal }),
    ...(sold && { quote: sold }),
    ...(bought && { purchase: bought }),
  }
  const free = sold && guaranteed ? sold.received.subtract(guaranteed) : Balance.zero()
  const warnings = toleranceWarnings('strict', tolerance)
  if (sold && guaranteed) {
    warnings.push({
      code: 'TaoStaysFree',
      message: `Only the guaranteed ${guaranteed.format()} are staked again; about ${free.format()} become free TAO. A batch costs one swap fee more than a move.`,
    })
  }
  return {
    modes: undefined,
    chosen,
    // Of a transfer only what is guaranteed can be handed on.
    received: (transferred && !refusal ? least : bought?.received) ?? Balance.zero(toNetuid),
    free,
    swaps: [
      ...(sold ? [{ quote: sold, limitPrice: sale.limitPrice }] : []),
      ...(bought ? [{ quote: bought, limitPrice: purchase?.limitPrice }] : []),
    ],
    leastReceived: refusal ? undefined : least,
    guaranteed: refusal ? undefined : guaranteed,
    purchaseLimit: refusal ? undefined : purchase?.limitPrice,
    warnings,
  }
}

function tooLittle(guaranteed: Balance | undefined, pool: Pool): StakeError | undefined {
  const minimum = minimumStake(pool)
  if (!guaranteed || guaranteed.compare(minimum) >= 0) return undefined
  return new WouldBeRefused(
    'AmountTooLow',
    `The sale guarantees ${guaranteed.format()}, but a stake must be ${minimum.format()}.`,
    'Move more, or unstake it to free TAO.',
    { guaranteed: guaranteed.rao, minimum: minimum.rao },
  )
}

/** The calls of a move: one of the kind's own, or the batch of the protected route. */
export function callsOfMove(chain: Chain, preview: MovePreview, direct: () => Call): LegCalls {
  const { operation, from, to, chosen, guaranteed, purchaseLimit, amount, whole, leastReceived } = preview
  if (operation.route !== 'protected' || from.netuid === to.netuid) {
    return { calls: [direct()], together: 'single' }
  }
  const { limitPrice } = chosen
  if (!guaranteed || limitPrice === undefined || purchaseLimit === undefined) {
    throw chosen.refusal ?? new NoMoveLimit(operation.kind)
  }
  const { hotkey, netuid } = from
  const sale = whole
    ? calls.removeStakeFull(chain, { hotkey, netuid, limitPrice })
    : calls.removeStakeLimit(chain, { hotkey, netuid, amount, limitPrice, allowPartial: false })
  const purchase = calls.addStakeLimit(chain, {
    hotkey: to.hotkey,
    netuid: to.netuid,
    amount: guaranteed,
    limitPrice: purchaseLimit,
    allowPartial: false,
  })
  const given =
    to.coldkey !== from.coldkey && leastReceived
      ? [
          calls.transferStake(chain, {
            destinationColdkey: to.coldkey,
            hotkey: to.hotkey,
            originNetuid: to.netuid,
            destinationNetuid: to.netuid,
            amount: leastReceived,
          }),
        ]
      : []
  return { calls: [sale, purchase, ...given], together: 'atomic' }
}

/** The world after a move: what left is gone, what it brings does not count yet. */
export function afterMove({ operation, from, to, amount, swaps, chosen }: MovePreview, world: World): World {
  const pools = swaps.map(({ quote }) => afterAuthorSale(quote))
  const moved = withPools(withLessStake(world, from, amount), ...pools)
  // Of a transfer by the protected route what is not guaranteed stays with the coldkey.
  const own = operation.route === 'protected' ? { ...to, coldkey: from.coldkey } : to
  const left = chosen.move?.quote?.free
  const kept = left && !left.isZero() ? new Set(world.kept).add(to.coldkey) : world.kept
  return { ...withBrought(moved, own), kept }
}

/** What a move really did: sold here, bought there. */
export function tradeOfMove(
  { operation, from, to }: Pick<MovePreview, 'operation' | 'from' | 'to'>,
  events: readonly ChainEvent[],
): Trade | undefined {
  const sale = saleAt(from, events)
  if (!sale) return undefined
  // On the protected route the purchase is the coldkey's own, and a transfer of the least follows it.
  const ownPurchase = operation.route === 'protected' && from.netuid !== to.netuid
  const purchase = purchaseAt(ownPurchase ? { ...to, coldkey: from.coldkey } : to, events)
  const handed = ownPurchase && to.coldkey !== from.coldkey ? purchaseAt(to, events) : purchase
  const fee = from.netuid === 0 && from.netuid !== to.netuid ? purchase?.swapFee : undefined
  const nothing = Balance.zero(to.netuid)
  if (from.netuid === to.netuid)
    return purchase && { ...purchase, executed: sale.executed, swapFee: sale.swapFee }
  const restaked = purchase?.executed ?? Balance.zero()
  // What a transfer in one call leaves over is the other coldkey's.
  const ours = ownPurchase || to.coldkey === from.coldkey
  return {
    executed: sale.executed,
    received: handed?.received ?? nothing,
    swapFee: fee ?? sale.swapFee,
    free: ours ? sale.received.subtract(Balance.min(sale.received, restaked)) : Balance.zero(),
  }
}
