import type { SafetyMode } from '@stake/math'
import { InvalidOperation } from './errors.ts'
import { Fields } from './fields.ts'
import { kinds } from './kinds/index.ts'

export { DEFAULT_TOLERANCE, WIDE_TOLERANCE } from './fields.ts'

interface Common {
  /** Chosen by the caller; the journal never signs one id twice. */
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

/** What is wanted, as plain JSON: the one language of forms, commands, files, the journal and integrators. */
export type Operation = StakeOperation | UnstakeOperation

/** The names of the kinds. */
export type OperationKind = Operation['kind']

/** The Operation of one kind, or of several. */
export type OperationOf<K extends OperationKind> = Extract<Operation, { readonly kind: K }>

/** The kinds that are one trade on one pool. */
export type TradeOperation = OperationOf<'stake' | 'unstake'>

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
