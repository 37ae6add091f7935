import { describe, expect, test } from 'vitest'
import { hasTerminals } from './pseudo-terminal.ts'
import { Screen } from './screen.ts'

describe.skipIf(!hasTerminals)('lines for a screen reader', { timeout: 120_000 }, () => {
  test('say each thing once, in words, on the screen that was there', async () => {
    const screen = new Screen(['--plain', '--block-time', '400'])
    await screen.shows(/Screen 1 of \d: Portfolio/)
    await screen.shows(/Row 1 of \d+, selected/)
    await screen.press('2', /Screen 2 of \d: Subnets/)
    await screen.press('j', /Row 2 of \d+, selected/)
    expect(await screen.shows('NAME: Cartography')).toMatch(/^PRICE: 0\.\d{6}$/m)
    await screen.press('?', 'Keys: / filter, Esc close')
    await screen.press('?', /Screen 2 of \d: Subnets/)
    expect(screen.buffer).toBe('normal')
    expect(screen.output).not.toMatch(/[\u2500-\u259f\u2800-\u28ff❯]/)
    screen.type('q')
    await leftAsItWas(screen)
  })

  test('take the place of the screens when they are wished for, and give it back', async () => {
    const screen = new Screen(['--block-time', '400'])
    await screen.shows('EXIT NOW')
    expect(screen.buffer).toBe('alternate')
    await screen.press(':plain on\r', /Row 1 of \d+, selected/)
    expect(screen.buffer).toBe('normal')
    await screen.press(':plain off\r', '[1 Portfolio]')
    expect(screen.buffer).toBe('alternate')
    screen.type('q')
    await leftAsItWas(screen)
  })
})

/** What was there before has scrolled away; the settings of the terminal are as they were. */
async function leftAsItWas(screen: Screen): Promise<void> {
  expect((await screen.left()).code).toBe(0)
  expect(screen.buffer).toBe('normal')
  const [before, after] = [/before (\S+)/, /after (\S+)/].map((line) => line.exec(screen.output)?.[1])
  expect(before).toBeDefined()
  expect(after).toBe(before)
  expect(screen.output.lastIndexOf('\u001b[?25h')).toBeGreaterThanOrEqual(
    screen.output.lastIndexOf('\u001b[?25l'),
  )
}
