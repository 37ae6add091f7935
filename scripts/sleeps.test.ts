import type { ESTree } from 'rolldown/utils'
import { expect, test } from 'vitest'
import { importsOf, parse, type Source, testSources, walk } from './source.ts'

/**
 * A sleep of a fixed time, which is too short on a slow machine and too long on a fast one. A pause inside a loop
 * is how one waits for a condition, so it may stay.
 */
function fixedSleeps(source: Source): string[] {
  const sleeps: ESTree.Node[] = []
  const loops: ESTree.Node[] = []
  walk(parse(source).program, (node) => {
    if (/^(While|DoWhile|For|ForOf|ForIn)Statement$/.test(node.type)) loops.push(node)
    if (isSleep(node)) sleeps.push(node)
  })
  const outside = sleeps.filter(
    ({ start, end }) => !loops.some((loop) => loop.start < start && end <= loop.end),
  )
  const found = outside.map(({ start, end }) => source.text.slice(start, end))
  const imported = importsOf(source).filter(({ specifier = '' }) =>
    /^(node:)?timers\/promises$/.test(specifier),
  )
  return [...found, ...imported.map(({ specifier }) => String(specifier))].map(
    (what) => `${source.path}: ${what}`,
  )
}

/** `new Promise((resolve) => setTimeout(resolve, …))`, with or without braces. */
function isSleep(node: ESTree.Node): boolean {
  if (node.type !== 'NewExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'Promise')
    return false
  const [executor] = node.arguments
  if (executor?.type !== 'ArrowFunctionExpression') return false
  const [resolve] = executor.params
  let found = false
  walk(executor.body, (call) => {
    if (
      call.type !== 'CallExpression' ||
      call.callee.type !== 'Identifier' ||
      call.callee.name !== 'setTimeout'
    )
      return
    const [callback] = call.arguments
    found ||=
      callback?.type === 'Identifier' && resolve?.type === 'Identifier' && callback.name === resolve.name
  })
  return found
}

test('no test sleeps for a fixed time', () => {
  expect(testSources().flatMap(fixedSleeps)).toEqual([])
})

test.each([
  ['await new Promise((resolve) => setTimeout(resolve, 50))', 1],
  ['const sleep = (ms) => new Promise((r) => { setTimeout(r, ms) })', 1],
  [`import { setTimeout } from 'node:timers/promises'`, 1],
  ['while (!done) await new Promise((resolve) => setTimeout(resolve, 5))', 0],
  ['await new Promise((_, reject) => setTimeout(() => reject(new Error("too late")), 5000))', 0],
  ['await vi.waitUntil(() => done)', 0],
])('%s', (text, sleeps) => {
  expect(fixedSleeps({ path: 'a.test.ts', text })).toHaveLength(sleeps)
})
