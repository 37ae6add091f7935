import { formatDecimal } from './decimal.ts'
import { FIXED_MAX, FIXED_ONE, U64_MAX } from './fixed-point.ts'
import { checkInteger } from './invalid-argument.ts'
import { StakeError } from './stake-error.ts'

const RAO_PER_TOKEN = 10n ** 9n

/** Bits that are no U64F64, or a price with which nothing can be computed. `code` is `InvalidPrice`. */
export class InvalidPrice extends StakeError {
  constructor(value: bigint | number | string, problem: string) {
    super('InvalidPrice', `The price ${value} ${problem}.`, {
      details: { value },
      remedy: "Read the pool again; a price comes from the pool's reserves and weights.",
    })
  }
}

/**
 * A price in TAO per alpha, held as the chain holds it: the exact bits of a U64F64, beside the integer that the
 * chain's price call reports.
 *
 * @example
 * ```ts
 * import { Price } from '@stake/math'
 * const price = Price.fromBits((2n << 64n) / 3n)
 * price.rao // => 666666666
 * price.format() // => 0.666666666
 * price.format(4) // => 0.6666
 * ```
 */
export class Price {
  /** U64F64 bits: the price times 2^64, 0 to 2^128 - 1. */
  readonly bits: bigint

  private constructor(bits: bigint) {
    this.bits = bits
    Object.freeze(this)
  }

  /** @throws InvalidPrice when `bits` is not a u128. */
  static fromBits(bits: bigint): Price {
    if (typeof bits !== 'bigint' || bits < 0n || bits > FIXED_MAX) {
      throw new InvalidPrice(bits, 'is not the 128 bits of a U64F64')
    }
    return new Price(bits)
  }

  /** Rao per whole alpha, rounded down and at most 2^64 - 1 (runtime API `current_alpha_price`). */
  get rao(): bigint {
    const rao = (this.bits * RAO_PER_TOKEN) >> 64n
    return rao > U64_MAX ? U64_MAX : rao
  }

  /** TAO per alpha with exactly `decimals` decimals (0 to 19), rounded down. @throws InvalidArgument */
  format(decimals = 9): string {
    checkInteger('decimals', decimals, 0, 19)
    return formatDecimal((this.bits * 10n ** BigInt(decimals)) / FIXED_ONE, decimals)
  }

  /** -1, 0 or 1, by the exact bits. */
  compare(other: Price): -1 | 0 | 1 {
    return this.bits < other.bits ? -1 : this.bits > other.bits ? 1 : 0
  }

  toString(): string {
    return this.format()
  }

  toJSON(): { bits: string } {
    return { bits: this.bits.toString() }
  }
}
