/** The lines that must go (`-`) and come (`+`) to turn one text into another, in order; the fewest there can be. */
export function lineDifferences(before: string, after: string): string[] {
  if (before === after) return []
  const left = before.split('\n')
  const right = after.split('\n')
  const common = commonLengths(left, right)
  const differences: string[] = []
  let [i, j] = [0, 0]
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      i++
      j++
    } else if (j >= right.length || (i < left.length && common(i + 1, j) >= common(i, j + 1)))
      differences.push(`- ${left[i++]}`)
    else differences.push(`+ ${right[j++]}`)
  }
  return differences
}

/** How many lines, in order, two lists share from a place in each of them on. */
function commonLengths(left: readonly string[], right: readonly string[]): (i: number, j: number) => number {
  const width = right.length + 1
  const lengths = new Uint32Array((left.length + 1) * width)
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  return at
}
