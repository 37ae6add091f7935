import type { SafetyMode } from '@stake/math'
import { InvalidOperation } from './errors.ts'
import { Fields } from './fields.ts'
import { kinds } from './kinds/index.ts'

export { DEFAULT_TOLERANCE, WIDE_TOLERANCE } from './fields.ts'

interface Common {
  /** Chosen by the caller, 1 to 256 visible characters; the journal never signs one id twice. */
  readonly id: string
  /** SS58 address of the account that signs. */
  readonly coldkey: string
}

interface OnPosition extends Common {
  /** SS58 address of the validator's hotkey. */
  readonly hotkey: string
  readonly netuid: number
}

interface Priced {
  readonly mode: SafetyMode
  /** How far the price at the end of the trade may be from now: `0.5%`, `50bps` or `0.005`. */
  readonly tolerance: string
}

/** Buy alpha of a subnet with TAO and stake it with a hotkey. */
export interface StakeOperation extends OnPosition, Priced {
  readonly kind: 'stake'
  /** TAO: decimal text with up to nine decimals, `all`, or a percentage of what can be spent. */
  readonly amount: string
}

/** Sell staked alpha for TAO. */
export interface UnstakeOperation extends OnPosition, Priced {
  readonly kind: 'unstake'
  /** Alpha of the subnet (TAO on the root): decimal text, `all` for the whole position, or a percentage of it. */
  readonly amount: string
}

/** Sell everything that is staked with a hotkey, on all subnets. */
export interface UnstakeAllOperation extends Common {
  readonly kind: 'unstakeAll'
  readonly hotkey: string
  /** `free`: root stake too is taken out, and the TAO becomes free balance. `root`: all but root is sold, and staked on root. */
  readonly to: 'free' | 'root'
  /** Strict sells each position within the tolerance or not at all. */
  readonly mode: 'strict' | 'unsafe'
  readonly tolerance: string
}

/** How stake goes from one subnet to another: in one call, or as a sale and a purchase within limits. */
export type Route = 'direct' | 'protected'

interface Relocation extends OnPosition, Priced {
  /** The subnet it goes to; within one subnet nothing is traded. */
  readonly toNetuid: number
  /** Alpha of the origin (TAO on the root): decimal text, `all`, or a percentage of the position. */
  readonly amount: string
  readonly route: Route
}

/** Move stake to another hotkey, on the same or another subnet. */
export interface MoveOperation extends Relocation {
  readonly kind: 'move'
  readonly toHotkey: string
}

/** Exchange stake of one subnet for stake of another, with the same hotkey. */
export interface SwapOperation extends Relocation {
  readonly kind: 'swap'
}

/** Give stake to another coldkey, with the same hotkey, on the same or another subnet. */
export interface TransferStakeOperation extends Relocation {
  readonly kind: 'transferStake'
  readonly toColdkey: string
}

/** Buy alpha with TAO and burn it. */
export interface StakeBurnOperation extends OnPosition {
  readonly kind: 'stakeBurn'
  /** TAO: decimal text, `all`, or a percentage of what can be spent. */
  readonly amount: string
  readonly mode: 'strict' | 'unsafe'
  readonly tolerance: string
}

/** Give staked alpha up for good. */
export interface BurnAlphaOperation extends OnPosition {
  readonly kind: 'burnAlpha'
  /** Alpha: decimal text, `all`, or a percentage of the position. */
  readonly amount: string
}

/** Give staked alpha up, so that the subnet may emit it again. */
export interface RecycleAlphaOperation extends OnPosition {
  readonly kind: 'recycleAlpha'
  /** As of a burn. */
  readonly amount: string
}

/** Claim what root stake has earned on one to five subnets. */
export interface ClaimRootOperation extends Common {
  readonly kind: 'claimRoot'
  /** In ascending order. */
  readonly netuids: readonly number[]
}

/** Change what a hotkey keeps of its nominators' dividends. */
export interface SetTakeOperation extends Common {
  readonly kind: 'setTake'
  readonly hotkey: string
  /** `18%` or `0.18`. */
  readonly take: string
}

/** Let what this coldkey's miners earn on a subnet be staked with a hotkey. */
export interface SetAutoStakeOperation extends OnPosition {
  readonly kind: 'setAutoStake'
}

/** Register a hotkey on a subnet for the price of the moment; on the root (netuid 0) for nothing. */
export interface RegisterOperation extends OnPosition {
  readonly kind: 'register'
  readonly mode: 'strict' | 'unsafe'
  /** How much more than now it may cost. */
  readonly tolerance: string
}

/** What is wanted, as plain JSON: the one language of forms, commands, files, the journal and integrators. */
export type Operation =
  | StakeOperation
  | UnstakeOperation
  | UnstakeAllOperation
  | MoveOperation
  | SwapOperation
  | TransferStakeOperation
  | StakeBurnOperation
  | BurnAlphaOperation
  | RecycleAlphaOperation
  | ClaimRootOperation
  | SetTakeOperation
  | SetAutoStakeOperation
  | RegisterOperation

/** The names of the kinds. */
export type OperationKind = Operation['kind']

/** The Operation of one kind, or of several. */
export type OperationOf<K extends OperationKind> = Extract<Operation, { readonly kind: K }>

/** The kinds that are one trade on one pool. */
export type TradeOperation = OperationOf<'stake' | 'unstake' | 'stakeBurn'>

/** The kinds that bring stake from one place to another. */
export type MoveLikeOperation = OperationOf<'move' | 'swap' | 'transferStake'>

/** What {@link parseOperation} makes of JSON whose kind is known to the compiler. */
type Parsed<J> = J extends { readonly kind: infer K extends OperationKind } ? OperationOf<K> : Operation

/**
 * Checks JSON from anywhere and returns an Operation in canonical form; `mode` defaults to `strict` and
 * `tolerance` to {@link DEFAULT_TOLERANCE}.
 *
 * @throws InvalidOperation for a missing, wrong or unknown field; InvalidAddress, InvalidAmount, InvalidTolerance and
 * ToleranceNeedsUnit for what these texts hold.
 *
 * @example
 * ```ts
 * import { parseOperation } from '@stake/ops'
 *
 * const operation = parseOperation({
 *   id: 'first',
 *   kind: 'stake',
 *   coldkey: '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY',
 *   hotkey: '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty',
 *   netuid: 1,
 *   amount: '5',
 * })
 * operation.mode // => strict
 * operation.tolerance // => 0.5%
 * parseOperation({ ...operation, amount: '1e3' }) // throws InvalidAmount
 * ```
 */
export function parseOperation<const J>(json: J): Parsed<J> {
  if (typeof json !== 'object' || json === null) throw new InvalidOperation('JSON', 'is not an object')
  const { kind } = json as { kind?: unknown }
  if (typeof kind !== 'string' || !Object.hasOwn(kinds, kind)) {
    throw new InvalidOperation('kind', `is none of ${Object.keys(kinds).join(', ')}`)
  }
  const row = kinds[kind as OperationKind]
  return row.parse(new Fields(json as Record<string, unknown>, row.fields)) as Parsed<J>
}
