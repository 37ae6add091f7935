#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { Command, CommanderError } from 'commander'
import { printFailure } from './envelope.ts'
import { exitCodeOf, failureOf, UsageError } from './failure.ts'
import { type Flags, sessionOptionsOf } from './flags.ts'

/** A command as it was chosen; it answers with its exit code. */
type Chosen = () => Promise<number>

/**
 * The command line. Commands and screens are loaded when they are chosen: nothing heavy stands between a person
 * and the first frame.
 */
function commandLine(choose: (chosen: Chosen) => void): Command {
  const program = new Command('stake')
    .description(
      'Stake TAO on Bittensor. Without a command it opens the terminal program; without --endpoint on a\nchain of its own, to try things out. Keys come from STAKE_URI or are asked for, never from arguments.',
    )
    .version(version())
    .option('--network <name>', 'finney, test, archive, local, devnet (its own chain), or an address')
    .option('--endpoint <ws-url>', 'the node to connect to; may be repeated', together)
    .option('--port <number>', 'port of the embedded chain (default: 9944 or the next free one)')
    .option('--block-time <ms>', 'milliseconds between blocks of the embedded chain (default: 3000)')
    .option('--policy <file>', 'what may be signed, as JSON')
    .option('--new-journal', 'nothing was spent today that the journal does not know of, although it is new')
    .option('--accept-runtime <spec>', 'accept a runtime version that this release does not know')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeErr: () => undefined })
    .exitOverride()
    .allowExcessArguments(false)
    .helpCommand(false)

  const add = (name: string, description: string, run: (flags: Flags) => Promise<number>): Command =>
    program
      .command(name)
      .description(description)
      .allowExcessArguments(false)
      .action((_flags, command: Command) => choose(() => run(command.optsWithGlobals())))

  program.action(() => choose(() => start(program.opts())))

  add('portfolio', 'print balance and positions', async (flags) => {
    const { portfolio } = await import('./commands/portfolio.ts')
    return portfolio(flags)
  })
    .option('--coldkey <address>', 'whose (default: the account of the key)')
    .option('--json', 'print JSON')

  add('subnets', 'print all subnets and their prices', async (flags) => {
    const { subnets } = await import('./commands/subnets.ts')
    return subnets(flags)
  }).option('--json', 'print JSON')

  withTradeOptions(
    add('add', 'stake TAO into a subnet', async (flags) => {
      const { trade } = await import('./commands/trade.ts')
      return trade('stake', flags)
    }),
    'TAO to stake',
  )
  withTradeOptions(
    add('remove', 'unstake alpha from a subnet', async (flags) => {
      const { trade } = await import('./commands/trade.ts')
      return trade('unstake', flags)
    }),
    'alpha to unstake, or all',
  )

  add('devnet', 'run a development chain in the foreground', async (flags) => {
    const { devnet } = await import('./commands/devnet.ts')
    return devnet(flags)
  })
    .option('--instant', 'a block as soon as a transaction is ready, instead of on a timer')
    .option('--finality <blocks>', 'how far the final block stays behind, or stalled (default: 1)')
    .option('--profile <name>', 'demo or localnet, which is like the official one (default: demo)')
    .option('--state <file>', 'keep the chain in a file and go on from it')
    .option('--archive', 'keep the states of all blocks')
    .option('--no-emission', 'no new TAO and alpha')
    .option('--no-trader', 'nobody who moves the prices of the demo')
  return program
}

/** Gathers the values of an option that may be repeated. */
function together(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

function withTradeOptions(command: Command, amount: string): Command {
  return command
    .option('--netuid <number>', 'the subnet')
    .option('--amount <amount>', amount)
    .option('--hotkey <address>', 'the validator (default: where you stake already, else the largest)')
    .option('--mode <mode>', 'strict, partial or unsafe (default: strict)')
    .option('--tolerance <tolerance>', 'how far the price may move, as 0.5% or 50bps (default: 0.5%)')
    .option('--accept-tolerance <tolerance>', 'the same again, where it is above 5%')
    .option('--wait <how>', 'finalized or inclusion (default: finalized)')
    .option('--yes', 'do not ask')
    .option('--json', 'print JSON')
}

/** Without a command: the screens in a terminal, plain tables in a pipe. */
async function start(flags: Flags): Promise<number> {
  if (process.stdin.isTTY && process.stdout.isTTY) {
    const options = sessionOptionsOf(flags)
    const { startScreens } = await import('./screens/shell/start.tsx')
    return startScreens(options)
  }
  const { overview } = await import('./commands/overview.ts')
  return overview(flags)
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return String((manifest as { version: unknown }).version)
}

/** What commander found wrong, in our words; values are not repeated, a key may be among them. */
function usageErrorOf({ code, message }: CommanderError): UsageError {
  const name = /'(--?[a-z][a-z-]{0,30})/.exec(message)?.[1] ?? ''
  switch (code) {
    case 'commander.unknownOption':
      return new UsageError(`There is no option ${name}.`, '`stake --help` lists them all.')
    case 'commander.optionMissingArgument':
      return new UsageError(`The option ${name} needs a value.`, '`stake --help` shows which.')
    case 'commander.unknownCommand':
      return new UsageError('There is no such command.', '`stake --help` lists them all.')
    default:
      return new UsageError(
        / for '/.test(message)
          ? 'There are words on the command line that belong to no option.'
          : 'There is no such command.',
        'See `stake --help`; a key is never given as an argument, but in STAKE_URI or when asked.',
      )
  }
}

async function main(args: readonly string[]): Promise<number> {
  try {
    checkNode()
    let chosen: Chosen = async () => 0
    const program = commandLine((command) => {
      chosen = command
    })
    try {
      program.parse(args, { from: 'user' })
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error
      if (error.exitCode === 0) return 0
      throw usageErrorOf(error)
    }
    return await chosen()
  } catch (error) {
    return fail(error, args.includes('--json'))
  }
}

function fail(error: unknown, json: boolean): number {
  if (process.env.STAKE_DEBUG) process.stderr.write(`${inspect(error)}\n`)
  const failure = failureOf(error)
  printFailure(failure, json)
  return exitCodeOf(failure)
}

/** What the program needs of Node (sockets, terminals) came with 22.12. @throws UsageError */
function checkNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 12)) return
  throw new UsageError(
    `Node ${process.versions.node} is too old for this program.`,
    'Install Node 22.12 or newer.',
  )
}

/** Libraries talk to the console; standard output carries results, standard error our own sentences. */
function quietLibraries(): void {
  const silence = () => undefined
  Object.assign(console, { log: silence, info: silence, warn: silence, error: silence, debug: silence })
}

/** Whatever was forgotten still ends in one sentence, after the screens have given the terminal back. */
function endOnFault(error: unknown): never {
  process.once('exit', () => fail(error, process.argv.includes('--json')))
  process.exit(1)
}

quietLibraries()
// Ink's colours do not know NO_COLOR by themselves.
if (process.env.NO_COLOR) process.env.FORCE_COLOR = '0'
process.on('uncaughtException', endOnFault)
// `stake subnets | head -1` closes the pipe early, which is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

const exitCode = await main(process.argv.slice(2))
// Pipes are written later than it looks; nothing else is waited for.
process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)))
