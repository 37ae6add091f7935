/** How far something is, in so many cells: full ones, then empty ones. */
export function progressBar(done: number, whole: number, width: number, plain = false): string {
  const [full, empty] = plain ? ['#', '.'] : ['▰', '▱']
  const cells = whole <= 0 ? 0 : Math.min(width, Math.floor((done * width) / whole))
  return full.repeat(cells) + empty.repeat(width - cells)
}
