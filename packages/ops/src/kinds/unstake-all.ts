import { calls, type Position } from '@stake/chain'
import { Balance, minimumStake, StakeError, Tolerance } from '@stake/math'
import { SellsWhatIsStaked, WouldBeCut, WouldBeRefused } from '../errors.ts'
import { PROTECTION } from '../fields.ts'
import type { UnstakeAllOperation } from '../operation.ts'
import type { Expected, Preview, Warning } from '../preview.ts'
import { isBrought, openSubnet, poolOf, type World, withBrought, withLessStake } from '../world.ts'
import type { Kind, LegCalls, Trade } from './kind.ts'
import { leastReceived, quoteInGroup, toleranceWarnings, withSwaps } from './pool-trade.ts'
import { purchaseAt, saleAt } from './stake-events.ts'

/** One position that would be sold. */
export interface Sale {
  readonly position: Position
  readonly expected: Expected
  /** Whether nothing else is there by then: an earlier leg may stake in the same place. */
  readonly whole: boolean
}

/** A preview of many sales. */
export interface UnstakeAllPreview extends Preview<UnstakeAllOperation> {
  readonly tolerance: Tolerance
  readonly sales: readonly Sale[]
  /** TAO that the sales bring at the least; it is staked on root where that was asked for. */
  readonly guaranteed: Balance | undefined
  /** How many positions are left out. */
  readonly staying: number
}

const ROOT = 0

/**
 * Sells everything that a coldkey has with one hotkey. Strict: each position by a call of its own, within the
 * tolerance, and those that cannot be are left out by name. Unsafe: the chain's own call, at any price.
 */
export const unstakeAll: Kind<UnstakeAllOperation, UnstakeAllPreview> = {
  fields: ['hotkey', 'to', ...PROTECTION],
  parse: (fields) => ({
    ...fields.common(),
    kind: 'unstakeAll',
    hotkey: fields.address('hotkey'),
    to: fields.choice('to', ['free', 'root']),
    mode: fields.mode(['strict', 'unsafe']),
    tolerance: fields.tolerance(),
  }),
  needs: ({ coldkey, hotkey }) => ({ coldkeys: [coldkey], hotkeys: [hotkey], netuids: 'all' }),
  preview(operation, world) {
    const { mode } = operation
    const tolerance = Tolerance.parse(operation.tolerance)
    const { sales, leftOut } = salesOf(operation, tolerance, world)
    const trades = sales.flatMap(({ expected: { quote, limitPrice } }) =>
      quote ? [{ quote, limitPrice }] : [],
    )
    const tao = total(trades.map(({ quote }) => quote.received))
    const guaranteed =
      mode === 'strict' ? total(sales.map(({ expected }) => leastReceived(expected))) : undefined
    const refusal =
      sales.length === 0
        ? nothingToSell(leftOut, operation.to)
        : operation.to === 'root' && guaranteed
          ? tooLittleForRoot(guaranteed, world)
          : sellsMore(operation, world)
    const first = sales[0]
    return {
      operation,
      subnets: sales.map(({ position }) => openSubnet(world, position.netuid)),
      amount: Balance.zero(),
      spends: Balance.zero(),
      received: operation.to === 'root' && guaranteed ? guaranteed : tao,
      free: operation.to === 'root' && guaranteed ? tao.subtract(guaranteed) : Balance.zero(),
      stays: undefined,
      swaps: trades,
      tolerance,
      modes: undefined,
      chosen: {
        mode,
        result: refusal ? 'refused' : leftOut.length > 0 ? 'partial' : 'full',
        ...(refusal && { refusal }),
        ...(sales.length === 1 &&
          first?.expected.limitPrice !== undefined && {
            limitPrice: first.expected.limitPrice,
          }),
      },
      leastReceived: guaranteed,
      warnings: [...toleranceWarnings(mode, tolerance), ...leftOut],
      sales,
      guaranteed,
      staying: leftOut.length,
    }
  },
  calls(chain, { operation, sales, guaranteed }): LegCalls {
    const { hotkey, mode, to } = operation
    if (mode === 'unsafe') {
      const all = to === 'root' ? calls.unstakeAllAlpha : calls.unstakeAll
      return { calls: [all(chain, { hotkey })], together: 'single' }
    }
    const exits = sales.map(({ position: { netuid, stake }, expected: { limitPrice }, whole }) =>
      whole || limitPrice === undefined
        ? calls.removeStakeFull(chain, { hotkey, netuid, limitPrice })
        : calls.removeStakeLimit(chain, { hotkey, netuid, amount: stake, limitPrice, allowPartial: false }),
    )
    if (to === 'root' && guaranteed) {
      // On root there is one price.
      const stake = calls.addStakeLimit(chain, {
        hotkey,
        netuid: ROOT,
        amount: guaranteed,
        limitPrice: 1_000_000_000n,
        allowPartial: false,
      })
      return { calls: [...exits, stake], together: 'atomic' }
    }
    return { calls: exits, together: exits.length === 1 ? 'single' : 'each' }
  },
  after({ operation, sales, swaps }, world) {
    const left = sales.reduce((rest, { position }) => withLessStake(rest, position, position.stake), world)
    const traded = withSwaps(left, swaps)
    return operation.to === 'root' ? withBrought(traded, { ...operation, netuid: ROOT }) : traded
  },
  paysInAlpha({ operation, sales }, { positions }) {
    const { coldkey, hotkey, mode, to } = operation
    const [only, ...others] = positions.filter(
      (position) => position.coldkey === coldkey && position.hotkey === hotkey && !position.stake.isZero(),
    )
    if (!only || others.length > 0) return undefined
    return mode === 'unsafe' || (sales.length === 1 && to === 'free') ? only : undefined
  },
  trade({ operation, sales, staying }, events): Trade | undefined {
    const parts = sales.flatMap(({ position }) => saleAt(position, events) ?? [])
    if (parts.length === 0) return undefined
    const tao = total(parts.map(({ received }) => received))
    const { coldkey, hotkey, to } = operation
    const staked = to === 'root' ? purchaseAt({ coldkey, hotkey, netuid: ROOT }, events) : undefined
    return {
      executed: Balance.zero(),
      received: staked?.received ?? tao,
      swapFee: Balance.zero(),
      free: staked ? tao.subtract(Balance.min(tao, staked.executed)) : Balance.zero(),
      parts,
      fill: parts.length < sales.length || staying > 0 ? 'partly' : 'filled',
    }
  },
}

