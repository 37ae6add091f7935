import { expect, test } from 'vitest'
import { lineDifferences } from '../scripts/line-differences.ts'

test.each([
  ['a\nb', 'a\nb', []],
  ['a\nb\nc', 'a\nx\nc', ['- b', '+ x']],
  ['a\nb', 'b\na', ['- a', '+ a']],
  ['a', 'a\nb', ['+ b']],
  ['a\nb\nc', 'c', ['- a', '- b']],
])('%j and %j differ by %j', (before, after, differences) => {
  expect(lineDifferences(before, after)).toEqual(differences)
})
