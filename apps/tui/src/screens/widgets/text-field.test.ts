import fc from 'fast-check'
import { expect, test } from 'vitest'
import { propertyRuns } from '../../../test/property-runs.ts'
import { edit, fieldWith, insert } from './text-field.ts'

const typedKeys = (keys: readonly string[]): ReturnType<typeof fieldWith> => keys.reduce(edit, fieldWith(''))

test('types, moves and deletes where the cursor is', () => {
  expect(typedKeys(['1', '.', '5', 'Left', 'Left', 'Backspace', '2'])).toEqual({ text: '2.5', cursor: 1 })
  expect(typedKeys(['a', 'b', 'Home', 'Delete', 'End', 'c'])).toEqual({ text: 'bc', cursor: 2 })
  expect(edit(fieldWith('one two  '), 'Ctrl-w')).toEqual({ text: 'one ', cursor: 4 })
  expect(edit({ text: 'abc', cursor: 1 }, 'Ctrl-u')).toEqual({ text: 'bc', cursor: 0 })
  expect(edit({ text: 'abc', cursor: 1 }, 'Ctrl-k')).toEqual({ text: 'a', cursor: 1 })
})

test('a pasted text becomes one line', () => {
  expect(insert(fieldWith(''), '\n  bottom drive\r\n\tobey\u0000 lake').text).toBe('bottom drive obey lake')
  expect(insert(fieldWith('1'), '\u001b[31m2').text).toBe('1 [31m2')
})

test('a pasted novel is cut', () => {
  expect([...insert(fieldWith(''), 'x'.repeat(10_000)).text]).toHaveLength(400)
})

test('whatever is pressed, the cursor stays within the text', () => {
  const keys = fc.oneof(
    fc.constantFrom('Left', 'Right', 'Home', 'End', 'Backspace', 'Delete', 'Ctrl-w', 'Ctrl-u', 'Ctrl-k'),
    fc.constantFrom('a', ' ', '漢', '😀', 'é'),
  )
  fc.assert(
    fc.property(fc.array(keys, { maxLength: 40 }), (pressed) => {
      const { text, cursor } = typedKeys(pressed)
      expect(cursor).toBeGreaterThanOrEqual(0)
      expect(cursor).toBeLessThanOrEqual([...text].length)
    }),
    propertyRuns,
  )
})
