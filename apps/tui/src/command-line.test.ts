import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { emptyFolder } from '../test/own-folder.ts'
import { commandLine } from './command-line.ts'
import { completionsFor } from './commands/completions.ts'
import { displayWidth } from './safe-text.ts'

function program(): Command {
  return commandLine(
    '1.2.3',
    () => undefined,
    async () => 0,
  )
}

test('--help has every command, and fits a terminal of 80 by 24 with a prompt below', () => {
  const lines = program().helpInformation().trimEnd().split('\n')
  expect(lines.length).toBeLessThan(24)
  for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(80)
  for (const command of program().commands) {
    expect(lines.some((line) => new RegExp(`^.{8}${command.name()} `).test(line))).toBe(true)
  }
})

test('the help of each command fits 80 columns and ends with an example of it', () => {
  for (const command of program().commands) {
    let text = ''
    command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => 80 })
    command.outputHelp()
    for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(80)
    expect(text).toMatch(new RegExp(`\\nExample:\\n {2}stake ${command.name()} [^\\n]+\\n$`))
  }
})

test('the options of an example are options of its command', () => {
  for (const command of program().commands) {
    let text = ''
    command.configureOutput({ writeOut: (part) => (text += part) }).outputHelp()
    const [, example = ''] = text.split('Example:')
    const known = [...command.options, ...(command.parent?.options ?? [])].map(({ long }) => long)
    for (const [option] of example.matchAll(/--[a-z-]+/g)) expect(known).toContain(option)
  }
})

test('completions name every command and option; bash takes them', () => {
  const made = program()
  for (const shell of ['bash', 'zsh', 'fish'] as const) {
    const script = completionsFor(shell, made)
    for (const command of made.commands) {
      expect(script).toContain(command.name())
      for (const { long } of command.options)
        expect(script).toContain(shell === 'fish' ? long?.slice(2) : long)
    }
  }
  const file = join(emptyFolder(), 'stake.bash')
  writeFileSync(file, completionsFor('bash', made))
  const complete = (...words: string[]) => {
    const script = `. ${file}; COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _stake; printf '%s\\n' "\${COMPREPLY[@]}"`
    return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n')
  }
  expect(complete('stake', 'de')).toEqual(['delegates', 'devnet'])
  expect(complete('stake', 'add', '--to')).toEqual(['--tolerance'])
  expect(complete('stake', 'add', '--mode', '')).toEqual(['strict', 'partial', 'unsafe'])
  expect(complete('stake', 'completions', '')).toEqual(['bash', 'zsh', 'fish'])
})

test.each([
  { shell: 'zsh' as const, flag: '-n' },
  { shell: 'fish' as const, flag: '--no-execute' },
])('$shell can read its completions', ({ shell, flag }) => {
  const file = join(emptyFolder(), `stake.${shell}`)
  writeFileSync(file, completionsFor(shell, program()))
  const { error, status, stderr } = spawnSync(shell, [flag, file], { encoding: 'utf8' })
  if (error) {
    process.stderr.write(`SKIPPED: there is no ${shell} here to read its completions\n`)
    return
  }
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})
