import { parseAddress } from '@stake/chain'
import { Balance, type SafetyMode, Tolerance, takeFromFraction } from '@stake/math'
import { InvalidOperation } from './errors.ts'

/** The tolerance that is used where none is given. */
export const DEFAULT_TOLERANCE = '0.5%'
/** From here on a tolerance must be confirmed by typing it. */
export const WIDE_TOLERANCE: Tolerance = Tolerance.parse('5%')

/** Fields that every kind has. */
const COMMON = ['id', 'kind', 'coldkey']
const SEED_SAFE = ['safe_staking', 'safe_unstaking', 'safeStaking', 'safeUnstaking']
const SEED_PARTIAL = ['allow_partial_stake', 'allowPartialStake']
const SEED_TOLERANCES = ['rate_tolerance', 'rateTolerance']
/** How a kind with a price says how it is protected: our own fields, and the options of other clients. */
export const PROTECTION: readonly string[] = [
  'mode',
  'tolerance',
  ...SEED_SAFE,
  ...SEED_PARTIAL,
  ...SEED_TOLERANCES,
]
/** All modes. */
export const MODES: readonly SafetyMode[] = ['strict', 'partial', 'unsafe']

const LONGEST_ID = 256
/** Controls, line breaks, bidi marks and the like, which a terminal would act upon. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u

/** The fields of an Operation's JSON, each read once, checked, and returned in canonical form. */
export class Fields {
  readonly #values: Readonly<Record<string, unknown>>

  /**
   * @param names the fields that the kind has beside those of all kinds
   * @throws InvalidOperation for a field that it does not have: a misspelt tolerance would be the default one.
   */
  constructor(values: Readonly<Record<string, unknown>>, names: readonly string[]) {
    const stranger = Object.keys(values).find((name) => !COMMON.includes(name) && !names.includes(name))
    if (stranger !== undefined) throw new InvalidOperation(stranger, 'is no field of it')
    this.#values = values
  }

  /** The fields of all kinds. */
  common(): { readonly id: string; readonly coldkey: string } {
    return { id: this.#id(), coldkey: this.address('coldkey') }
  }

  /** It is shown wherever the Operation is: nobody's file may repaint the screen that asks for a yes. */
  #id(): string {
    const id = this.text('id')
    if (INVISIBLE.test(id)) throw new InvalidOperation('id', 'holds characters that cannot be seen')
    if (id.length > LONGEST_ID) throw new InvalidOperation('id', `is longer than ${LONGEST_ID} characters`)
    return id
  }

  text(name: string): string {
    const value = this.#values[name]
    if (value === undefined || value === '') throw new InvalidOperation(name, 'is missing')
    if (typeof value !== 'string') throw new InvalidOperation(name, 'is not a text')
    return value
  }

  address(name: string): string {
    return parseAddress(this.text(name))
  }

  netuid(name = 'netuid'): number {
    return netuidOf(name, this.#values[name])
  }

  /** A decimal text, `all`, or a percentage; `100%` is `all`. */
  amount(name = 'amount'): string {
    const text = this.text(name).trim()
    if (text === 'all') return text
    const part = /^(\d+(?:\.\d+)?)\s*%$/.exec(text)?.[1]
    if (part === undefined) return Balance.parse(text).toString()
    if (/^0*100(\.0+)?$/.test(part)) return 'all'
    try {
      // One part in a billion is as fine as a tolerance can be; the same reader serves.
      return Tolerance.parse(`${part}%`).toString()
    } catch {
      throw new InvalidOperation(name, 'is no percentage above 0% and up to 100%, with up to seven decimals')
    }
  }

  mode<M extends SafetyMode>(modes: readonly M[]): M {
    const wanted = this.#values.mode ?? this.#seedMode() ?? 'strict'
    const found = modes.find((candidate) => candidate === wanted)
    if (!found) throw new InvalidOperation('mode', `is none of ${modes.join(', ')}`)
    const seed = this.#seedMode()
    if (seed !== undefined && seed !== found) {
      throw new InvalidOperation('mode', `is ${found}, but its other options mean ${seed}`)
    }
    return found
  }

  tolerance(): string {
    const names = ['tolerance', ...this.#given(SEED_TOLERANCES)]
    const texts = names
      .map((name) => [name, this.#values[name]] as const)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => {
        if (typeof value !== 'string' && typeof value !== 'number') {
          throw new InvalidOperation(name, 'is not a text such as 0.5%')
        }
        return Tolerance.parse(value).toString()
      })
    if (new Set(texts).size > 1) throw new InvalidOperation('tolerance', `is both ${texts.join(' and ')}`)
    return texts[0] ?? DEFAULT_TOLERANCE
  }

  /** One of some words. */
  choice<T extends string>(name: string, choices: readonly [T, ...T[]]): T {
    const value = this.#values[name] ?? choices[0]
    const found = choices.find((candidate) => candidate === value)
    if (found === undefined) throw new InvalidOperation(name, `is none of ${choices.join(', ')}`)
    return found
  }

  /** Subnets, each once, in ascending order. */
  netuids(name: string, most: number): number[] {
    const value = this.#values[name]
    if (!Array.isArray(value) || value.length === 0) throw new InvalidOperation(name, 'names no subnet')
    const netuids = [...new Set(value.map((each) => netuidOf(name, each)))].sort((a, b) => a - b)
    if (netuids.length > most) throw new InvalidOperation(name, `names more than ${most} subnets`)
    return netuids
  }

  /** A fraction or a percentage: `0.18`, `"18%"`. */
  fraction(name: string): string {
    const value = this.#values[name]
    if (typeof value !== 'string' && typeof value !== 'number') throw new InvalidOperation(name, 'is missing')
    takeFromFraction(value)
    return typeof value === 'number' ? String(value) : value.trim()
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined
  }

  /** What the options of other clients mean: partial only counts where it is safe. */
  #seedMode(): SafetyMode | undefined {
    const safe = this.#flag(SEED_SAFE)
    const partial = this.#flag(SEED_PARTIAL)
    if (safe === false) return 'unsafe'
    if (partial === true) return 'partial'
    return safe === true ? 'strict' : undefined
  }

  #flag(names: readonly string[]): boolean | undefined {
    const values = this.#given(names).map((name) => this.#values[name])
    if (values.some((value) => typeof value !== 'boolean')) {
      throw new InvalidOperation(String(this.#given(names)[0]), 'is neither true nor false')
    }
    if (new Set(values).size > 1) throw new InvalidOperation(names.join(', '), 'contradict each other')
    return values[0] as boolean | undefined
  }

  #given(names: readonly string[]): string[] {
    return names.filter((name) => this.#values[name] !== undefined)
  }
}

function netuidOf(name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 65_535) {
    throw new InvalidOperation(name, 'is not a whole number from 0 to 65535')
  }
  return value
}
