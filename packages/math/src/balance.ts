import { BalanceOutOfRange, checkToken, InvalidAmount, InvalidNetuid } from './amount-errors.ts'
import { formatDecimal, trimmed } from './decimal.ts'
import { checkInteger } from './invalid-argument.ts'

const U64_MAX = 2n ** 64n - 1n
const RAO_DECIMALS = 9

/** How {@link Balance.format} shows an amount. */
export interface BalanceFormat {
  /** The token's sign. Default `τ` for TAO and `α` for alpha. TAO's stands first, alpha's last. */
  readonly symbol?: string
  /** Number of decimals shown, 0 to 9, always rounded down. Default 9. */
  readonly decimals?: number
  /** Thousands separated by commas. Default false. */
  readonly grouping?: boolean
  /** Zeros at the end of the decimals left out. Default false. */
  readonly trim?: boolean
}

/**
 * An immutable amount of one token: `rao` (1e-9 of the token, 0 to 2^64 - 1) and the `netuid` whose token it is
 * (0 is TAO, any other number is the alpha of that subnet).
 *
 * @example
 * ```ts
 * import { Balance } from '@stake/math'
 * const tao = Balance.parse('12.5')
 * tao.rao // => 12500000000
 * tao.add(Balance.fromRao(1n)).toString() // => 12.500000001
 * Balance.parse('0.111111111', 3).format({ symbol: 'γ' }) // => 0.111111111γ
 * tao.add(Balance.parse('1', 3)) // throws MixedTokens
 * ```
 */
export class Balance {
  readonly rao: bigint
  readonly netuid: number

  private constructor(rao: bigint, netuid: number) {
    this.rao = rao
    this.netuid = netuid
    Object.freeze(this)
  }

  /**
   * An amount of rao (1e-9 of a token), 0 to 2^64 - 1.
   *
   * @throws InvalidAmount when `rao` is not a bigint, BalanceOutOfRange outside u64, InvalidNetuid.
   * @example
   * ```ts
   * import { Balance } from '@stake/math'
   * Balance.fromRao(1_500_000_000n).toString() // => 1.5
   * Balance.fromRao(-1n) // throws BalanceOutOfRange
   * ```
   */
  static fromRao(rao: bigint, netuid = 0): Balance {
    if (typeof rao !== 'bigint') throw new InvalidAmount(rao, 'is not a bigint of rao', 'Write rao as 12n.')
    if (rao < 0n || rao > U64_MAX) throw new BalanceOutOfRange(rao, netuid)
    if (!Number.isInteger(netuid) || netuid < 0 || netuid > 0xffff) throw new InvalidNetuid(netuid)
    return new Balance(rao, netuid)
  }

  /**
   * Reads decimal text with at most 9 decimals: digits and at most one point. No sign, exponent, grouping or spaces.
   *
   * @throws InvalidAmount with what is wrong and how to write it, BalanceOutOfRange above 2^64 - 1 rao.
   * @example
   * ```ts
   * import { Balance } from '@stake/math'
   * Balance.parse('0.000000001').rao // => 1
   * Balance.parse('1e3') // throws InvalidAmount
   * ```
   */
  static parse(text: string, netuid = 0): Balance {
    const match = typeof text === 'string' ? /^(\d+)(?:\.(\d+))?$/.exec(text) : null
    const fraction = match?.[2] ?? ''
    if (match === null || fraction.length > RAO_DECIMALS) throw unreadable(text, fraction)
    const whole = (match[1] ?? '').replace(/^0+(?=\d)/, '')
    // Twelve digits are already beyond u64; longer text is not turned into a number at all.
    if (whole.length > 12) throw new BalanceOutOfRange(U64_MAX + 1n, netuid)
    return Balance.fromRao(BigInt(whole + fraction.padEnd(RAO_DECIMALS, '0')), netuid)
  }

  /** No amount of a token. */
  static zero(netuid = 0): Balance {
    return Balance.fromRao(0n, netuid)
  }

  /** The smaller of two amounts of the same token. @throws MixedTokens */
  static min(a: Balance, b: Balance): Balance {
    return a.compare(b) <= 0 ? a : b
  }

  /** The larger of two amounts of the same token. @throws MixedTokens */
  static max(a: Balance, b: Balance): Balance {
    return a.compare(b) >= 0 ? a : b
  }

