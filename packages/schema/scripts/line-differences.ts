/** The lines that one text has and the other lacks, in order, marked `-` and `+`. */
export function lineDifferences(before: string, after: string): string[] {
  const left = before.split('\n')
  const right = after.split('\n')
  return [
    ...missingFrom(right, left).map((line) => `- ${line}`),
    ...missingFrom(left, right).map((line) => `+ ${line}`),
  ]
}

function missingFrom(present: readonly string[], wanted: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const line of present) counts.set(line, (counts.get(line) ?? 0) + 1)
  return wanted.filter((line) => {
    const count = counts.get(line) ?? 0
    counts.set(line, count - 1)
    return count <= 0
  })
}