/** What can be sold, and what is left out for which reason. */
function salesOf(
  { coldkey, hotkey, mode, to }: UnstakeAllOperation,
  tolerance: Tolerance,
  world: World,
): { sales: Sale[]; leftOut: Warning[] } {
  const sales: Sale[] = []
  const leftOut: Warning[] = []
  for (const position of world.positions) {
    const { netuid, stake, available } = position
    if (position.coldkey !== coldkey || position.hotkey !== hotkey || stake.isZero()) continue
    if (to === 'root' && netuid === ROOT) continue
    try {
      openSubnet(world, netuid)
      if (available.compare(stake) < 0) throw locked(position)
      const { start, now } = poolOf(world, netuid)
      const expected = quoteInGroup('sell', stake, mode, tolerance, start, now)
      if (expected.result !== 'full')
        throw expected.refusal ?? new WouldBeCut(stake, expected.quote?.spent ?? Balance.zero(netuid))
      sales.push({ position, expected, whole: !isBrought(world, position) })
    } catch (error) {
      // The chain's own call leaves out what is locked or not started, but no pool for its price or its curve; where a
      // sale fails itself, all of it does.
      const sold = mode === 'unsafe' && error instanceof StakeError && SOLD_ANYWAY.includes(error.code)
      if (sold || !(error instanceof StakeError)) throw error
      leftOut.push({
        code: 'LeftOut',
        message: `${stake.toString()} on subnet ${netuid} would stay: ${error.message}`,
      })
    }
  }
  return { sales, leftOut }
}

const SOLD_ANYWAY = ['UnknownCurve', 'WouldBeCut', 'ReservesTooLow', 'PriceLimitExceeded']

/** On root too a stake has a minimum; the chain's own call has none. */
function tooLittleForRoot(guaranteed: Balance, world: World): StakeError | undefined {
  const minimum = minimumStake(poolOf(world, ROOT).now)
  return guaranteed.compare(minimum) >= 0
    ? undefined
    : new WouldBeRefused(
        'AmountTooLow',
        `The sales guarantee ${guaranteed.format()}, but a stake on root must be ${minimum.format()}.`,
        'Take it out to free TAO.',
        { guaranteed: guaranteed.rao, minimum: minimum.rao },
      )
}

/** The chain's own call takes everything that is there by then. */
function sellsMore(
  { coldkey, hotkey, mode }: UnstakeAllOperation,
  { brought }: World,
): StakeError | undefined {
  return mode === 'unsafe' && [...brought].some((place) => place.endsWith(`:${hotkey}:${coldkey}`))
    ? new SellsWhatIsStaked(hotkey)
    : undefined
}

function nothingToSell(leftOut: readonly Warning[], to: UnstakeAllOperation['to']): StakeError {
  return leftOut.length === 0
    ? new WouldBeRefused(
        'AmountTooLow',
        `There is no stake with this hotkey${to === 'root' ? ' but on root' : ''}.`,
        'Look at the positions, and name the hotkey of one.',
        { leftOut: 0 },
      )
    : new WouldBeRefused(
        'AmountTooLow',
        `None of it can be sold now. ${leftOut.map(({ message }) => message).join(' ')}`,
        'A wider tolerance or the unsafe mode sells what a limit keeps.',
        { leftOut: leftOut.length },
      )
}

function locked({ stake, available }: Position): StakeError {
  return new WouldBeRefused(
    'StakeUnavailable',
    `only ${available.toString()} of ${stake.toString()} is not locked.`,
    'Unstake what is not locked.',
  )
}

function total(amounts: readonly (Balance | undefined)[]): Balance {
  return amounts.reduce<Balance>((sum, amount) => (amount ? sum.add(amount) : sum), Balance.zero())
}
