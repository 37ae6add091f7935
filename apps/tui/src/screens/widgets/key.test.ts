import type { Key as InkKey } from 'ink'
import { expect, test } from 'vitest'
import { keysOf } from './key.ts'

const none: InkKey = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
}

test.each<[string, string, Partial<InkKey>, readonly string[]]>([
  ['a chunk of one letter is that many keys', 'jjj', {}, ['j', 'j', 'j']],
  ['Enter and Tab inside a chunk are keys', '5\t6\r', {}, ['5', 'Tab', '6', 'Enter']],
  ['characters beyond 16 bits stay whole', '😀q', {}, ['😀', 'q']],
  ['Ctrl and a letter inside a chunk is a key', '\r\u00155', {}, ['Enter', 'Ctrl-u', '5']],
  ['other control characters are nothing', 'a\u0000\u001cb', {}, ['a', 'b']],
  ['Enter', '\r', { return: true }, ['Enter']],
  ['Tab backwards', '', { tab: true, shift: true }, ['Shift-Tab']],
  ['arrows', '', { upArrow: true }, ['Up']],
  ['Escape', '', { escape: true }, ['Escape']],
  ['Ctrl and a letter', 'u', { ctrl: true }, ['Ctrl-u']],
  ['Alt and a letter is nothing, least of all the letter', 'q', { meta: true }, []],
])('%s', (_what, input, special, keys) => {
  expect(keysOf(input, { ...none, ...special })).toEqual(keys)
})
