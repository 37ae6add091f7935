import {
  afterAuthorSale,
  Balance,
  mulDivFloor,
  type Pool,
  protect,
  type SafetyMode,
  type Side,
  type StakeError,
  Tolerance,
} from '@stake/math'
import { NothingFits } from '../errors.ts'
import { WIDE_TOLERANCE } from '../fields.ts'
import type { TradeOperation } from '../operation.ts'
import type { Expected, TradePreview, Warning } from '../preview.ts'
import { openSubnet, poolOf, type World, withPools } from '../world.ts'

const RAO = 1_000_000_000n

/** What a kind knows of its trade before it is quoted. */
export interface TradeTerms {
  readonly side: Side
  readonly amount: Balance
  /** What is left in the position it takes from. */
  readonly stays?: Balance | undefined
  /** Why a mode, or all of them, cannot be. */
  readonly refusal?: (mode: SafetyMode) => StakeError | undefined
  readonly warnings?: readonly Warning[]
}

/** The preview of one trade on one pool, in all three modes. */
export function previewTrade<Op extends TradeOperation>(
  operation: Op,
  { side, amount, stays, refusal, warnings = [] }: TradeTerms,
  world: World,
): TradePreview<Op> {
  const { netuid, mode } = operation
  const subnet = openSubnet(world, netuid)
  const { now, start } = poolOf(world, netuid)
  const tolerance = Tolerance.parse(operation.tolerance)
  const quoted = (each: SafetyMode): Expected => {
    const refused = refusal?.(each)
    return refused
      ? { mode: each, result: 'refused', refusal: refused }
      : withoutNothing(amount, quoteInGroup(side, amount, each, tolerance, start, now))
  }
  const modes = { strict: quoted('strict'), partial: quoted('partial'), unsafe: quoted('unsafe') }
  const chosen = modes[mode]
  const { quote, limitPrice } = chosen
  return {
    operation,
    subnet,
    subnets: [subnet],
    amount,
    spends: side === 'buy' ? amount : Balance.zero(),
    received: quote?.received ?? Balance.zero(side === 'buy' ? netuid : 0),
    free: Balance.zero(),
    stays,
    swaps: quote ? [{ quote, limitPrice }] : [],
    tolerance,
    pool: now,
    modes,
    chosen,
    leastReceived: leastReceived(chosen),
    warnings: [...warningsFor(amount, tolerance, chosen), ...warnings],
  }
}

/** A partial trade of nothing is refused: it would only cost the fee. */
export function withoutNothing(amount: Balance, expected: Expected): Expected {
  const { mode, result, quote, limitPrice } = expected
  if (result !== 'partial' || !quote?.spent.isZero()) return expected
  return {
    ...expected,
    mode,
    result: 'refused',
    refusal: new NothingFits(amount, limitPrice),
    quote: undefined,
  }
}

/** The world after trades, with the block author's own sales of fees in alpha. */
export function withSwaps(world: World, swaps: TradePreview['swaps']): World {
  return withPools(world, ...swaps.map(({ quote }) => afterAuthorSale(quote)))
}

/** Legs on one pool share one tolerance, against the price before the first of them. */
export function quoteInGroup(
  side: Side,
  amount: Balance,
  mode: SafetyMode,
  tolerance: Tolerance,
  start: Pool,
  now: Pool,
): Expected {
  if (now === start || mode === 'unsafe') return protect(now, side, amount, mode, tolerance)
  const first = protect(start, side, amount, mode, tolerance)
  return first.limitPrice === undefined
    ? first
    : protect(now, side, amount, mode, tolerance, first.limitPrice)
}

/**
 * A limit bounds the price at the end of the trade, so also its average: what goes into the pool divided by
 * the limit (times the limit, for a sale), rounded down. Only strict trades that much or nothing; how much of a
 * partial trade is filled nobody can promise. Where there is one price only, that is it.
 */
export function leastReceived({ mode, quote, limitPrice }: Expected): Balance | undefined {
  if (mode !== 'strict' || !quote || limitPrice === undefined || limitPrice === 0n) return undefined
  const { side, paidIn, received, pool } = quote
  if (pool.curve === 'stable') return received
  return side === 'buy'
    ? Balance.fromRao(mulDivFloor(paidIn.rao, RAO, limitPrice), received.netuid)
    : Balance.fromRao(mulDivFloor(paidIn.rao, limitPrice, RAO))
}

/** What everybody should know who trades within a tolerance, or without one. */
export function toleranceWarnings(mode: SafetyMode, tolerance: Tolerance): Warning[] {
  if (mode === 'unsafe') {
    return [{ code: 'Unprotected', message: 'No limit: this trade goes through at any price.' }]
  }
  return tolerance.ppb > WIDE_TOLERANCE.ppb
    ? [{ code: 'WideTolerance', message: `The price may move by up to ${tolerance} against you.` }]
    : []
}

function warningsFor(amount: Balance, tolerance: Tolerance, { mode, result, quote }: Expected): Warning[] {
  const warnings = toleranceWarnings(mode, tolerance)
  if (result === 'partial' && quote) {
    warnings.push({
      code: 'PartialFill',
      message: `Only ${quote.spent.toString()} of ${amount.toString()} would be traded now; the rest stays where it is.`,
    })
  }
  return warnings
}

/** A hotkey that is not registered on a subnet earns nothing there. */
export function registrationWarnings({ snapshot }: World, netuid: number, hotkey: string): Warning[] {
  return snapshot.facts?.registered.get(`${netuid}:${hotkey}`) === false
    ? [
        {
          code: 'NotRegistered',
          message: `The hotkey is not registered on subnet ${netuid}: stake with it earns nothing there.`,
        },
      ]
    : []
}
