import type { Position, Snapshot, Subnet } from '@stake/chain'
import {
  Balance,
  MINIMUM_STAKE_RAO,
  mulDivFloor,
  type Pool,
  type ProtectedQuote,
  protect,
  type SafetyMode,
  Tolerance,
} from '@stake/math'
import { InsufficientStake, SubnetUnavailable, UnstakeTooSmall } from './errors.ts'
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
  /** The least that can come out of a strict trade without the chain refusing it; undefined in the other modes. */
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
 * const [validator] = await readValidators(await chain.at('best'), 2)
 * const coldkey = developmentAccounts['//Alice'] ?? ''
 * const hotkey = validator?.hotkey ?? ''
 * const operation = parseOperation({ id: '1', kind: 'stake', coldkey, hotkey, netuid: 2, amount: '5' })
 * const snapshot = await readSnapshot(await chain.at('best'), { coldkeys: [coldkey], hotkeys: [hotkey], netuids: [2] })
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
  const refusal =
    operation.kind === 'unstake' ? tooSmall(operation, amount, tolerance, snapshot, pool) : undefined
  const quoted = (mode: SafetyMode): ProtectedQuote =>
    refusal
      ? { mode, result: 'refused', refusal }
      : quote(operation, amount, mode, tolerance, subnet.pool ?? pool, pool)
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
    leastReceived: leastReceived(chosen),
    warnings: warningsFor(amount, tolerance, chosen),
  }
}

/** Legs on one pool share one tolerance, against the price before the first of them. */
function quote(
  { kind }: Operation,
  amount: Balance,
  mode: SafetyMode,
  tolerance: Tolerance,
  start: Pool,
  now: Pool,
): ProtectedQuote {
  const side = kind === 'stake' ? 'buy' : 'sell'
  if (now === start || mode === 'unsafe') return protect(now, side, amount, mode, tolerance)
  const first = protect(start, side, amount, mode, tolerance)
  return first.limitPrice === undefined
    ? first
    : protect(now, side, amount, mode, tolerance, first.limitPrice)
}

/** The amount an Operation means, with its token; `all` is the position at the snapshot. */
function amountOf(operation: Operation, snapshot: Snapshot): Balance {
  if (operation.kind === 'stake') return Balance.parse(operation.amount)
  const position = positionOf(operation, snapshot)
  const nothing = Balance.zero(operation.netuid)
  const available = position?.available ?? nothing
  const amount = operation.amount === 'all' ? available : Balance.parse(operation.amount, operation.netuid)
  if (amount.compare(available) > 0 || available.isZero()) {
    const stake = position?.stake ?? nothing
    throw new InsufficientStake(amount, available, amount.compare(stake) <= 0 && !stake.isZero())
  }
  return amount
}

/** The position that an Operation is about. */
export function positionOf(
  { coldkey, hotkey, netuid }: Operation,
  { positions }: Pick<Snapshot, 'positions'>,
): Position | undefined {
  return positions.find(
    (candidate) =>
      candidate.coldkey === coldkey && candidate.hotkey === hotkey && candidate.netuid === netuid,
  )
}

/** Where something stays, what leaves must bring the least that can be staked (chain-rules 2.4); in every mode. */
function tooSmall(
  operation: Operation,
  amount: Balance,
  tolerance: Tolerance,
  snapshot: Snapshot,
  pool: Pool,
): UnstakeTooSmall | undefined {
  const stays = positionOf(operation, snapshot)?.stake.equals(amount) === false
  const sold = protect(pool, 'sell', amount, 'unsafe', tolerance).quote
  return stays && sold && sold.received.rao < MINIMUM_STAKE_RAO
    ? new UnstakeTooSmall(amount, sold.received, Balance.fromRao(MINIMUM_STAKE_RAO))
    : undefined
}

/**
 * A limit bounds the price at the end of the trade, so also its average: what goes into the pool divided by
 * the limit (times the limit, for a sale), rounded down. Only strict trades that much or nothing; how much of a
 * partial trade is filled nobody can promise.
 */
function leastReceived({ mode, quote, limitPrice }: ProtectedQuote): Balance | undefined {
  if (mode !== 'strict' || !quote || limitPrice === undefined || limitPrice === 0n) return undefined
  const rao = 1_000_000_000n
  return quote.side === 'buy'
    ? Balance.fromRao(mulDivFloor(quote.paidIn.rao, rao, limitPrice), quote.received.netuid)
    : Balance.fromRao(mulDivFloor(quote.paidIn.rao, limitPrice, rao))
}

function warningsFor(
  amount: Balance,
  tolerance: Tolerance,
  { mode, result, quote }: ProtectedQuote,
): Warning[] {
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
