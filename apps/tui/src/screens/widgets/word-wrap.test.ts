import { expect, test } from 'vitest'
import { wrapWords } from './word-wrap.ts'

const wrapped = (text: string, width: number): string[] =>
  wrapWords(
    text.split(' ').map((word) => ({ text: word })),
    width,
  ).map((line) => line.map((word) => word.text).join(' '))

test('lines are full, and no wider than they may be', () => {
  expect(wrapped('one two three', 7)).toEqual(['one two', 'three'])
  expect(wrapped('one two three', 6)).toEqual(['one', 'two', 'three'])
  expect(wrapped('漢字 の 畑', 7)).toEqual(['漢字 の', '畑'])
})

test('a word wider than a line stands alone', () => {
  expect(wrapped('a 5GrwvaEF5z b', 4)).toEqual(['a', '5GrwvaEF5z', 'b'])
})
