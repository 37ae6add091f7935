import { closest, parseAddress } from '@stake/chain'
import { Balance, StakeError, Tolerance } from '@stake/math'
import { kinds } from '../kinds/index.ts'
import { JsonFault, type JsonPath, readJsonText, type TextPosition } from './json-text.ts'
import type { Limit, Policy, PolicyKind, SubnetLimits } from './policy.ts'
import { PolicyUnreadable } from './policy-unreadable.ts'

/** The version of the format; a file of another one is refused. */
const VERSION = 1

const RULES = [
  'kinds',
  'netuids',
  'hotkeys',
  'destinations',
  'perOperation',
  'perDay',
  'subnets',
  'priceImpact',
  'fee',
  'protection',
  'confirmAbove',
] as const satisfies readonly (keyof Policy)[]

/** Every word that a policy can have in `kinds`. */
export const POLICY_KINDS: readonly PolicyKind[] = [
  ...(Object.keys(kinds) as (keyof typeof kinds)[]),
  'transfer',
  'proxy',
]

/**
 * Reads a policy from JSON. What is not understood in full is refused: an unknown rule, an amount without a unit, a
 * misspelt kind.
 *
 * @throws PolicyUnreadable, which names the field
 *
 * @example
 * ```ts
 * import { parsePolicy } from '@stake/ops'
 *
 * const policy = parsePolicy({
 *   version: 1,
 *   netuids: [1, 2],
 *   perOperation: '10 TAO',
 *   perDay: { free: '100 TAO', stake: '500 TAO' },
 *   subnets: { '1': { perDay: '40 alpha' }, '*': { perDay: '20 TAO' } },
 *   priceImpact: '2%',
 *   protection: 'required',
 * })
 * policy.perOperation?.free?.toString() // => 10
 * policy.subnets?.['1']?.perDay?.stake?.format() // => 40.000000000α
 * parsePolicy({ version: 1, perDays: '100 TAO' }) // throws PolicyUnreadable
 * parsePolicy({ version: 1, perDay: '100' }) // throws PolicyUnreadable
 * ```
 */
export function parsePolicy(json: unknown): Policy {
  return read(new Field(json, [], () => undefined))
}

/**
 * Reads a policy from the text of a file; what is wrong is named with its line and column. A rule that stands there
 * twice is refused as well.
 *
 * @param path - the keys that lead to the policy where it is a part of the text
 * @throws PolicyUnreadable
 *
 * @example
 * ```ts
 * import { parsePolicyText } from '@stake/ops'
 *
 * parsePolicyText('{ "version": 1, "fee": "0.01 TAO" }').fee?.toString() // => 0.01
 * parsePolicyText('{ "version": 1, "perDay": "1 TAO", "perDay": "1000 TAO" }') // throws PolicyUnreadable
 * ```
 */
export function parsePolicyText(text: string, path: JsonPath = []): Policy {
  try {
    const { value, positionOf } = readJsonText(text)
    const policy = path.reduce<unknown>(
      (inside, key) => (inside as Record<string | number, unknown> | undefined)?.[key],
      value,
    )
    return read(new Field(policy, [], (inner) => positionOf([...path, ...inner])))
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error
    throw new PolicyUnreadable('the text', `is not JSON: ${error.message}`, 'Correct it.', error.position)
  }
}

const readHere = new WeakSet<Policy>()

/**
 * A policy that did not come through the parser may hold anything, such as a rule with another name or an amount that
 * is text: it would be no rule at all.
 *
 * @throws PolicyUnreadable
 */
export function checkPolicy(policy: Policy): void {
  if (readHere.has(policy)) return
  if (typeof policy === 'object' && policy !== null && Reflect.ownKeys(policy).length === 0) return
  throw new PolicyUnreadable(
    'the object',
    'was not read by parsePolicy',
    'Make it with parsePolicy and change nothing of it.',
  )
}

function read(field: Field): Policy {
  const found = field.object(['$schema', 'version', ...RULES], 'rule')
  if (found.version?.value !== VERSION) {
    throw (found.version ?? field).fault(
      `is of the version ${String(found.version?.value)}`,
      `Write "version": ${VERSION}.`,
    )
  }
  if (found.$schema) found.$schema.text('the address of the schema')
  const policy: Policy = {
    ...(found.kinds && { kinds: found.kinds.list((item) => item.word(POLICY_KINDS)) }),
    ...(found.netuids && { netuids: found.netuids.list((item) => item.netuid()) }),
    ...(found.hotkeys && { hotkeys: found.hotkeys.list((item) => item.address()) }),
    ...(found.destinations && { destinations: found.destinations.list((item) => item.address()) }),
    ...(found.perOperation && { perOperation: limit(found.perOperation) }),
    ...(found.perDay && { perDay: limit(found.perDay) }),
    ...(found.subnets && { subnets: subnets(found.subnets) }),
    ...(found.priceImpact && { priceImpact: found.priceImpact.tolerance() }),
    ...(found.fee && { fee: found.fee.amount() }),
    ...(found.protection && { protection: found.protection.word(['required'] as const) }),
    ...(found.confirmAbove && { confirmAbove: found.confirmAbove.amount() }),
  }
  readHere.add(frozen(policy))
  return policy
}

