import { type Call, type Chain, type ChainEvent, calls } from '@stake/chain'
import {
  afterAuthorSale,
  Balance,
  fixedMulFloor,
  MINIMUM_STAKE_RAO,
  minimumStake,
  moveLimit,
  type Pool,
  protectMove,
  type SafetyMode,
  StakeError,
  spotPrice,
  Tolerance,
} from '@stake/math'
import { NoMoveLimit, WouldBeRefused } from '../errors.ts'
import type { MoveLikeOperation } from '../operation.ts'
import type { Expected, Preview, Warning } from '../preview.ts'
import { openSubnet, poolOf, type World, withLessStake, withPools } from '../world.ts'
import type { LegCalls, Place, Trade } from './kind.ts'
import { leastReceived, quoteInGroup, registrationWarnings, toleranceWarnings } from './pool-trade.ts'
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
    whole: operation.amount === 'all' && stays.isZero(),
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
    warnings: [...trades.warnings, ...warnings, ...restWarnings(from, left, origin, world)],
  }
}

type Trades = Pick<
  MovePreview,
  'modes' | 'chosen' | 'received' | 'free' | 'swaps' | 'leastReceived' | 'guaranteed' | 'purchaseLimit'
> & { readonly warnings: readonly Warning[] }

/** Within one subnet shares change hands: no trade, no fee, no price (chain-rules 2.7). */
function within(amount: Balance, pool: Pool, warnings: readonly Warning[]): Trades {
  const worth = fixedMulFloor(amount.rao << 64n, spotPrice(pool).bits) >> 64n
  const refusal =
    worth < MINIMUM_STAKE_RAO
      ? new WouldBeRefused(
          'AmountTooLow',
          `${amount.toString()} are worth ${Balance.fromRao(worth).format()}, but what moves must be worth 0.002 TAO.`,
          'Move more.',
          { asked: amount.rao, worth, minimum: MINIMUM_STAKE_RAO },
        )
      : undefined
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
      // Legs on the same pools share one tolerance, against the ratio before the first of them.
      const limit =
        moved && each !== 'unsafe' ? moveLimit(origin.start, destination.start, tolerance) : undefined
      const move = protectMove(origin.now, destination.now, amount, each, tolerance, limit)
      const { quote } = move
      const refusal = move.refusal && withWayOut(move.refusal, each)
      return {
        mode: each,
        result: move.result,
        move,
        ...(move.limit !== undefined && { limitPrice: move.limit }),
        ...(move.largest && { largest: move.largest }),
        ...(refusal && { refusal }),
        ...(quote && { quote: quote.sale }),
        ...(quote?.purchase && { purchase: quote.purchase }),
      }
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

/** The cap is an approximation that may be useless, or refuse everything; the protected route knows neither. */
function withWayOut(refusal: StakeError, mode: SafetyMode): StakeError {
  if (mode === 'unsafe' || !['UnprotectedMove', 'SlippageTooHigh'].includes(refusal.code)) return refusal
  return new WouldBeRefused(
    refusal.code,
    refusal.message,
    `Take the protected route (\`route: 'protected'\`): it sells and buys within limits, in one batch. ${refusal.remedy}`,
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
  const refusal =
    mode === 'strict'
      ? (sale.refusal ?? tooLittle(guaranteed, destination.now) ?? purchase?.refusal)
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
  const least = purchase && !refusal ? leastReceived(purchase) : undefined
  const transferred = to.coldkey !== operation.coldkey
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
    received: (transferred ? least : bought?.received) ?? Balance.zero(toNetuid),
    free,
    swaps: [
      ...(sold ? [{ quote: sold, limitPrice: sale.limitPrice }] : []),
      ...(bought ? [{ quote: bought, limitPrice: purchase?.limitPrice }] : []),
    ],
    leastReceived: least,
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
export function afterMove({ from, amount, swaps }: MovePreview, world: World): World {
  const pools = swaps.map(({ quote }) => afterAuthorSale(quote))
  return withPools(withLessStake(world, from, amount), ...pools)
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
