import { describe, expect, test, vi } from 'vitest'
import { hasTerminals } from './pseudo-terminal.ts'
import { Screen } from './screen.ts'

/** What a terminal shows at once lies between these. */
const [BEGIN, END] = ['\u001b[?2026h', '\u001b[?2026l']
/** Erasing the screen, or all of it below the cursor, and resetting the terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: sequences of a terminal begin with one
const CLEARS = /\u001b\[[0-3]?J|\u001bc/

const FRAMES = 8

async function blockOf(screen: Screen): Promise<number> {
  return Number(/block (\d+)/.exec((await screen.lines()).join('\n'))?.[1])
}

describe.skipIf(!hasTerminals)('blocks that come while nobody does anything', { timeout: 120_000 }, () => {
  test('are drawn at once, without clearing, and only in the lines that they change', async () => {
    const screen = new Screen(['--block-time', '300'], {}, { columns: 120, rows: 40 })
    // The chart says so from the second block on: by then everything is there that blocks change.
    await screen.shows(/in \d+ blocks/)
    const before = await blockOf(screen)
    const begun = screen.output.lastIndexOf(END) + END.length
    const written = () => screen.output.slice(begun, screen.output.lastIndexOf(END) + END.length)
    await vi.waitUntil(
      async () => written().split(BEGIN).length > FRAMES && (await blockOf(screen)) > before + 1,
      { timeout: 30_000, interval: 50 },
    )

    const [outside, ...frames] = written().split(BEGIN)
    expect(outside).toBe('')
    for (const frame of frames) {
      expect(frame.endsWith(END)).toBe(true)
      expect(frame).not.toMatch(CLEARS)
      // A line that changes ends with a line feed, one that stays is only stepped over.
      expect(frame.split('\n').length - 1).toBeLessThan(35)
    }
    screen.type('q')
    expect((await screen.left()).code).toBe(0)
  })
})