function subnets(field: Field): Record<string, SubnetLimits> {
  const found = field.entries()
  return Object.fromEntries(
    found.map(([name, rules]) => {
      const netuid = name === '*' ? undefined : netuidOf(name)
      if (netuid === undefined && name !== '*') {
        throw rules.fault(
          'is for no netuid',
          'Write the netuid with digits only, or "*" for each other subnet.',
        )
      }
      const { perOperation, perDay } = rules.object(['perOperation', 'perDay'], 'rule for a subnet')
      return [
        name,
        {
          ...(perOperation && { perOperation: limit(perOperation, netuid) }),
          ...(perDay && { perDay: limit(perDay, netuid) }),
        },
      ]
    }),
  )
}

function netuidOf(text: string): number | undefined {
  return /^(0|[1-9]\d{0,4})$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined
}

/** One amount for both places, or one for each. */
function limit(field: Field, netuid?: number): Limit {
  if (typeof field.value === 'string') {
    const amount = field.amount(netuid)
    return { free: amount, stake: amount }
  }
  const { free, stake } = field.object(['free', 'stake'], 'place that value leaves')
  if (!free && !stake) throw field.fault('limits nothing', 'Write an amount, or one for "free" or "stake".')
  return { ...(free && { free: free.amount(netuid) }), ...(stake && { stake: stake.amount(netuid) }) }
}

/** A value of the file, where it stands, and what may be read of it. */
class Field {
  readonly value: unknown
  readonly #path: JsonPath
  readonly #positionOf: (path: JsonPath) => TextPosition | undefined

  constructor(value: unknown, path: JsonPath, positionOf: (path: JsonPath) => TextPosition | undefined) {
    this.value = value
    this.#path = path
    this.#positionOf = positionOf
  }

  fault(reason: string, remedy: string): PolicyUnreadable {
    const name = this.#path.length === 0 ? 'the whole' : `"${this.#path.join('.')}"`
    return new PolicyUnreadable(name, reason, remedy, this.#positionOf(this.#path))
  }

  entries(): [string, Field][] {
    const { value } = this
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw this.fault('is no object', 'Write { … }.')
    }
    return Object.entries(value).map(([name, item]) => [name, this.#inner(name, item)])
  }

  /** An object that has these names and no others. */
  object<N extends string>(names: readonly N[], what: string): Partial<Record<N, Field>> {
    const entries = this.entries()
    for (const [name, field] of entries) {
      if (names.includes(name as N)) continue
      const meant = closest(name, names) ?? names.find((known) => known.toLowerCase() === name.toLowerCase())
      throw field.fault(
        `is no ${what}`,
        meant
          ? `Did you mean "${meant}"?`
          : `There are: ${names.filter((known) => known !== '$schema').join(', ')}.`,
      )
    }
    return Object.fromEntries(entries) as Partial<Record<N, Field>>
  }

  list<T>(item: (field: Field) => T): T[] {
    if (!Array.isArray(this.value))
      throw this.fault('is no list', 'Write [ … ]; an empty list allows nothing.')
    return Array.from(this.value as unknown[], (value, index) => item(this.#inner(index, value)))
  }

  text(expected: string): string {
    if (typeof this.value !== 'string') throw this.fault('is no text', `Write ${expected} in double quotes.`)
    return this.value
  }

  word<W extends string>(words: readonly W[]): W {
    const text = this.text('a word')
    const word = words.find((each) => each === text)
    if (word !== undefined) return word
    const meant = closest(text, words) ?? words.find((each) => each.toLowerCase() === text.toLowerCase())
    throw this.fault(
      `is none of ${words.join(', ')}`,
      meant ? `Did you mean "${meant}"?` : 'Write one of these words.',
    )
  }

  netuid(): number {
    const { value } = this
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 65_535) return value
    throw this.fault('is no netuid', 'Write a whole number from 0 to 65535, without quotes.')
  }

  address(): string {
    const text = this.text('an address')
    if (text !== text.trim()) throw this.fault('has spaces around it', 'Take them away.')
    return this.#of(() => parseAddress(text))
  }

  tolerance(): Tolerance {
    const text = this.text('a percentage such as 2%')
    if (!/^\d{1,2}(\.\d{1,7})?%$/.test(text)) {
      throw this.fault('is no percentage below 100%', 'Write digits and a percent sign, for example "2%".')
    }
    return this.#of(() => Tolerance.parse(text))
  }

  /** An amount with its unit. @param netuid the subnet whose alpha it may be */
  amount(netuid = 0): Balance {
    const text = this.text('an amount with its unit')
    const [, number, unit] = /^(\S*?) ?(TAO|τ|alpha|α)$/.exec(text) ?? []
    if (number === undefined) {
      throw this.fault('is no amount with a unit', 'Write the unit too, for example "10 TAO" or "10 alpha".')
    }
    const alpha = unit === 'alpha' || unit === 'α'
    if (alpha && netuid === 0) {
      throw this.fault('is alpha of no subnet', 'Write TAO here; alpha can be a limit of one subnet only.')
    }
    const amount = this.#of(() => Balance.parse(number, alpha ? netuid : 0))
    if (/^\d{11}/.test(number))
      throw this.fault('has more digits than an amount has', 'Leave needless zeros out.')
    return amount
  }

  #inner(name: string | number, value: unknown): Field {
    return new Field(value, [...this.#path, name], this.#positionOf)
  }

  /** With the reason of whoever reads the text. */
  #of<T>(parse: () => T): T {
    try {
      return parse()
    } catch (error) {
      if (!(error instanceof StakeError) || error instanceof PolicyUnreadable) throw error
      throw this.fault(`is refused: ${error.message.replace(/\.$/, '')}`, error.remedy)
    }
  }
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) frozen(inner)
  }
  return value
}
