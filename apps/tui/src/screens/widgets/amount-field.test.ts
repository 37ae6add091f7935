import { expect, test } from 'vitest'
import { amountTyped } from './amount-field.ts'
import { edit, fieldWith } from './text-field.ts'

test.each([
  ['all', '1', '1'],
  ['50%', '2', '2'],
  ['all', ' ', 'all '],
  ['all', 'Backspace', 'al'],
  ['1', '2', '12'],
  ['5', '%', '5%'],
  ['al', 'l', 'all'],
])('%s and then %s is %s', (text, key, expected) => {
  const before = fieldWith(text)
  expect(amountTyped(before, edit(before, key))).toEqual(fieldWith(expected))
})

test('what is typed in the middle stays where it is', () => {
  const before = edit(fieldWith('5%'), 'Home')
  expect(amountTyped(before, edit(before, '1')).text).toBe('15%')
})
