import type { Subnet } from '@stake/chain'
import type {
  Balance,
  Pool,
  ProtectedMove,
  ProtectedQuote,
  SafetyMode,
  SwapQuote,
  Tolerance,
} from '@stake/math'
import type { Numbers } from './facts.ts'
import { kindOf } from './kinds/index.ts'
import type { Operation, TradeOperation } from './operation.ts'
import { type World, worldOf } from './world.ts'

/** Something a person should know before saying yes. */
export interface Warning {
  readonly code:
    | 'Dust'
    | 'FeeInAlpha'
    | 'Irreversible'
    | 'LeftOut'
    | 'Locked'
    | 'NoPrice'
    | 'NotRegistered'
    | 'OneSource'
    | 'PartialFill'
    | 'RateLimited'
    | 'SmallNomination'
    | 'StrandedTao'
    | 'TaoStaysFree'
    | 'Unprotected'
    | 'WideTolerance'
  readonly message: string
}

/** What an Operation would do in one safety mode. Where there is no price there is no quote. */
export interface Expected extends ProtectedQuote {
  /** Of a move: the purchase on the other subnet's pool; `quote` is then the sale. */
  readonly purchase?: SwapQuote
  /** Of a move in one call: what the chain's cap on its amount is worth. */
  readonly move?: ProtectedMove
}

/** A trade that a leg makes, in its order, and the price limit that the call sets for it. */
export interface ExpectedSwap {
  readonly quote: SwapQuote
  readonly limitPrice: bigint | undefined
}

/** What an Operation would do at the prices of one block, without asking or sending anything. */
export interface Preview<Op extends Operation = Operation> {
  readonly operation: Op
  /** The subnets it touches, the one it begins on first. */
  readonly subnets: readonly Subnet[]
  /** What was asked for, with its token; zero TAO for a kind that has no amount. */
  readonly amount: Balance
  /** Free TAO that it takes at the most, network fee apart. */
  readonly spends: Balance
  /** What is expected to come out: alpha of a stake, TAO of an unstake; zero where it is refused. */
  readonly received: Balance
  /** TAO that is expected to become free balance beside that. */
  readonly free: Balance
  /** What is left in the position it takes from; undefined where it takes from none. */
  readonly stays: Balance | undefined
  /** The trades that its own mode makes. */
  readonly swaps: readonly ExpectedSwap[]
  readonly tolerance: Tolerance | undefined
  /** What each mode would do with it; undefined where there is no price. */
  readonly modes: Readonly<Record<SafetyMode, Expected>> | undefined
  /** What its own mode would do. */
  readonly chosen: Expected
  /** The least that can come out of a strict trade without the chain refusing it; undefined in the other modes. */
  readonly leastReceived: Balance | undefined
  readonly warnings: readonly Warning[]
}

/** A preview of one trade on one pool. */
export interface TradePreview<Op extends TradeOperation = TradeOperation> extends Preview<Op> {
  readonly subnet: Subnet
  readonly tolerance: Tolerance
  /** The pool it is priced on, already moved by the legs before it. */
  readonly pool: Pool
  readonly modes: Readonly<Record<SafetyMode, Expected>>
}

/** The preview of a kind. */
export type PreviewOf<Op extends Operation> = [Op] extends [TradeOperation] ? TradePreview<Op> : Preview<Op>

/**
 * Quotes an Operation on the numbers of one block: received, fee, average and end price, limit, in all three modes.
 *
 * @param on - a snapshot, or the world as earlier legs of the same plan leave it
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
export function preview<Op extends Operation>(operation: Op, on: Numbers | World): PreviewOf<Op> {
  const world = 'snapshot' in on ? on : worldOf(on, operation.coldkey)
  return kindOf(operation).preview(operation, world) as PreviewOf<Op>
}

/**
 * How much of an amount a mode would fill now, in parts per billion, rounded down.
 *
 * @example
 * ```ts
 * import { Balance } from '@stake/math'
 * import { filledPpb } from '@stake/ops'
 *
 * filledPpb({ amount: Balance.parse('5') }, { mode: 'strict', result: 'full' }) // => 1000000000
 * filledPpb({ amount: Balance.parse('5') }, { mode: 'strict', result: 'refused' }) // => 0
 * ```
 */
export function filledPpb({ amount }: Pick<Preview, 'amount'>, { quote, result }: Expected): bigint {
  if (result === 'full') return 1_000_000_000n
  return quote && !amount.isZero() ? (quote.spent.rao * 1_000_000_000n) / amount.rao : 0n
}
