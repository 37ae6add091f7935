import fc from 'fast-check'
import { expect, test } from 'vitest'
import { JsonFault, readJsonText } from './json-text.ts'

const RUNS = process.env.STAKE_NIGHTLY ? 10_000 : 300
const seed = Number(process.env.STAKE_SEED ?? Date.now() % 2 ** 31)

test('reads what JSON.parse reads, and the same', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), fc.nat(4), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent)
      expect(JSON.stringify(readJsonText(text).value)).toBe(JSON.stringify(JSON.parse(text)))
    }),
    { numRuns: RUNS, seed },
  )
})

test('refuses what JSON.parse refuses', () => {
  const broken = fc.tuple(
    fc.json({ maxDepth: 3 }),
    fc.nat(),
    fc.constantFrom('', ',', '"', '}', ']', '1', ' ', '\n'),
  )
  fc.assert(
    fc.property(broken, ([text, place, change]) => {
      const at = place % (text.length + 1)
      const changed = text.slice(0, at) + change + text.slice(at + 1)
      const ours = outcome(() => readJsonText(changed).value)
      const theirs = outcome(() => JSON.parse(changed))
      // A change may make two keys one.
      if (ours.startsWith('twice')) return
      expect(ours).toBe(theirs)
    }),
    { numRuns: RUNS, seed },
  )
})

function outcome(read: () => unknown): string {
  try {
    return JSON.stringify(read())
  } catch (error) {
    return error instanceof JsonFault && error.message.endsWith('twice') ? 'twice' : 'refused'
  }
}

test('says where each value stands', () => {
  const { positionOf } = readJsonText('{\n  "a": 1,\n  "b": [true, { "c": "x" }]\n}')
  expect(positionOf([])).toEqual({ line: 1, column: 1 })
  expect(positionOf(['a'])).toEqual({ line: 2, column: 8 })
  expect(positionOf(['b', 1, 'c'])).toEqual({ line: 3, column: 22 })
  expect(positionOf(['c'])).toBeUndefined()
})

test.each([
  ['{"a":1,\n "a":2}', '"a" stands here twice', 2, 2],
  ['{"\\u0061":1,"a":2}', '"a" stands here twice', 1, 13],
  ['{"a":1', 'it ends too early', 1, 7],
  ['{"a" 1}', 'a colon should follow "a"', 1, 6],
  ['{a:1}', 'here a text in double quotes should be', 1, 2],
  ['{"a":1 "b":2}', 'here "," or "}" should be', 1, 8],
  ['[1,]', 'this is no value of JSON', 1, 4],
  ['{"a":"\n"}', 'here a text in double quotes should be', 1, 6],
  ['1 2', 'something follows its end', 1, 3],
  ['', 'it ends too early', 1, 1],
  ['['.repeat(100_000), 'it is nested too deeply', 1, 18],
])('%j is a fault at its place', (text, reason, line, column) => {
  try {
    readJsonText(text)
    expect.unreachable()
  } catch (error) {
    expect(error).toMatchObject({ message: reason, position: { line, column } })
  }
})

test('a key that means something to JavaScript is a key like others', () => {
  const { value } = readJsonText('{"__proto__":{"perDay":"1 TAO"}}')
  expect(Object.keys(value as object)).toEqual(['__proto__'])
  expect(({} as { perDay?: string }).perDay).toBeUndefined()
})
