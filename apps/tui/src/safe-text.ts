import stringWidth from 'string-width'

/** Escape sequences as a whole, so that nothing of them stays behind as text: CSI, OSC and its kin, the rest. */
const ESCAPES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]?|(?:\u001B[\]PX^_]|[\u009D\u0090\u0098\u009E\u009F])[^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)?|\u001B[ -/]*[0-~]?/gu

/** Line breaks, tabs and every kind of space. */
const SPACES = /[\s\p{Z}]+/gu

/**
 * Controls, surrogates, private and unassigned code points, and everything without a width of its own: format
 * characters (bidi marks and overrides, zero-width spaces and joiners, tags), variation selectors, fillers.
 */
const INVISIBLE = /[\p{C}\p{Default_Ignorable_Code_Point}]/gu

/** Marks are part of many scripts, but a tower of them covers the lines above. */
const TOWERS = /(\p{M}{2})\p{M}+/gu

/** Nothing that is shown is longer; a hostile node may send megabytes. */
const LONGEST = 10_000

/** Letters, digits and the few signs of our own tables, of which each takes one cell and none does anything else. */
const ORDINARY = /^[!-~α-ω…–▲▼]*(?: [!-~α-ω…–▲▼]+)*$/u

/** What was made safe before, for tables show the same texts with every frame. */
const known = new Map<string, string>()
const MOST_KNOWN = 4_096
const LONGEST_KNOWN = 512

/** How many cells a text takes in the terminal, as Ink counts them. */
export function displayWidth(text: string): number {
  return ORDINARY.test(text) ? text.length : stringWidth(text)
}

/**
 * Text from outside (names, symbols, a node's messages) as text that can only be read: one line, no escapes, no
 * controls, no bidi or zero-width characters, at most `maxWidth` cells (then it ends with `…`). Every text that
 * comes from a chain passes here before it is shown.
 */
export function safeText(text: string, maxWidth: number): string {
  if (text.length <= maxWidth && ORDINARY.test(text)) return text
  if (text.length > LONGEST_KNOWN) return madeSafe(text, maxWidth)
  const key = `${maxWidth} ${text}`
  const before = known.get(key)
  if (before !== undefined) return before
  const safe = madeSafe(text, maxWidth)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(key, safe)
  return safe
}

function madeSafe(text: string, maxWidth: number): string {
  const plain = text
    .slice(0, LONGEST)
    .replace(ESCAPES, '')
    .replace(SPACES, ' ')
    .replace(INVISIBLE, '')
    .normalize('NFC')
    .replace(TOWERS, '$1')
    .replace(/ +/g, ' ')
    .replace(/^[ \p{M}]+/u, '')
    .trimEnd()
  return fit(plain, maxWidth)
}

/** The beginning of a text that fits into so many cells. */
function fit(text: string, maxWidth: number): string {
  if (displayWidth(text) <= maxWidth) return text
  let kept = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (displayWidth(`${kept}${segment}…`) > maxWidth) break
    kept += segment
  }
  return maxWidth < 1 ? '' : `${kept.trimEnd()}…`
}

/** Fills up to `width` cells on the right. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)))
}

/** Fills up to `width` cells on the left. */
export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text
}
