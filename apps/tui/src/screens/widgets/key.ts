import type { Key as InkKey } from 'ink'

/** One pressed key: a character as it is, other keys by their names, longer than a character. */
export type Key = string

const CONTROLS: Readonly<Record<string, Key>> = {
  '\r': 'Enter',
  '\n': 'Enter',
  '\t': 'Tab',
  '\b': 'Backspace',
  '\x7f': 'Backspace',
  '\x1b': 'Escape',
}

/**
 * The keys of one event. Terminals deliver what was typed fast, or repeated over a slow line, as one chunk such
 * as `jjj`; every character of it is a key.
 */
export function keysOf(input: string, ink: InkKey): Key[] {
  const special = specialOf(ink)
  if (special !== undefined) return [special]
  if (ink.ctrl) return [`Ctrl-${input}`]
  if (ink.meta) return []
  return [...input].map(keyOf).filter(isPrintableOrNamed)
}

/** Whether a key is a character that can be typed into a field. */
export function isCharacter(key: Key): boolean {
  return [...key].length === 1
}

/** A character as it comes from the terminal, where Ctrl and a letter are one character too. */
function keyOf(character: string): Key {
  const named = CONTROLS[character]
  if (named !== undefined) return named
  const code = character.codePointAt(0) ?? 0
  return code >= 1 && code <= 26 ? `Ctrl-${String.fromCodePoint(code + 96)}` : character
}

function specialOf(ink: InkKey): Key | undefined {
  if (ink.upArrow) return 'Up'
  if (ink.downArrow) return 'Down'
  if (ink.leftArrow) return 'Left'
  if (ink.rightArrow) return 'Right'
  if (ink.pageUp) return 'PageUp'
  if (ink.pageDown) return 'PageDown'
  if (ink.home) return 'Home'
  if (ink.end) return 'End'
  if (ink.return) return 'Enter'
  if (ink.tab) return ink.shift ? 'Shift-Tab' : 'Tab'
  if (ink.backspace) return 'Backspace'
  if (ink.delete) return 'Delete'
  if (ink.escape) return 'Escape'
  return undefined
}

function isPrintableOrNamed(key: Key): boolean {
  return !isCharacter(key) || !/\p{C}/u.test(key)
}
