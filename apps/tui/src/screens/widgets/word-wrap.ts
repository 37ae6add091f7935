import { displayWidth } from '../../safe-text.ts'

/** Breaks words into lines of at most `width` cells; a longer word gets a line of its own. */
export function wrapWords<T extends { readonly text: string }>(
  words: readonly T[],
  width: number,
): readonly (readonly T[])[] {
  const lines: T[][] = []
  let used = 0
  for (const word of words) {
    const cells = displayWidth(word.text)
    const line = lines.at(-1)
    if (line && used + 1 + cells <= width) {
      line.push(word)
      used += 1 + cells
    } else {
      lines.push([word])
      used = cells
    }
  }
  return lines
}
