import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { emptyFolder } from '../test/own-folder.ts'
import { commandLine, understand } from './command-line.ts'
import { completionsFor } from './commands/completions.ts'
import type { Flags } from './flags.ts'
import { displayWidth } from './safe-text.ts'

function program(named: (command: string) => void = () => undefined): Command {
  return commandLine('1.2.3', { named, chosen: () => undefined, start: async () => 0 })
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
    const [, example = ''] = helpOf(command).split('Example:')
    const known = [...command.options, ...(command.parent?.options ?? [])].map(({ long }) => long)
    for (const [option] of example.matchAll(/--[a-z-]+/g)) expect(known).toContain(option)
  }
})

test('the README has every command, and no option that there is not', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const made = program()
  for (const command of made.commands)
    expect(readme).toMatch(new RegExp(`\\| \`stake ${command.name()}[ \`]`))
  const known = [...made.commands, made].flatMap(({ options }) => options.map(({ long }) => long))
  for (const [option] of readme.matchAll(/(?<![\w-])--[a-z][a-z-]+/g))
    expect([...known, '--help']).toContain(option)
})

test('the published schema has every command', () => {
  const schema = JSON.parse(readFileSync(new URL('../output.schema.json', import.meta.url), 'utf8'))
  const names = program().commands.map((command) => command.name())
  expect(schema.properties.command.enum.toSorted()).toEqual(['', ...names].toSorted())
})

test('a command lists the common options that it has a use for', () => {
  const help = Object.fromEntries(program().commands.map((command) => [command.name(), helpOf(command)]))
  expect(help.add).toMatch(/--network[\s\S]*--policy[\s\S]*--accept-loss/)
  expect(help.list).toContain('--network')
  expect(help.list).not.toMatch(/--policy|--new-journal|--plain/)
  expect(help.devnet).toContain('--block-time')
  expect(help.devnet).not.toContain('--network')
  expect(help.completions).not.toContain('--port')
})

function helpOf(command: Command): string {
  let text = ''
  command.configureOutput({ writeOut: (part) => (text += part) }).outputHelp()
  return text
}

test.each([
  ['stakes --json', 'There is no such command.', ''],
  ['--json', 'There is no option --json.', ''],
  ['add --amuont 5 --json', 'There is no option --amuont.', 'add'],
  ['--network finney add --netuid', 'The option --netuid needs a value.', 'add'],
  ['add --\u001B[31m', 'There is no such option.', 'add'],
  ['list all', 'There are words on the command line that belong to no option.', 'list'],
  ['batch', 'This command needs one more word.', 'batch'],
])('%j: %s', (line, message, command) => {
  let told = ''
  const made = program((name) => {
    told = name
  })
  const read = () => understand(made, line.split(' '))
  expect(read).toThrow(expect.objectContaining({ code: 'Usage', message }))
  expect(told).toBe(command)
})

test('completions name every command and option; bash takes them', () => {
  const made = program()
  for (const shell of ['bash', 'zsh', 'fish'] as const) {
    const script = completionsFor(shell, made)
    for (const command of made.commands) {
      expect(script).toContain(command.name())
      for (const { long } of command.options.filter(({ hidden }) => !hidden))
        expect(script).toContain(shell === 'fish' ? long?.slice(2) : long)
    }
  }
  const folder = emptyFolder()
  const file = join(folder, 'stake.bash')
  writeFileSync(file, completionsFor('bash', made))
  const complete = (...words: string[]) => {
    const script = `. ${file}; COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _stake; printf '%s\\n' "\${COMPREPLY[@]}"`
    return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\n').slice(0, -1)
  }
  expect(complete('stake', 'de')).toEqual(['delegates', 'devnet'])
  expect(complete('stake', '--net')).toEqual(['--network'])
  expect(complete('stake', '--network', 'finney', 'de')).toEqual(['delegates', 'devnet'])
  expect(complete('stake', 'add', '--to')).toEqual(['--tolerance'])
  expect(complete('stake', 'add', '--id', 'list', '--to')).toEqual(['--tolerance'])
  expect(complete('stake', 'add', '--mode', '')).toEqual(['strict', 'partial', 'unsafe'])
  expect(complete('stake', 'add', '--mode', '=', 'p')).toEqual(['partial'])
  expect(complete('stake', 'list', '--network', 'f')).toEqual(['finney'])
  expect(complete('stake', 'list', '--pol')).toEqual([''])
  expect(complete('stake', 'add', '--netuid', '')).toEqual([''])
  expect(complete('stake', 'completions', '')).toEqual(['bash', 'zsh', 'fish'])
  writeFileSync(join(folder, 'a plan.json'), '')
  expect(complete('stake', 'batch', join(folder, 'a'))).toEqual([join(folder, 'a plan.json')])
})

