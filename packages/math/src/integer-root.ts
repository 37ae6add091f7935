/** Largest `r` with `r^degree <= value`, both non-negative, the degree at least 1. */
export function integerRootFloor(value: bigint, degree: bigint): bigint {
  if (degree === 1n || value < 2n) return value
  // Newton's step from above decreases until it is there. A double gives the start: the closer it is the fewer
  // steps are needed, but only the exact steps decide the result.
  let root = startAbove(value, degree)
  for (;;) {
    const next = ((degree - 1n) * root + value / root ** (degree - 1n)) / degree
    if (next >= root) return root
    root = next
  }
}

function startAbove(value: bigint, degree: bigint): bigint {
  const bits = value.toString(16).length * 4
  const shift = Math.max(0, bits - 60)
  const exponent = (Math.log2(Number(value >> BigInt(shift))) + shift) / Number(degree)
  const whole = Math.floor(exponent)
  // 2^exponent with 50 significant bits, a little too large so that Newton starts above the root.
  const significand = BigInt(Math.ceil(2 ** (exponent - whole) * (1 + 1e-9) * 2 ** 50))
  return (whole >= 50 ? significand << BigInt(whole - 50) : significand >> BigInt(50 - whole)) + 1n
}
