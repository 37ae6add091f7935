#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { StakeError } from '@stake/math'
import { commandLine, understand } from './command-line.ts'
import { tell } from './envelope.ts'
import { EXIT, exitCodeOf } from './exit-code.ts'
import { failureOf, UsageError } from './failure.ts'
import { type Invocation, sessionOptionsOf } from './flags.ts'
import { logError } from './log.ts'
import { giveTerminalBack } from './screen-in-use.ts'

/** What was called, as far as it is known. */
let invocation: Pick<Invocation, 'command' | 'json'> = {
  command: '',
  json: process.argv.includes('--json'),
}

async function main(args: readonly string[]): Promise<number> {
  try {
    checkNode()
    let chosen: () => Promise<number> = async () => 0
    const program = commandLine(version(), {
      named: (command) => {
        invocation = { ...invocation, command }
      },
      chosen: (called, run) => {
        invocation = called
        chosen = run
      },
      start,
    })
    understand(program, args)
    return await chosen()
  } catch (error) {
    return fail(error)
  }
}

/** Without a command: the screens in a terminal, plain tables in a pipe. */
async function start(called: Invocation): Promise<number> {
  if (process.stdin.isTTY && process.stdout.isTTY) {
    const options = sessionOptionsOf(called.flags)
    const { startScreens } = await import('./screens/shell/start.tsx')
    return startScreens(options)
  }
  const { overview } = await import('./commands/overview.ts')
  return overview(called)
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return String((manifest as { version: unknown }).version)
}

/** One sentence for people or one line for programs; the rest is in the log. */
function fail(error: unknown): number {
  logError(`stake ${invocation.command}`, error)
  if (process.env.STAKE_DEBUG) process.stderr.write(`${inspect(error)}\n`)
  const failure = failureOf(error)
  const code = exitCodeOf(failure)
  tell(invocation, { code, failure })
  return code
}

/** What was done is done, but nobody could be told on standard output. */
function failUnheard({ code = 'it is closed' }: NodeJS.ErrnoException): number {
  const unheard = new StakeError('OutputLost', `Standard output cannot be written: ${code}.`, {
    remedy: 'What was signed is in `stake history`.',
  })
  tell({ ...invocation, json: false }, { code: EXIT.failed, failure: failureOf(unheard) })
  return EXIT.failed
}

/** What the program needs of Node (sockets, terminals, locks) came with 22.13. @throws UsageError */
function checkNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 13)) return
  throw new UsageError(
    `Node ${process.versions.node} is too old for this program.`,
    'Install Node 22.13 or newer.',
  )
}

/** Libraries talk to the console; standard output carries results, standard error our own sentences. */
function quietLibraries(): void {
  const silence = () => undefined
  Object.assign(console, { log: silence, info: silence, warn: silence, error: silence, debug: silence })
}

/** Whatever was forgotten still ends in one sentence, after the screens have given the terminal back. */
function endOnFault(error: unknown): never {
  giveTerminalBack()
  fail(error)
  process.exit(1)
}

quietLibraries()
// Ink's colours do not know NO_COLOR by themselves.
if (process.env.NO_COLOR) process.env.FORCE_COLOR = '0'
process.on('uncaughtException', endOnFault)
let lost: NodeJS.ErrnoException | undefined
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  lost ??= error
  // A terminal that is gone takes the screens with it; what a command has begun comes to its own end, told or not.
  if (process.stdout.isTTY) process.exit(1)
})
process.stderr.on('error', () => undefined)

const exitCode = await main(process.argv.slice(2))
// Pipes are written later than it looks; nothing else is waited for.
process.stdout.write('', () => {
  // `stake subnets | head -1` closes the pipe early, which is no fault; a full disk is one.
  const code = lost && lost.code !== 'EPIPE' ? exitCode || failUnheard(lost) : exitCode
  process.stderr.write('', () => process.exit(code))
})
