/**
 * Powers by other means than the package's: slow, with hundreds of bits to spare, and sharing no step with it.
 * Logarithms come from square roots and the series of artanh, exponentials from halving, a series and squaring.
 */

const HALVINGS = 24

/** `floor((bn / bd)^(en / ed) * scale)` of positive integers, or undefined when even this many bits leave it open. */
export function exactPowerFloor(
  bn: bigint,
  bd: bigint,
  en: bigint,
  ed: bigint,
  scale: bigint,
  bits = 640n,
): bigint | undefined {
  const power = exponential((logarithm((bn << bits) / bd, bits) * en) / ed, bits)
  const spare = power >> (bits - 128n)
  const [low, high] = [power - spare - 1n, power + spare + 1n].map((bound) => (bound * scale) >> bits)
  return low === high ? low : undefined
}

function logarithm(value: bigint, bits: bigint): bigint {
  const one = 1n << bits
  let root = value
  for (let i = 0; i < HALVINGS; i++) root = squareRoot(root << bits)
  const ratio = ((root - one) << bits) / (root + one)
  const square = (ratio * ratio) >> bits
  let sum = 0n
  let term = ratio
  for (let n = 1n; term !== 0n && term !== -1n; n += 2n) {
    sum += term / n
    term = (term * square) >> bits
  }
  return sum << BigInt(HALVINGS + 1)
}

function exponential(value: bigint, bits: bigint): bigint {
  const small = value >> BigInt(HALVINGS)
  let sum = 0n
  let term = 1n << bits
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    sum += term
    term = ((term * small) >> bits) / n
  }
  for (let i = 0; i < HALVINGS; i++) sum = (sum * sum) >> bits
  return sum
}

function squareRoot(value: bigint): bigint {
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (root + value / root) >> 1n
    if (next >= root) return root
    root = next
  }
}