  /** The inverse of {@link Balance.toJSON}. @throws InvalidAmount, BalanceOutOfRange, InvalidNetuid */
  static fromJSON(json: { rao: string; netuid: number }): Balance {
    if (typeof json?.rao !== 'string' || !/^\d{1,20}$/.test(json.rao)) {
      throw new InvalidAmount(json?.rao, 'is not text of digits', 'Write rao as a string of digits.')
    }
    return Balance.fromRao(BigInt(json.rao), json.netuid)
  }

  /** The sum. @throws MixedTokens, BalanceOutOfRange above 2^64 - 1 rao */
  add(other: Balance): Balance {
    this.#sameToken(other)
    return Balance.fromRao(this.rao + other.rao, this.netuid)
  }

  /** The difference. @throws MixedTokens, BalanceOutOfRange below zero */
  subtract(other: Balance): Balance {
    this.#sameToken(other)
    return Balance.fromRao(this.rao - other.rao, this.netuid)
  }

  /** -1, 0 or 1. @throws MixedTokens */
  compare(other: Balance): -1 | 0 | 1 {
    this.#sameToken(other)
    return this.rao < other.rao ? -1 : this.rao > other.rao ? 1 : 0
  }

  /** Whether both are the same amount of the same token. Amounts of different tokens are never equal. */
  equals(other: Balance): boolean {
    return this.netuid === other.netuid && this.rao === other.rao
  }

  isZero(): boolean {
    return this.rao === 0n
  }

  /** Exact decimal text without symbol and without needless zeros; {@link Balance.parse} reads it back. */
  toString(): string {
    return trimmed(formatDecimal(this.rao, RAO_DECIMALS))
  }

  /**
   * Text for people, with the token's symbol. Never rounded up, never with an exponent.
   *
   * @throws InvalidArgument when `decimals` is no integer from 0 to 9.
   * @example
   * ```ts
   * import { Balance } from '@stake/math'
   * Balance.fromRao(111_111_111n).format() // => τ0.111111111
   * Balance.parse('1234567.899').format({ decimals: 2, grouping: true }) // => τ1,234,567.89
   * Balance.parse('0.5', 3).format({ symbol: 'γ', trim: true }) // => 0.5γ
   * ```
   */
  format(options: BalanceFormat = {}): string {
    const decimals = options.decimals ?? RAO_DECIMALS
    checkInteger('decimals', decimals, 0, RAO_DECIMALS)
    const full = formatDecimal(this.rao / 10n ** BigInt(RAO_DECIMALS - decimals), decimals)
    const [whole = '', fraction] = (options.trim ? trimmed(full) : full).split('.')
    const grouped = options.grouping ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole
    const text = fraction === undefined ? grouped : `${grouped}.${fraction}`
    return this.netuid === 0 ? `${options.symbol ?? 'τ'}${text}` : `${text}${options.symbol ?? 'α'}`
  }

  toJSON(): { rao: string; netuid: number } {
    return { rao: this.rao.toString(), netuid: this.netuid }
  }

  #sameToken(other: Balance): void {
    checkToken(this.netuid, other)
  }
}

function unreadable(text: unknown, fraction: string): InvalidAmount {
  if (typeof text !== 'string') {
    return new InvalidAmount(text, 'is not text', "Pass amounts as decimal text, for example '12.5'.")
  }
  if (text.trim() === '') return new InvalidAmount(text, 'is empty', 'Write a number, for example 12.5.')
  if (fraction.length > RAO_DECIMALS) {
    const cut = text.slice(0, text.length - fraction.length + RAO_DECIMALS)
    const remedy = `Write at most 9 decimals, for example ${cut.slice(0, 24)}.`
    return new InvalidAmount(text, `has ${fraction.length} decimals, but a token has 9`, remedy)
  }
  if (/^[-+−]/.test(text)) {
    return new InvalidAmount(text, 'has a sign', 'Write the amount without a sign, for example 12.5.')
  }
  if (/^\d[\d.]*e[-+]?\d+$/i.test(text)) {
    return new InvalidAmount(
      text,
      'is written with an exponent',
      'Write it in full, for example 1000 and not 1e3.',
    )
  }
  if (/^[\d.,]+$/.test(text) && text.includes(',')) {
    return new InvalidAmount(
      text,
      'has a comma',
      'Write a point before the decimals and nothing between thousands, for example 1234.5.',
    )
  }
  return new InvalidAmount(
    text,
    'is not a number',
    'Write digits with at most one point between them, for example 12.5.',
  )
}
