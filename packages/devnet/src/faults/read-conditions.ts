import { StakeError } from '@stake/math'
import { pallets, type ServedPallet } from '../scale/served-tables.ts'
import type { Conditions } from './conditions.ts'

/**
 * A fault that cannot be. `code` is `InvalidFault`, `details.fault` its name.
 *
 * @example
 * ```ts
 * import { startDevnet } from '@stake/devnet'
 * const devnet = await startDevnet({ blockTime: 'manual' })
 * devnet.faults.set({ delay: -1 }) // throws InvalidFault
 * await devnet.close()
 * ```
 */
export class InvalidFault extends StakeError {
  constructor(fault: string, expected: string) {
    super('InvalidFault', `${fault} must be ${expected}.`, {
      details: { fault },
      remedy: `Give ${expected}.`,
    })
  }
}

const BYTES = /^0x(?:[0-9a-f]{2})*$/
const MOST_MS = 600_000

/** What each condition must be: in words, and as a check. */
const RULES: { readonly [Name in keyof Conditions]: readonly [string, (value: unknown) => boolean] } = {
  delay: [`a whole number of milliseconds up to ${MOST_MS}`, (value) => isWhole(value, MOST_MS)],
  neverInclude: ["'all' or a list of hashes", (value) => value === 'all' || isList(value, isBytes)],
  refuse: [
    'null or { code, message, data }',
    (value) =>
      value === null ||
      (isRecord(value) && Number.isInteger(value.code) && isText(value.message) && isText(value.data)),
  ],
  stopBlocks: ['true or false', isFlag],
  stopFinality: ['true or false', isFlag],
  falseStorage: [
    'values by storage key, in lower-case hex, or null',
    (value) =>
      isRecord(value) &&
      Object.entries(value).every(([key, to]) => isBytes(key) && (to === null || isBytes(to))),
  ],
  falseCalls: [
    'answers in hex by the name of a runtime call',
    (value) => isRecord(value) && Object.values(value).every(isBytes),
  ],
  swapCalls: ['a list of { pallet, calls: [one, other] }', (value) => isList(value, isCallSwap)],
}

/** Reads conditions that came from outside. @throws InvalidFault */
export function readConditions(given: unknown): Partial<Conditions> {
  if (!isRecord(given)) throw new InvalidFault('faults', 'an object')
  for (const [name, value] of Object.entries(given)) {
    const rule = Object.hasOwn(RULES, name) ? RULES[name as keyof Conditions] : undefined
    if (rule === undefined) throw new InvalidFault(name, `one of ${Object.keys(RULES).join(', ')}`)
    const [expected, holds] = rule
    if (!holds(value)) throw new InvalidFault(name, expected)
  }
  return given as Partial<Conditions>
}

/** Whether it is a plain object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether it is a whole number from 0 to `most`. */
export function isWhole(value: unknown, most: number): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most
}

/** Whether it is bytes in lower-case hex with `0x`. */
export function isBytes(value: unknown): value is `0x${string}` {
  return typeof value === 'string' && BYTES.test(value)
}

/** Whether it is a list of such things. */
export function isList<T>(value: unknown, holds: (item: unknown) => item is T): value is readonly T[]
export function isList(value: unknown, holds: (item: unknown) => boolean): boolean
export function isList(value: unknown, holds: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every((item) => holds(item))
}

function isFlag(value: unknown): boolean {
  return typeof value === 'boolean'
}

function isText(value: unknown): boolean {
  return value === undefined || typeof value === 'string'
}

function isCallSwap(value: unknown): boolean {
  if (!isRecord(value) || !Array.isArray(value.calls) || value.calls.length !== 2) return false
  const calls = Object.hasOwn(pallets, String(value.pallet))
    ? pallets[value.pallet as ServedPallet].calls
    : {}
  return value.calls.every((name) => Object.hasOwn(calls, String(name)))
}
