import type { StakeError } from '@stake/math'
import {
  afterAuthorSale,
  Balance,
  mulDivFloor,
  type Pool,
  protect,
  type SafetyMode,
  type Side,
  Tolerance,
} from '@stake/math'
import { WIDE_TOLERANCE } from '../fields.ts'
import type { TradeOperation } from '../operation.ts'
import type { Expected, TradePreview, Warning } from '../preview.ts'
import { openSubnet, poolOf, type World, withPools } from '../world.ts'

/** The preview of one trade on one pool, in all three modes. */
export function previewTrade<Op extends TradeOperation>(
  operation: Op,
  side: Side,
  amount: Balance,
  world: World,
  refusal: StakeError | undefined,
): TradePreview<Op> {
  const { netuid, mode } = operation
  const subnet = openSubnet(world, netuid)
  const { now, start } = poolOf(world, netuid)
  const tolerance = Tolerance.parse(operation.tolerance)
  const quoted = (each: SafetyMode): Expected =>
    refusal
      ? { mode: each, result: 'refused', refusal }
      : quoteInGroup(side, amount, each, tolerance, start, now)
  const modes = { strict: quoted('strict'), partial: quoted('partial'), unsafe: quoted('unsafe') }
  const chosen = modes[mode]
  return {
    operation,
    subnet,
    subnets: [subnet],
    amount,
    spends: side === 'buy' ? amount : Balance.zero(),
    tolerance,
    pool: now,
    modes,
    chosen,
    leastReceived: leastReceived(chosen),
    warnings: warningsFor(amount, tolerance, chosen),
  }
}

/** The pool after a trade, with the block author's own sale of a fee in alpha. */
export function poolAfter(world: World, { quote }: Expected): World {
  return quote ? withPools(world, afterAuthorSale(quote)) : world
}

/** Legs on one pool share one tolerance, against the price before the first of them. */
function quoteInGroup(
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
 * partial trade is filled nobody can promise.
 */
function leastReceived({ mode, quote, limitPrice }: Expected): Balance | undefined {
  if (mode !== 'strict' || !quote || limitPrice === undefined || limitPrice === 0n) return undefined
  const rao = 1_000_000_000n
  return quote.side === 'buy'
    ? Balance.fromRao(mulDivFloor(quote.paidIn.rao, rao, limitPrice), quote.received.netuid)
    : Balance.fromRao(mulDivFloor(quote.paidIn.rao, limitPrice, rao))
}

function warningsFor(amount: Balance, tolerance: Tolerance, { mode, result, quote }: Expected): Warning[] {
  const warnings: Warning[] = []
  if (mode === 'unsafe') {
    warnings.push({ code: 'Unprotected', message: 'No limit: this trade goes through at any price.' })
  } else if (tolerance.ppb > WIDE_TOLERANCE.ppb) {
    warnings.push({ code: 'WideTolerance', message: `The price may move by up to ${tolerance} against you.` })
  }
  if (result === 'partial' && quote) {
    warnings.push({
      code: 'PartialFill',
      message: `Only ${quote.spent.toString()} of ${amount.toString()} would be traded now; the rest stays where it is.`,
    })
  }
  return warnings
}
