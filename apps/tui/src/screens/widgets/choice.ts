import { rankOf } from './fuzzy.ts'
import type { Key } from './key.ts'
import { moved } from './list.ts'
import { fieldWith, type TextField } from './text-field.ts'

/** One of some options, chosen by typing a part of it or by moving through the list. */
export interface Choice<T> {
  /** What is chosen now; it follows the typing. */
  readonly value: T | undefined
  readonly typed: TextField
  /** What was chosen before the typing began. */
  readonly before: T | undefined
}

export interface Option<T> {
  readonly value: T
  /** What may be typed to find it. */
  readonly texts: readonly string[]
}

const NOTHING_TYPED = fieldWith('')

export function choiceOf<T>(value: T | undefined): Choice<T> {
  return { value, typed: NOTHING_TYPED, before: value }
}

/** The options that match what was typed, the best match first; all of them where nothing was. */
export function matching<T>({ typed }: Choice<T>, options: readonly Option<T>[]): readonly Option<T>[] {
  if (typed.text.trim() === '') return options
  return options
    .map((option) => ({ option, rank: rankOf(typed.text, option.texts) }))
    .filter(({ rank }) => rank !== undefined)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .map(({ option }) => option)
}

/** The choice after typing: the best match, and nothing where nothing matches. */
export function typedInto<T>(choice: Choice<T>, typed: TextField, options: readonly Option<T>[]): Choice<T> {
  const next = { ...choice, typed }
  if (typed.text.trim() === '') return { ...next, value: choice.before }
  return typed.text === choice.typed.text ? next : { ...next, value: matching(next, options)[0]?.value }
}

/** The choice after a key that moves in the list. */
export function movedIn<T>(
  choice: Choice<T>,
  key: Key,
  options: readonly Option<T>[],
  page: number,
): Choice<T> {
  const values = matching(choice, options).map(({ value }) => value)
  if (choice.value === undefined || !values.includes(choice.value))
    return { ...choice, value: values[0] ?? choice.value }
  return { ...choice, value: moved(values, choice.value, key, page) }
}

/** What is chosen is meant. */
export function kept<T>({ value }: Choice<T>): Choice<T> {
  return choiceOf(value)
}

/** What was chosen before the typing. */
export function givenUp<T>({ before }: Choice<T>): Choice<T> {
  return choiceOf(before)
}
