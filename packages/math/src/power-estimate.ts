/**
 * Powers in fixed point, with a bound on the error: fast, and right whenever it answers.
 *
 * Doubles choose, integers compute. From a double of about 16 digits comes a product of three short factors
 * `(1 + i/2^7) (1 + j/2^14) (1 + k/2^21)` within 2^-20 of a number, and the logarithms of such factors stand in a
 * table; what is left is so near 1 that five terms of a series give 128 bits. The logarithm of the base and the power
 * itself both go this way. Nothing about earlier calls is kept: the table holds constants, worked out at first use.
 */

/** Bits after the point. */
const FRACTION_BITS = 128
const BITS = BigInt(FRACTION_BITS)
const ONE = 1n << BITS
/** The same as a double. */
const UNIT = 2 ** FRACTION_BITS

/** The largest exponent and the largest `|exponent * ln(base)|` that are estimated. */
const LARGEST_EXPONENT = 1024
export const LARGEST_LOGARITHM = 90

/**
 * Bound on the error of `e^rest` below, in units u = 2^-128. Each term is rounded down (1 u), so that
 * ln(base) is off by less than `shift + 8`: 1 for each multiple of ln 2, 3 for the table, 1 for the division and 3 for
 * the series. Times the exponent q that is less than 131 + 8 q, because q * shift * ln 2 <= 90; with q <= 1024,
 * 1 for dividing by the exponent's denominator, 131 for the multiples of ln 2 taken out again, 3 for the table
 * and 4 for the second series it stays below 2^14.
 */
const ERROR = 1n << 14n

/** What a series gets must be this near 0, so that what it leaves out, x^6 / 6, is below 1 u. */
const SERIES_RANGE = ONE >> 20n
/** x + x^2/2 + x^3/3 + …, which is -ln(1 - x), and 1 + x + x^2/2! + …, which is e^x; the highest power first. */
const LOGARITHM_SERIES = [5n, 4n, 3n, 2n, 1n].map((n) => ONE / n).concat(0n)
const EXPONENTIAL_SERIES = [120n, 24n, 6n, 2n, 1n, 1n].map((n) => ONE / n)

/**
 * `floor((baseNumerator / baseDenominator)^(exponentNumerator / exponentDenominator) * scale)` of positive integers, or
 * undefined when the error bound leaves the result open, or the exponent is out of range.
 */
export function estimatePowerFloor(
  baseNumerator: bigint,
  baseDenominator: bigint,
  exponentNumerator: bigint,
  exponentDenominator: bigint,
  scale: bigint,
): bigint | undefined {
  const above = baseNumerator > baseDenominator
  const [large, small] = above ? [baseNumerator, baseDenominator] : [baseDenominator, baseNumerator]
  const ratio = Number(large) / Number(small)
  const exponent = Number(exponentNumerator) / Number(exponentDenominator)
  // Also false for what does not fit a double.
  const inRange = exponent <= LARGEST_EXPONENT && exponent * Math.log(ratio) <= LARGEST_LOGARITHM
  if (!inRange) return undefined

  const table = logarithmTable()
  // ln 2 is the logarithm of 1 + 128 / 128.
  const ln2 = table[0][STEPS] as bigint

  // ln(large / small): small / large = 2^-shift (1 - x) / factor
  const shift = Math.floor(Math.log2(ratio))
  const near = shortFactor(ratio / 2 ** shift, table)
  const x = ONE - ((small * near.factor) << BigInt(FRACTION_BITS - FACTOR_BITS + shift)) / large
  if (!inSeriesRange(x)) return undefined
  const logarithm = BigInt(shift) * ln2 + near.logarithm + polynomial(LOGARITHM_SERIES, x)

  const magnitude = (logarithm * exponentNumerator) / exponentDenominator
  const power = above ? magnitude : -magnitude

  // e^power = 2^doublings * factor * e^rest
  const doublings = Math.floor(Number(power) / (Math.LN2 * UNIT))
  const fraction = power - BigInt(doublings) * ln2
  const start = shortFactor(Math.exp(Number(fraction) / UNIT), table)
  const rest = fraction - start.logarithm
  if (!inSeriesRange(rest)) return undefined
  const grown = polynomial(EXPONENTIAL_SERIES, rest)

  const scaled = start.factor * scale
  const drop = BigInt(FRACTION_BITS + FACTOR_BITS - doublings)
  const low = ((grown - ERROR) * scaled) >> drop
  return low === ((grown + ERROR) * scaled) >> drop ? low : undefined
}

function inSeriesRange(x: bigint): boolean {
  return x < SERIES_RANGE && x > -SERIES_RANGE
}

function polynomial(coefficients: readonly bigint[], x: bigint): bigint {
  let sum = 0n
  for (const coefficient of coefficients) sum = ((sum * x) >> BITS) + coefficient
  return sum
}

/** Steps a digit: the short factors are `1 + digit / 128`, then `1 + digit / 128^2` and `1 + digit / 128^3`. */
const STEPS = 128
const FACTOR_BITS = 42

/** A product of three short factors just below `value`, which is from 1 to 2, times 2^42, and its logarithm. */
function shortFactor(value: number, table: LogarithmTable): { factor: bigint; logarithm: bigint } {
  let left = value
  let factor = 1
  let logarithm = 0n
  let step = STEPS
  for (const row of table) {
    const digit = Math.max(0, Math.floor((left - 1) * step))
    left /= 1 + digit / step
    factor *= step + digit
    logarithm += row[digit] as bigint
    step *= STEPS
  }
  return { factor: BigInt(factor), logarithm }
}

/** For each of the three digits the logarithms of its short factors, 0 to 128. */
type LogarithmTable = readonly [readonly bigint[], readonly bigint[], readonly bigint[]]

let constants: LogarithmTable | undefined

function logarithmTable(): LogarithmTable {
  constants ??= [shortLogarithms(128n), shortLogarithms(128n ** 2n), shortLogarithms(128n ** 3n)]
  return constants
}

/** ln(1 + i / step) for i from 0 to 128, rounded down. */
function shortLogarithms(step: bigint): bigint[] {
  const guard = 32n
  const logarithms = [0n]
  let sum = 0n
  for (let i = 1n; i <= STEPS; i++) {
    // ln(m / (m - 1)) = 2 (1/n + 1/(3 n^3) + 1/(5 n^5) + …) with n = 2m - 1
    const n = 2n * (step + i) - 1n
    let power = (2n << (BITS + guard)) / n
    for (let odd = 1n; power > 0n; odd += 2n) {
      sum += power / odd
      power /= n * n
    }
    logarithms.push(sum >> guard)
  }
  return logarithms
}
