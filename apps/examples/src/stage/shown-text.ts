import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'

/** Controls, bidi marks, zero-width characters: what a name from a chain must not bring into a terminal. */
const INVISIBLE = /[\p{C}\p{Default_Ignorable_Code_Point}]/gu

/** Text from a chain (a name, a symbol) as one short line that can only be read. */
export function shownText(text: string, maxWidth = 24): string {
  const plain = stripVTControlCharacters(text.slice(0, 1_000))
    .replace(/[\s\p{Z}]+/gu, ' ')
    .replace(INVISIBLE, '')
    .trim()
  if (displayWidth(plain) <= maxWidth) return plain
  let kept = ''
  for (const { segment } of new Intl.Segmenter().segment(plain)) {
    if (displayWidth(`${kept}${segment}…`) > maxWidth) break
    kept += segment
  }
  return `${kept}…`
}

/** How many cells a text takes in a terminal; `इ` and `Ⲃ` take one, though they are several bytes long. */
export function displayWidth(text: string): number {
  return stringWidth(text)
}
