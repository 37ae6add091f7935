import { render } from 'ink-testing-library'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { coldkey, live, ready } from '../../../test/sample.ts'
import { App } from './app.tsx'
import { Program } from './program.ts'

let program: Program
let quits = 0
let screen: ReturnType<typeof render>

beforeEach(() => {
  quits = 0
  program = new Program(
    { columns: 80, rows: 24 },
    {
      quit: () => {
        quits++
      },
      copy: () => undefined,
    },
  )
  const { session } = ready()
  if (session) program.send({ type: 'opened', session })
  program.send({ type: 'live', live: live() })
  screen = render(<App program={program} />)
})

afterEach(async () => {
  screen.unmount()
  await program.close()
})

/** Types what arrives at once, and waits until the screen shows a text. */
async function type(keys: string, shown: string): Promise<void> {
  await vi.waitUntil(() => screen.stdin.listenerCount('readable') > 0)
  screen.stdin.write(keys)
  await vi.waitUntil(() => screen.lastFrame()?.includes(shown), { timeout: 5_000 })
}

test('a chunk of keys is that many keys', async () => {
  await type('2jjj', '❯   3 quietevil')
})

test('an arrow between letters is an arrow', async () => {
  await type('2\u001b[Bj\u001b[A', '❯   1 Apex')
})

test('a paste goes into the field that has the keys, and never presses Enter', async () => {
  await type('2/', 'filter: ▏')
  await type('\u001b[200~Mon\r\u001b[201~', 'filter: Mon ▏')
  expect(program.getState().subnets.filter.typing).toBe(true)
})

test('a pasted address is looked for among the validators', async () => {
  await type('2js', '❯ Validator')
  await type(`\u001b[200~${coldkey}\u001b[201~`, `${coldkey}▏`)
})

test('q leaves, and nothing is left behind a filter', async () => {
  await type('2/q', 'filter: q▏')
  expect(quits).toBe(0)
  await type('\u001b', 'Monsoon')
  screen.stdin.write('q')
  await vi.waitUntil(() => quits === 1)
})

test('the list of keys says what is valid here, filtered', async () => {
  await type('?', 'Keys that are valid here')
  await type('/refresh', 'read the newest block again')
  expect(screen.lastFrame()).not.toContain('unstake from')
  // No sentence is cut off, however long.
  await type('\u0015marks away', 'there is none')
  expect(screen.lastFrame()).toContain('all rows in sight\n')
})
