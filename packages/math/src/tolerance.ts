import { shown } from './amount-errors.ts'
import { formatDecimal, trimmed } from './decimal.ts'
import { StakeError } from './stake-error.ts'

const ONE_PPB = 10n ** 9n
/** Above this a value without a unit is more likely a percentage than a fraction: 0.05. */
const LARGEST_UNITLESS_PPB = 50_000_000n

/** A tolerance that cannot be read, is not between 0 and 100 %, or is finer than one part in 10^9. `code` is `InvalidTolerance`. */
export class InvalidTolerance extends StakeError {
  constructor(value: unknown, problem: string) {
    super('InvalidTolerance', `The tolerance ${shown(value)} ${problem}.`, {
      details: { value: shown(value) },
      remedy: 'Write it as 0.5%, 50bps or 0.005.',
    })
  }
}

/** A value above 0.05 without a unit: 0.5 could mean 50 % or 0.5 %. `code` is `ToleranceNeedsUnit`. */
export class ToleranceNeedsUnit extends StakeError {
  constructor(number: string, ppb: bigint) {
    const readings = [
      ppb < ONE_PPB ? `${percent(ppb)}%` : undefined,
      ppb < 100n * ONE_PPB ? `${number}%` : undefined,
    ].filter((reading) => reading !== undefined)
    super(
      'ToleranceNeedsUnit',
      `The tolerance ${shown(number)} has no unit and is too large to be a fraction.`,
      {
        details: { value: shown(number) },
        remedy: readings.length === 0 ? 'Write less than 100%.' : `Write ${readings.join(' or ')}.`,
      },
    )
  }
}

/**
 * How far the price may move, as exact parts per billion; more than 0 and less than 100 %.
 *
 * @example
 * ```ts
 * import { Tolerance } from '@stake/math'
 * Tolerance.parse('0.5%').ppb // => 5000000
 * Tolerance.parse('50bps').toString() // => 0.5%
 * Tolerance.parse(0.005).toString() // => 0.5%
 * Tolerance.parse('0.5') // throws ToleranceNeedsUnit
 * ```
 */
export class Tolerance {
  /** Parts per billion, 1 to 999_999_999. */
  readonly ppb: bigint

  private constructor(ppb: bigint) {
    this.ppb = ppb
    Object.freeze(this)
  }

  /**
   * Exact parts per billion, 1 to 999_999_999.
   *
   * @throws InvalidTolerance outside that range.
   */
  static fromPpb(ppb: bigint): Tolerance {
    if (typeof ppb !== 'bigint') throw new InvalidTolerance(ppb, 'is not a bigint of parts per billion')
    if (ppb <= 0n || ppb >= ONE_PPB)
      throw new InvalidTolerance(`${percent(ppb)}%`, 'is not between 0% and 100%')
    return new Tolerance(ppb)
  }

  /**
   * Reads a fraction (`0.005`, as text or number), a percentage (`"0.5%"`) or basis points (`"50bps"`).
   * A fraction above 0.05 needs a unit, because `0.5` is written for half a percent as often as for a half.
   *
   * @throws ToleranceNeedsUnit, InvalidTolerance when unreadable, out of range or finer than one part per billion.
   */
  static parse(value: string | number): Tolerance {
    const match = /^(\d+(?:\.\d+)?)\s*(%|bps?)?$/.exec(plainText(value))
    const [, number = '', unit] = match ?? []
    if (match === null || number.length > 40) {
      throw new InvalidTolerance(value, 'is not a fraction, a percentage or basis points')
    }
    const decimals = unit === undefined ? 9 : unit === '%' ? 7 : 5
    const [whole = '', fraction = ''] = number.replace(/(\.\d*?)0+$/, '$1').split('.')
    const ppb = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'))
    if (unit === undefined && ppb > LARGEST_UNITLESS_PPB) throw new ToleranceNeedsUnit(number, ppb)
    if (fraction.length > decimals) throw new InvalidTolerance(value, 'is finer than one part in a billion')
    if (ppb <= 0n || ppb >= ONE_PPB) throw new InvalidTolerance(value, 'is not between 0% and 100%')
    return new Tolerance(ppb)
  }

  /** Exact percentage, readable by {@link Tolerance.parse}. */
  toString(): string {
    return `${percent(this.ppb)}%`
  }

  toJSON(): string {
    return this.toString()
  }
}

function plainText(value: unknown): string {
  if (typeof value === 'string') return value.trim()
  if (typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) >= 1e9) {
    throw new InvalidTolerance(value, 'is not a number')
  }
  const text = value.toFixed(9)
  // Nine decimals must give the very same double back, or the value was finer than a part per billion.
  if (Number(text) !== value && value <= 0.05) {
    throw new InvalidTolerance(value, 'is finer than one part in a billion')
  }
  return text.replace(/\.?0+$/, '')
}

function percent(ppb: bigint): string {
  return trimmed(formatDecimal(ppb, 7))
}
