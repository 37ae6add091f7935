import { writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { emptyFolder } from './own-folder.ts'
import { hasTerminals } from './pseudo-terminal.ts'
import { Screen } from './screen.ts'

/** Faults that no code of the program awaits. */
const faults = [
  ['an error in a timer', "throw new Error('lost in wss://node.example/secret-key')"],
  ['a promise that nobody awaits', "Promise.reject(new Error('lost in wss://node.example/secret-key'))"],
] as const

describe.skipIf(!hasTerminals)('a crash of the screens', { timeout: 120_000 }, () => {
  test.each(faults)('gives the terminal back, and says where the log is: %s', async (_what, fault) => {
    const folder = emptyFolder()
    const file = join(folder, 'fault.mjs')
    writeFileSync(file, `process.on('SIGUSR2', () => setTimeout(() => { ${fault} }, 0))\n`)
    const screen = new Screen(['--block-time', '400'], {
      NODE_OPTIONS: `--import=${file}`,
      STAKE_HOME: folder,
    })
    await screen.shows('EXIT NOW')
    screen.signal('SIGUSR2')
    const { code, restored, text } = await screen.left()
    expect({ code, restored }).toEqual({ code: 1, restored: true })
    const said = text.replace(/\n/g, '')
    expect(said).toContain('stake: Something happened that this program did not expect')
    expect(said).toContain(join(folder, 'stake.log'))
    const log = await readFile(join(folder, 'stake.log'), 'utf8')
    expect(log).toContain('lost in wss://node.example')
    expect(log).not.toContain('secret-key')
  })
})
