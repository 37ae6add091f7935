import { fileURLToPath } from 'node:url'
import { type Devnet, startDevnet } from '@stake/devnet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { terminalSvg } from '../pictures/terminal-svg.ts'
import { hasTerminals } from './pseudo-terminal.ts'
import { Screen } from './screen.ts'

// The pictures of the README, made by the real program on a chain that stands still. `pnpm pictures` makes them anew.

const fixedWorld = fileURLToPath(new URL('../pictures/fixed-world.ts', import.meta.url))

/** A screen to be shown: the keys that lead to it, and a text that is on it when it is complete. */
interface Scene {
  readonly name: string
  readonly title: string
  readonly keys: readonly (readonly [keys: string, wanted: string | RegExp])[]
}

const scenes: readonly Scene[] = [{ name: 'portfolio', title: 'The portfolio', keys: [] }]

let devnet: Devnet
beforeAll(async () => {
  devnet = await startDevnet({
    blockTime: 'manual',
    seed: 7,
    startTime: Date.UTC(2026, 10, 21, 11, 50),
  })
  for (let blocks = 0; blocks < 20; blocks++) await devnet.sealBlock()
})
afterAll(() => devnet?.close())

test.skipIf(!hasTerminals).for(scenes)(
  'the picture of $name',
  { timeout: 60_000 },
  async ({ name, title, keys }) => {
    const screen = new Screen(
      ['--endpoint', devnet.url],
      { NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import ${fixedWorld}`, STAKE_URI: '//Alice' },
      { columns: 120, rows: 40 },
    )
    await screen.shows('EXIT NOW')
    for (const [pressed, wanted] of keys) await screen.press(pressed, wanted)
    const picture = terminalSvg(await screen.settled(), title)
    // The port is the next free one.
    const everywhere = picture.replaceAll(/127\.0\.0\.1:\d{5}/g, '127.0.0.1:29944')
    await expect(everywhere).toMatchFileSnapshot(`../pictures/${name}.svg`)
    screen.type('q')
    expect((await screen.left()).code).toBe(0)
  },
)
