/**
 * The chain's power off its exact path, written down a second time as plainly as its description reads:
 * fractions of S = 2^(precision + 24), every quotient a true division rounded down.
 */
export function literalPower(
  bn: bigint,
  bd: bigint,
  en: bigint,
  ed: bigint,
  scale: bigint,
  precision: bigint,
): bigint {
  const guard = 2n ** 24n
  const S = 2n ** precision * guard
  const terms = precision + 24n + 128n

  const ln1p = (x: bigint): bigint => {
    let [term, result] = [x, x]
    for (let n = 2n; n <= terms; n++) {
      term = floorOf(term * x, S)
      if (term === 0n) return result
      const next = floorOf(term, n)
      if (next === 0n) return result
      const before = rounded(result, guard)
      result += n % 2n === 0n ? -next : next
      if (size(next) < guard || rounded(result, guard) === before) return result
    }
    return result
  }
  const ln2 = -ln1p(-S / 2n)
  const ln = (value: bigint): bigint => {
    let shift = BigInt(value.toString(2).length - 1)
    let mantissa = (value * S) / 2n ** shift
    if (mantissa >= S + S / 2n) {
      mantissa /= 2n
      shift++
    }
    return ln1p(mantissa - S) + ln2 * shift
  }
  const y = floorOf((ln(bn) - ln(bd)) * en, ed)
  let [term, result] = [S, S]
  for (let n = 1n; n <= terms; n++) {
    term = floorOf(term * y, S * n)
    if (term === 0n) break
    const before = rounded(result, guard)
    result += term
    if (size(term) < guard || rounded(result, guard) === before) break
  }
  return floorOf(rounded(result, guard) * scale, 2n ** precision)
}

function floorOf(dividend: bigint, divisor: bigint): bigint {
  const remainder = ((dividend % divisor) + divisor) % divisor
  return (dividend - remainder) / divisor
}

function rounded(value: bigint, unit: bigint): bigint {
  const [quotient, remainder] = [value / unit, value % unit]
  if (size(remainder) * 2n < unit) return quotient
  return quotient + (value < 0n ? -1n : 1n)
}

function size(value: bigint): bigint {
  return value < 0n ? -value : value
}
