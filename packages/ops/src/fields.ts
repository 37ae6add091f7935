import { parseAddress } from '@stake/chain'
import { Balance, type SafetyMode, Tolerance } from '@stake/math'
import { InvalidOperation } from './errors.ts'

/** The tolerance that is used where none is given. */
export const DEFAULT_TOLERANCE = '0.5%'
/** From here on a tolerance must be confirmed by typing it. */
export const WIDE_TOLERANCE: Tolerance = Tolerance.parse('5%')

/** Fields that every kind has. */
const COMMON = ['id', 'kind', 'coldkey']

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
    return { id: this.text('id'), coldkey: this.address('coldkey') }
  }

  text(name: string): string {
    const value = this.#values[name]
    if (typeof value !== 'string' || value === '') throw new InvalidOperation(name, 'is missing')
    return value
  }

  address(name: string): string {
    return parseAddress(this.text(name))
  }

  netuid(name = 'netuid'): number {
    const value = this.#values[name]
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 65_535) {
      throw new InvalidOperation(name, 'is not a whole number from 0 to 65535')
    }
    return value
  }

  /** A decimal text, `all`, or a percentage; `100%` is `all`. */
  amount(name = 'amount'): string {
    const text = this.text(name).trim()
    if (text === 'all') return text
    const part = /^(\d+(?:\.\d+)?)\s*%$/.exec(text)?.[1]
    if (part === undefined) return Balance.parse(text).toString()
    // One part in a billion is as fine as a tolerance can be; the same reader serves.
    return /^0*100(\.0+)?$/.test(part) ? 'all' : Tolerance.parse(`${part}%`).toString()
  }

  mode(modes: readonly SafetyMode[] = ['strict', 'partial', 'unsafe']): SafetyMode {
    const { mode = 'strict' } = this.#values
    const found = modes.find((candidate) => candidate === mode)
    if (!found) throw new InvalidOperation('mode', `is none of ${modes.join(', ')}`)
    return found
  }

  tolerance(): string {
    const { tolerance = DEFAULT_TOLERANCE } = this.#values
    if (typeof tolerance !== 'string' && typeof tolerance !== 'number') {
      throw new InvalidOperation('tolerance', 'is not a text such as 0.5%')
    }
    return Tolerance.parse(tolerance).toString()
  }
}
