/** Values as steps from 0 to `steps - 1`, by where they are between two ends; display only, so rounding is to the nearest. */
export function stepsOf(
  values: readonly bigint[],
  steps: number,
  ends: readonly [low: bigint, high: bigint] = endsOf(values),
): readonly number[] {
  const [low, high] = ends
  const span = high - low
  const last = BigInt(steps - 1)
  return values.map((value) => {
    if (span <= 0n) return Math.floor((steps - 1) / 2)
    const step = Number(((value - low) * last * 2n + span) / (span * 2n))
    return Math.min(steps - 1, Math.max(0, step))
  })
}

/** The smallest and the largest. */
export function endsOf(values: readonly bigint[]): readonly [low: bigint, high: bigint] {
  const first = values[0] ?? 0n
  return values.reduce<readonly [bigint, bigint]>(
    ([low, high], value) => [value < low ? value : low, value > high ? value : high],
    [first, first],
  )
}

/** As many values as there are columns, evenly picked, the newest last; no more than there are. */
export function sampled<T>(values: readonly T[], columns: number): readonly T[] {
  if (values.length <= columns) return values
  return Array.from({ length: columns }, (_, column) => {
    const index = Math.round((column * (values.length - 1)) / Math.max(1, columns - 1))
    return values[columns === 1 ? values.length - 1 : index] as T
  })
}

/** So many values along straight lines between the given ones. */
export function between(values: readonly bigint[], count: number): readonly bigint[] {
  const gaps = BigInt(Math.max(0, values.length - 1))
  const across = BigInt(Math.max(1, count - 1))
  return Array.from({ length: count }, (_, x) => {
    const place = BigInt(x) * gaps
    const index = Number(place / across)
    const [one = 0n, other = one] = values.slice(index, index + 2)
    return one + ((other - one) * (place % across)) / across
  })
}
