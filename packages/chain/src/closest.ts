/** More changes than this and it is another text. */
const MOST_CHANGES = 2

/**
 * Which of some texts was probably meant: the only one that is one or two changes away (a letter more, less, or
 * another, or two neighbours swapped). Undefined where none is that close or two are equally close.
 *
 * @example
 * ```ts
 * import { closest } from '@stake/chain'
 *
 * const known = ['5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY', '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty']
 * closest('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQ', known) // => 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY
 * closest('5Grwva', known) // => undefined
 * ```
 */
export function closest(text: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = MOST_CHANGES + 1
  for (const candidate of new Set(candidates)) {
    const changes = changesBetween(text, candidate)
    if (changes < least) {
      least = changes
      best = candidate
    } else if (changes === least) best = undefined
  }
  return best
}

/** How many changes make one text of the other; anything beyond {@link MOST_CHANGES} is not counted further. */
function changesBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MOST_CHANGES) return MOST_CHANGES + 1
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const line = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      line[column] = Math.min(
        at(above, column) + 1,
        at(line, column - 1) + 1,
        at(above, column - 1) + (same ? 0 : 1),
        swapped ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    if (Math.min(...line) > MOST_CHANGES) return MOST_CHANGES + 1
    before = above
    above = line
  }
  return at(above, b.length)
}

const at = (line: readonly number[], index: number): number => line[index] ?? Number.POSITIVE_INFINITY
