import { mkdtempSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Devnet, startDevnet } from '@stake/devnet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { terminalSvg } from '../pictures/terminal-svg.ts'
import { hasTerminals } from './pseudo-terminal.ts'
import { Screen } from './screen.ts'

// The pictures of the README: one visit of the real program, on a chain that moves only when it is told to, in a world
// in which time stands still. `pnpm pictures` makes them anew.

const fixedWorld = fileURLToPath(new URL('../pictures/fixed-world.ts', import.meta.url))
const ENTER = '\r'
const ESCAPE = '\u001b'
const RIGHT = '\u001b[C'

/** A screen to be shown: the keys that lead to it, each with a text that it brings up. */
interface Scene {
  readonly name: string
  readonly title: string
  readonly keys: readonly (readonly [keys: string, wanted: string | RegExp])[]
  /** Blocks that come then, each of them seen. */
  readonly blocks?: number
  /** What is shown at last. */
  readonly until?: RegExp
}

const scenes: readonly Scene[] = [
  { name: 'portfolio', title: 'The portfolio', keys: [['j', /❯ +1 Carto/]], blocks: 24 },
  { name: 'subnets', title: 'All subnets', keys: [['2', 'CAP']] },
  { name: 'subnet', title: 'One subnet', keys: [[`jj${ENTER}`, /price impact/i]] },
  {
    name: 'delegates',
    title: 'The delegates',
    keys: [
      [ESCAPE, 'CAP'],
      ['3', 'R reads again'],
    ],
  },
  {
    name: 'trade',
    title: 'A stake, as it is being typed',
    keys: [
      ['2', 'CAP'],
      ['s', /take/],
      [ENTER, '❯ Amount'],
      ['15', /at least \d/],
    ],
  },
  {
    name: 'confirm',
    title: 'The last question',
    keys: [[ENTER, '❯ [ Cancel ]']],
  },
  {
    name: 'outcome',
    title: 'What became of it',
    keys: [
      [RIGHT, '❯ [ Sign'],
      [ENTER, '✓ broadcast'],
    ],
    blocks: 1,
    until: /✓ final +in block/,
  },
  {
    name: 'activity',
    title: 'Everything that was done',
    keys: [
      [ENTER, 'EXIT NOW'],
      ['6', 'STATUS'],
    ],
  },
  {
    name: 'batch',
    title: 'Many at once',
    keys: [
      ['1', 'EXIT NOW'],
      ['g  ', 'EXIT NOW'],
      ['5', '2 marked'],
      ['\t\t\t++', '5%'],
      ['\t', 'network fees up to'],
    ],
  },
  { name: 'settings', title: 'The settings', keys: [['7', 'Policy']] },
]

let devnet: Devnet
let home: string
beforeAll(async () => {
  home = mkdtempSync('/tmp/stake-')
  devnet = await startDevnet({
    blockTime: 'manual',
    trader: true,
    seed: 7,
    startTime: Date.UTC(2026, 10, 21, 11, 30),
  })
  for (let blocks = 0; blocks < 120; blocks++) await devnet.sealBlock()
})
afterAll(async () => {
  await devnet?.close()
  rmSync(home, { recursive: true, force: true })
})

test.skipIf(!hasTerminals)('the pictures of the README', { timeout: 120_000 }, async () => {
  const screen = new Screen(
    ['--endpoint', devnet.url],
    {
      HOME: home,
      NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import ${fixedWorld}`,
      STAKE_URI: '//Alice',
    },
    { columns: 120, rows: 40 },
  )
  await screen.shows('EXIT NOW')
  for (const { name, title, keys, blocks = 0, until } of scenes) {
    for (const [pressed, wanted] of keys) await screen.press(pressed, wanted)
    for (let block = 0; block < blocks; block++) {
      const { number } = await devnet.sealBlock()
      await screen.shows(`block ${number}`)
    }
    if (until) await screen.shows(until)
    const picture = terminalSvg(await screen.settled(), title)
    // The port is the next free one, the home a new one, and how many names were given before depends on the machine.
    const everywhere = picture
      .replaceAll(/127\.0\.0\.1:\d{5}/g, '127.0.0.1:29944')
      .replaceAll(home, '/tmp/stake-people')
      .replaceAll(/\b[\da-f]{8}(?=-[\da-f]{4}-4[\da-f]{3}-8)/g, 'fa9fad30')
    await expect(everywhere).toMatchFileSnapshot(`../pictures/${name}.svg`)
  }
  screen.type('q')
  expect((await screen.left()).code).toBe(0)
})
