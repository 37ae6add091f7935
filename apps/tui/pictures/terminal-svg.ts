import type { IBufferCell, Terminal } from '@xterm/headless'

/** Cells of a monospaced font at this size, in SVG units. */
const CELL = { width: 8.4, height: 18, font: 14, baseline: 13.5 } as const
const MARGIN = 12

/** A dark terminal: its two own colours, then the sixteen of the palette. */
const BACKGROUND = '#16181d'
const FOREGROUND = '#d7dae0'
const PALETTE = [
  '#16181d',
  '#e0626c',
  '#8fc27c',
  '#dcb96a',
  '#6aa8e8',
  '#c487d8',
  '#5cb8c4',
  '#d7dae0',
  '#6b7280',
  '#f0858d',
  '#a9d798',
  '#ecd08c',
  '#8cc0f5',
  '#d7a6e6',
  '#7fd0da',
  '#ffffff',
] as const

interface Look {
  readonly color: string
  readonly background: string | undefined
  readonly bold: boolean
  readonly dim: boolean
}

/** Neighbouring cells of one line that look the same. */
interface Run extends Look {
  readonly column: number
  text: string
  cells: number
}

/** What a terminal shows now, as a picture that needs nothing but a monospaced font. */
export function terminalSvg(terminal: Terminal, title: string): string {
  const { cols, rows } = terminal
  const width = round(cols * CELL.width + 2 * MARGIN)
  const height = round(rows * CELL.height + 2 * MARGIN)
  const lines = Array.from({ length: rows }, (_, row) => runsOf(terminal, row).map((run) => drawn(run, row)))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${BACKGROUND}"/>`,
    `<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${CELL.font}">`,
    ...lines.flat(),
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}

function runsOf(terminal: Terminal, row: number): readonly Run[] {
  const { active } = terminal.buffer
  const line = active.getLine(active.viewportY + row)
  const runs: Run[] = []
  for (let column = 0; column < terminal.cols; column++) {
    const cell = line?.getCell(column)
    // The second half of a wide character.
    if (!cell || cell.getWidth() === 0) continue
    const look = lookOf(cell)
    const text = cell.getChars() || ' '
    const last = runs.at(-1)
    const wide = cell.getWidth() > 1 || isOdd(text)
    if (last && !wide && !isOdd(last.text) && sameLook(last, look)) {
      last.text += text
      last.cells += 1
    } else {
      runs.push({ ...look, column, text, cells: cell.getWidth() })
    }
  }
  return runs.filter(({ text, background }) => background !== undefined || text.trim() !== '')
}

/** Characters that fonts draw wider or narrower than a cell get their cells to themselves. */
function isOdd(text: string): boolean {
  return /[^\u0020-\u024f\u0370-\u03ff\u2010-\u2027\u2190-\u21ff\u2500-\u25ff\u2713\u2717\u276f]/u.test(text)
}

function lookOf(cell: IBufferCell): Look {
  const foreground = colorOf(cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor())
  const behind = colorOf(cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor())
  const inverse = cell.isInverse() !== 0
  return {
    color: (inverse ? behind : foreground) ?? (inverse ? BACKGROUND : FOREGROUND),
    background: inverse ? (foreground ?? FOREGROUND) : behind,
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
  }
}

/** Undefined for the terminal's own colour. */
function colorOf(rgb: boolean, palette: boolean, color: number): string | undefined {
  if (rgb) return `#${color.toString(16).padStart(6, '0')}`
  if (!palette) return undefined
  if (color < 16) return PALETTE[color]
  if (color >= 232) return grey(8 + (color - 232) * 10)
  const steps = [0, 95, 135, 175, 215, 255]
  const [red, green, blue] = [(color - 16) / 36, ((color - 16) / 6) % 6, (color - 16) % 6]
    .map(Math.floor)
    .map((step) => steps[step] ?? 0)
  return `#${[red, green, blue].map((part = 0) => part.toString(16).padStart(2, '0')).join('')}`
}

function grey(level: number): string {
  return `#${level.toString(16).padStart(2, '0').repeat(3)}`
}

function sameLook(a: Look, b: Look): boolean {
  return a.color === b.color && a.background === b.background && a.bold === b.bold && a.dim === b.dim
}

function drawn({ column, text, cells, color, background, bold, dim }: Run, row: number): string {
  const x = round(MARGIN + column * CELL.width)
  const y = round(MARGIN + row * CELL.height)
  const width = round(cells * CELL.width)
  const rect = background
    ? `<rect x="${x}" y="${y}" width="${width}" height="${CELL.height}" fill="${background}"/>`
    : ''
  const weight = bold ? ' font-weight="bold"' : ''
  const opacity = dim ? ' opacity="0.6"' : ''
  // Words have places of their own: renderers fold spaces. The length keeps them in line whatever the font.
  const words = [...text.matchAll(/\S+(?: \S+)*/g)].map(({ 0: word, index }) => {
    const place = round(x + index * CELL.width)
    const length = text.length === 1 || cells !== text.length ? width : round(word.length * CELL.width)
    return `<text x="${place}" y="${round(y + CELL.baseline)}" fill="${color}"${weight}${opacity} textLength="${length}" lengthAdjust="spacingAndGlyphs">${escaped(word)}</text>`
  })
  return rect + words.join('')
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

function round(length: number): number {
  return Math.round(length * 100) / 100
}
