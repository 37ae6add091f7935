/**
 * The smallest integer from `low` to `high` for which `holds`, given that it also holds for all above; `high` when it
 * holds for none below. Asks at most once for every bit of the distance.
 */
export function firstWhere(low: bigint, high: bigint, holds: (value: bigint) => boolean): bigint {
  while (low < high) {
    const middle = (low + high) >> 1n
    if (holds(middle)) high = middle
    else low = middle + 1n
  }
  return low
}