test('the long forms of other clients are taken, and not offered', () => {
  let flags: Flags = {}
  const made = commandLine('1.2.3', {
    named: () => undefined,
    chosen: (called) => {
      flags = called.flags
    },
    start: async () => 0,
  })
  understand(made, ['add', '--no-safe-staking', '--allow-partial-stake', '--rate-tolerance', '1%'])
  expect(flags).toMatchObject({ safeStaking: false, allowPartialStake: true, rateTolerance: '1%' })
  expect(completionsFor('bash', made)).not.toMatch(/safe-staking|rate-tolerance/)
})

test('fish completes what bash does', () => {
  const file = join(emptyFolder(), 'stake.fish')
  writeFileSync(file, completionsFor('fish', program()))
  const complete = (line: string) => {
    const script = `source ${file}; complete -C ${JSON.stringify(line)}`
    const { error, status, stdout, stderr } = spawnSync('fish', ['--no-config', '-c', script], {
      encoding: 'utf8',
    })
    if (error) return undefined
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    return stdout.split('\n').map((found) => found.split('\t')[0])
  }
  if (complete('') === undefined) {
    process.stderr.write('SKIPPED: there is no fish here to complete anything\n')
    return
  }
  expect(complete('stake de')).toEqual(['delegates', 'devnet', ''])
  expect(complete('stake --network finney de')).toEqual(['delegates', 'devnet', ''])
  expect(complete('stake add --to')).toEqual(['--tolerance', ''])
  expect(complete('stake add --mode ')).toEqual(['partial', 'strict', 'unsafe', ''])
  expect(complete('stake list --network f')).toEqual(['finney', ''])
})

test('zsh completes what bash does', () => {
  const folder = emptyFolder()
  writeFileSync(join(folder, '_stake'), completionsFor('zsh', program()))
  // A shell in a terminal of its own, in which Tab and Enter are pressed; `stake` says with what it was called.
  const script = `zmodload zsh/zpty
zpty shell "TERM=dumb zsh -f -i"
zpty -w shell "fpath=('${folder}' $fpath); autoload -Uz compinit; compinit -D -u"
zpty -w shell 'stake() { print -r -- "called <\${(j:|:)@}>" }'
for line in "$@"; do
  zpty -w shell "$line"$'\t'
  zpty -r shell shown '*called <[a-z-]*>*' && print -r -- "\${\${shown##*<}%%>*}"
done
`
  const lines = ['stake dele', 'stake --network finney dele', 'stake add --to', 'stake add --mode p']
  const { error, status, stdout, stderr } = spawnSync(
    'zsh',
    ['-f', '-c', script, 'zsh', ...lines, 'stake list --network fin', 'stake completions b'],
    { encoding: 'utf8', timeout: 30_000 },
  )
  if (error && 'code' in error && error.code === 'ENOENT') {
    process.stderr.write('SKIPPED: there is no zsh here to complete anything\n')
    return
  }
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout.trim().split('\n')).toEqual([
    'delegates',
    '--network|finney|delegates',
    'add|--tolerance',
    'add|--mode|partial',
    'list|--network|finney',
    'completions|bash',
  ])
})
