import { parseAddress } from '@stake/chain'
import { Balance, type SafetyMode, Tolerance } from '@stake/math'
import { InvalidOperation } from './errors.ts'

interface Common {
  /** Chosen by the caller; the journal never signs one id twice. */
  readonly id: string
  /** SS58 address of the account that signs. */
  readonly coldkey: string
  /** SS58 address of the validator's hotkey. */
  readonly hotkey: string
  readonly netuid: number
  readonly mode: SafetyMode
  /** How far the price at the end of the trade may be from now: `0.5%`, `50bps` or `0.005`. */
  readonly tolerance: string
}

/** Buy alpha of a subnet with TAO and stake it with a hotkey. */
export interface StakeOperation extends Common {
  readonly kind: 'stake'
  /** TAO, as decimal text with up to nine decimals. */
  readonly amount: string
}

/** Sell staked alpha for TAO. */
export interface UnstakeOperation extends Common {
  readonly kind: 'unstake'
  /** Alpha of the subnet (TAO on the root), as decimal text, or `all` for the whole position. */
  readonly amount: string
}

/** What is wanted, as plain JSON: the one language of forms, commands, files, the journal and integrators. */
export type Operation = StakeOperation | UnstakeOperation

/** The tolerance that is used where none is given. */
export const DEFAULT_TOLERANCE = '0.5%'
/** From here on a tolerance must be confirmed by typing it. */
export const WIDE_TOLERANCE: Tolerance = Tolerance.parse('5%')

const FIELDS = ['id', 'kind', 'coldkey', 'hotkey', 'netuid', 'amount', 'mode', 'tolerance']
const MODES: readonly SafetyMode[] = ['strict', 'partial', 'unsafe']

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
export function parseOperation(json: unknown): Operation {
  if (typeof json !== 'object' || json === null) throw new InvalidOperation('JSON', 'is not an object')
  const fields = json as Record<string, unknown>
  const stranger = Object.keys(fields).find((name) => !FIELDS.includes(name))
  // A misspelt tolerance would be the default one.
  if (stranger !== undefined) throw new InvalidOperation(stranger, 'is no field of it')
  const { kind, netuid, mode = 'strict', tolerance = DEFAULT_TOLERANCE } = fields
  if (kind !== 'stake' && kind !== 'unstake')
    throw new InvalidOperation('kind', 'is neither stake nor unstake')
  if (typeof netuid !== 'number' || !Number.isInteger(netuid) || netuid < 0 || netuid > 65_535) {
    throw new InvalidOperation('netuid', 'is not a whole number from 0 to 65535')
  }
  if (!MODES.includes(mode as SafetyMode)) {
    throw new InvalidOperation('mode', 'is none of strict, partial and unsafe')
  }
  if (typeof tolerance !== 'string' && typeof tolerance !== 'number') {
    throw new InvalidOperation('tolerance', 'is not a text such as 0.5%')
  }
  const amount = text(fields, 'amount')
  return {
    id: text(fields, 'id'),
    kind,
    coldkey: parseAddress(text(fields, 'coldkey')),
    hotkey: parseAddress(text(fields, 'hotkey')),
    netuid,
    amount: kind === 'unstake' && amount === 'all' ? amount : Balance.parse(amount).toString(),
    mode: mode as SafetyMode,
    tolerance: Tolerance.parse(tolerance).toString(),
  }
}

function text(fields: Record<string, unknown>, name: string): string {
  const value = fields[name]
  if (typeof value !== 'string' || value === '') throw new InvalidOperation(name, 'is missing')
  return value
}
