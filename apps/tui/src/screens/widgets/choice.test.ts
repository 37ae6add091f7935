import { describe, expect, test } from 'vitest'
import { choiceOf, givenUp, kept, matching, movedIn, type Option, typedInto } from './choice.ts'
import { rankOf } from './fuzzy.ts'
import { fieldWith } from './text-field.ts'

const options: readonly Option<number>[] = [
  { value: 0, texts: ['0', 'root'] },
  { value: 2, texts: ['2', 'Foundry'] },
  { value: 12, texts: ['12', 'Two Towers'] },
  { value: 20, texts: ['20', 'Tower Foundation'] },
]

function typed(text: string, before?: number) {
  return typedInto(choiceOf(before), fieldWith(text), options)
}

describe('a match', () => {
  test.each([
    ['2', ['2'], 0],
    ['fou', ['2', 'Foundry'], 1],
    ['tow', ['12', 'Two Towers'], 2],
    ['oun', ['Foundry'], 3],
    ['fdry', ['Foundry'], 4],
    ['', ['anything'], 0],
    ['zz', ['Foundry'], undefined],
  ] as const)('%j in %j has rank %s', (wanted, texts, rank) => {
    expect(rankOf(wanted, texts)).toBe(rank)
  })

  test('letters far apart in an address mean nothing', () => {
    expect(rankOf('5ty', ['5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty'])).toBeUndefined()
    expect(rankOf('94ty', ['5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty'])).toBe(3)
  })
})

describe('a choice', () => {
  test('is the best match of what is typed, in order of how good they are', () => {
    expect(typed('2').value).toBe(2)
    expect(matching(typed('2'), options).map(({ value }) => value)).toEqual([2, 20, 12])
    expect(typed('tower').value).toBe(20)
    expect(typed('nothing like it').value).toBeUndefined()
  })

  test('moves among the matches only', () => {
    const choice = typed('2')
    expect(movedIn(choice, 'Down', options, 5).value).toBe(20)
    expect(movedIn(choice, 'PageDown', options, 5).value).toBe(12)
    expect(movedIn(choiceOf<number>(undefined), 'Down', options, 5).value).toBe(0)
  })

  test('is kept by Enter, and as it was before after Esc', () => {
    expect(kept(typed('fou', 12))).toEqual(choiceOf(2))
    expect(givenUp(typed('fou', 12))).toEqual(choiceOf(12))
    expect(typedInto(typed('fou', 12), fieldWith(''), options).value).toBe(12)
  })
})
