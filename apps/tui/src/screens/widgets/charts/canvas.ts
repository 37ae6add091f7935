/** How a line is drawn: each can be told from the others without colours. */
export type Stroke = 'solid' | 'dotted' | 'rule'

/** A line of a chart: a height for each column of dots, from 0 at the bottom; undefined where it has none. */
export interface Curve {
  readonly stroke: Stroke
  readonly heights: readonly (number | undefined)[]
}

/** A piece of a row, with the curve it belongs to. */
export interface Run {
  readonly text: string
  readonly curve: number | undefined
}

/** The bits of the dots of a cell of Braille, by row from the top and by column. */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const

const RULE = { fine: '┄', plain: '-' }
const PLAIN_SIGNS: Readonly<Record<Stroke, string>> = { solid: '*', dotted: 'o', rule: '-' }

/** How many dots there are in so many cells. */
export function dotsIn(width: number, height: number, plain: boolean): readonly [across: number, up: number] {
  return plain ? [width, height] : [width * 2, height * 4]
}

/**
 * Draws curves over each other into rows of cells, the first curve on top. In Braille a cell has two by four dots, in
 * plain signs one. A rule is a line from side to side, behind everything.
 */
export function drawn(
  curves: readonly Curve[],
  { width, height, plain }: { readonly width: number; readonly height: number; readonly plain: boolean },
): readonly (readonly Run[])[] {
  const cells = Array.from({ length: height }, () =>
    Array.from({ length: width }, () => ({ bits: 0, curve: undefined as number | undefined, sign: ' ' })),
  )
  const [across, up] = dotsIn(width, height, plain)
  for (const [index, { stroke, heights }] of curves.entries()) {
    let before: number | undefined
    for (let x = 0; x < across; x++) {
      const y = heights[x]
      const last = before
      before = y
      if (y === undefined || (stroke === 'dotted' && !plain && x % 3 === 2)) continue
      // A steep solid line has no holes.
      const from = stroke === 'solid' && last !== undefined ? nextTo(last, y) : y
      for (let dot = Math.min(from, y); dot <= Math.max(from, y); dot++) {
        const top = up - 1 - dot
        const cell = cells[plain ? top : Math.floor(top / 4)]?.[plain ? x : Math.floor(x / 2)]
        if (!cell) continue
        const free = cell.curve === undefined
        if (stroke === 'rule') {
          if (free) Object.assign(cell, { curve: index, sign: plain ? RULE.plain : RULE.fine })
        } else if (plain) {
          if (free) Object.assign(cell, { curve: index, sign: PLAIN_SIGNS[stroke] })
        } else {
          cell.bits |= DOTS[(top % 4) as 0 | 1 | 2 | 3][(x % 2) as 0 | 1]
          if (free) cell.curve = index
        }
      }
    }
  }
  return cells.map((row) => {
    const runs: { text: string; curve: number | undefined }[] = []
    for (const { bits, curve, sign } of row) {
      const text = bits > 0 ? String.fromCodePoint(0x2800 + bits) : sign
      const last = runs.at(-1)
      if (last && last.curve === curve) last.text += text
      else runs.push({ text, curve })
    }
    return runs
  })
}

/** The dot beside the last one, towards the next. */
function nextTo(last: number, next: number): number {
  return last < next ? last + 1 : last > next ? last - 1 : next
}
