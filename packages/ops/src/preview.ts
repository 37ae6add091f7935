import type { Snapshot, Subnet } from '@stake/chain'
import {
  Balance,
  limitPrice,
  mulDivFloor,
  type Pool,
  type ProtectedQuote,
  protect,
  type SafetyMode,
  type SwapQuote,
  Tolerance,
} from '@stake/math'
import { InsufficientStake, SubnetUnavailable } from './errors.ts'
import { type Operation, WIDE_TOLERANCE } from './operation.ts'

/** Something a person should know before saying yes. */
export interface Warning {
  readonly code: 'WideTolerance' | 'Unprotected' | 'PartialFill'
  readonly message: string
}

/** What an Operation would do at the prices of one block, without asking or sending anything. */
export interface Preview {
  readonly operation: Operation
  readonly subnet: Subnet
  /** TAO for a stake, alpha for an unstake. */
  readonly amount: Balance
  readonly tolerance: Tolerance
  /** The pool it is priced on, already moved by the legs before it. */
  readonly pool: Pool
  /** What each mode would do with it. */
  readonly modes: Readonly<Record<SafetyMode, ProtectedQuote>>
  /** What its own mode would do. */
  readonly chosen: ProtectedQuote
  /** The least that can come out of the executed amount without the chain refusing; undefined without a limit. */
  readonly leastReceived: Balance | undefined
  readonly warnings: readonly Warning[]
}

/**
 * Quotes an Operation on a snapshot: received, fee, average and end price, limit, in all three modes.
 *
 * @param moved - pools as earlier legs of the same plan leave them
 * @throws SubnetUnavailable, InsufficientStake (an unstake beyond the position), InvalidAmount; what the
 * chain would refuse is returned in `modes`.
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts, readSnapshot, readValidators } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { parseOperation, preview } from '@stake/ops'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const [validator] = await readValidators(chain, 2)
 * const coldkey = developmentAccounts['//Alice'] ?? ''
 * const hotkey = validator?.hotkey ?? ''
 * const operation = parseOperation({ id: '1', kind: 'stake', coldkey, hotkey, netuid: 2, amount: '5' })
 * const snapshot = await readSnapshot(chain, { coldkeys: [coldkey], hotkeys: [hotkey], netuids: [2] })
 * preview(operation, snapshot).chosen.result // => full
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function preview(
  operation: Operation,
  snapshot: Snapshot,
  moved: ReadonlyMap<number, Pool> = new Map(),
): Preview {
  const { netuid } = operation
  const subnet = snapshot.subnets.get(netuid)
  if (!subnet) throw new SubnetUnavailable('SubnetNotExists', netuid)
  if (!subnet.subtokenEnabled) throw new SubnetUnavailable('SubtokenDisabled', netuid)
  const pool = moved.get(netuid) ?? subnet.pool
  if (!pool) throw new SubnetUnavailable('UnknownCurve', netuid)
  const tolerance = Tolerance.parse(operation.tolerance)
  const amount = amountOf(operation, snapshot)
  const side = operation.kind === 'stake' ? 'buy' : 'sell'
  // Legs on one pool share one tolerance, against the price before the first of them.
  const limit = subnet.pool && pool !== subnet.pool ? limitPrice(side, subnet.price, tolerance) : undefined
  const quoted = (mode: SafetyMode) => protect(pool, side, amount, mode, tolerance, limit)
  const modes = { strict: quoted('strict'), partial: quoted('partial'), unsafe: quoted('unsafe') }
  const chosen = modes[operation.mode]
  return {
    operation,
    subnet,
    amount,
    tolerance,
    pool,
    modes,
    chosen,
    leastReceived: chosen.quote && leastReceived(chosen.quote, chosen.limitPrice),
    warnings: warningsFor(operation, tolerance, chosen),
  }
}

/** The amount an Operation means, with its token; `all` is the position at the snapshot. */
function amountOf(operation: Operation, snapshot: Snapshot): Balance {
  if (operation.kind === 'stake') return Balance.parse(operation.amount)
  const { coldkey, hotkey, netuid } = operation
  const position = snapshot.positions.find(
    (candidate) =>
      candidate.coldkey === coldkey && candidate.hotkey === hotkey && candidate.netuid === netuid,
  )
  const nothing = Balance.zero(netuid)
  const available = position?.available ?? nothing
  const amount = operation.amount === 'all' ? available : Balance.parse(operation.amount, netuid)
  if (amount.compare(available) > 0 || available.isZero()) {
    const stake = position?.stake ?? nothing
    throw new InsufficientStake(amount, available, amount.compare(stake) <= 0 && !stake.isZero())
  }
  return amount
}

/**
 * A limit bounds the price at the end of the trade, so also its average: what goes into the pool divided by
 * the limit (times the limit, for a sale), rounded down.
 */
function leastReceived(quote: SwapQuote, limitPrice: bigint | undefined): Balance | undefined {
  if (limitPrice === undefined || limitPrice === 0n) return undefined
  const rao = 1_000_000_000n
  return quote.side === 'buy'
    ? Balance.fromRao(mulDivFloor(quote.paidIn.rao, rao, limitPrice), quote.received.netuid)
    : Balance.fromRao(mulDivFloor(quote.paidIn.rao, limitPrice, rao))
}

function warningsFor(operation: Operation, tolerance: Tolerance, chosen: ProtectedQuote): Warning[] {
  const warnings: Warning[] = []
  if (operation.mode === 'unsafe') {
    warnings.push({ code: 'Unprotected', message: 'No limit: this trade goes through at any price.' })
  } else if (tolerance.ppb > WIDE_TOLERANCE.ppb) {
    warnings.push({ code: 'WideTolerance', message: `The price may move by up to ${tolerance} against you.` })
  }
  if (chosen.result === 'partial' && chosen.quote) {
    const executed = chosen.quote.spent
    warnings.push({
      code: 'PartialFill',
      message: `Only ${executed.toString()} of ${operation.amount} would be traded now; the rest stays where it is.`,
    })
  }
  return warnings
}
