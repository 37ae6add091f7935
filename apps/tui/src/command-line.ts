import { Command, CommanderError, Option } from 'commander'
import { UsageError } from './failure.ts'
import type { Invocation } from './flags.ts'

/** What a command is, without what it does. */
interface Spec {
  readonly name: string
  readonly group: 'Look' | 'Trade' | 'Past' | 'Tools'
  readonly does: string
  readonly example: string
  readonly options?: readonly Option[]
  /** Those of all commands that it has a use for; by default what belongs to its group. */
  readonly common?: readonly Option[]
  /** The name of the one word it takes, and what that is. */
  readonly word?: readonly [name: string, does: string]
  /** Loaded when it is chosen: nothing heavy stands between a person and the first frame. */
  readonly run: (invocation: Invocation, program: Command) => Promise<number>
}

const JSON_OPTION = option('--json', 'print one line of JSON')
const NETUID = option('--netuid <number>', 'the subnet')
const COLDKEY = option('--coldkey <address>', 'whose; an address only watches')
const HOTKEY_IN = option(
  '--hotkey <address>',
  'the validator (default: where you stake already, else the largest)',
)
const HOTKEY_OUT = option('--hotkey <address>', 'where the stake is (needed where there are several)')
const TAO = option('--amount <amount>', 'TAO: a number, 50% or all')
const ALPHA = option('--amount <amount>', 'alpha: a number, 50% or all')
const ROUTE = option('--route <how>', 'in one call, or as a sale and a purchase within limits', [
  'direct',
  'protected',
])
const LIMIT = option('--limit <number>', 'at most so many')
const PORT = option('--port <number>', 'port of the devnet (default: 9944 or the next free one)')
const BLOCK_TIME = option('--block-time <ms>', 'milliseconds between blocks of the devnet')

/** Said wherever a chain is needed. */
const CHAIN: readonly Option[] = [
  option(
    '--network <name>',
    'finney, test, archive, local, devnet (in this program), your own, or an address',
  ),
  repeated('--endpoint <ws-url>', 'the node to connect to; may be repeated'),
  option('--accept-runtime <spec>', 'accept a runtime version that this release does not know'),
  PORT,
  BLOCK_TIME,
]
/** Said where something may be signed. */
const GUARDS: readonly Option[] = [
  option('--policy <file>', 'what may be signed, as JSON'),
  option('--new-journal', 'nothing was spent today that the journal does not know of, although it is new'),
  option('--accept-loss', 'go on with a journal of which records are missing'),
]
const ALL_COMMON: readonly Option[] = [...CHAIN, ...GUARDS]

/** What every command that signs can be told. */
const SIGNING: readonly Option[] = [
  COLDKEY,
  option('--dry-run', 'show the plan and send nothing; needs no key'),
  option('-y, --yes', 'do not ask'),
  option('--wait <how>', 'what to wait for', ['finalized', 'inclusion']),
  option('--timeout <seconds>', 'stop waiting then; what was sent stays sent (exit code 5)'),
  JSON_OPTION,
]
const OWN_ID = option('--id <text>', 'one that is known is never signed again')
/** How a price is protected, in our words and in those of btcli. */
const PROTECTION: readonly Option[] = [
  option('--mode <mode>', 'all within the limit or nothing, what fits, or any price', [
    'strict',
    'partial',
    'unsafe',
  ]),
  option('--safe', 'as --mode strict'),
  option('--unsafe', 'as --mode unsafe'),
  option('--partial', 'as --mode partial'),
  option('--no-partial', 'as --mode strict'),
  option('--tolerance <tolerance>', 'how far the price may move: 0.5%, 50bps, 0.005'),
  option('--accept-tolerance <tolerance>', 'the same again, where it is above 5%'),
  // The long forms of btcli: taken, not shown.
  option('--safe-staking', 'as --mode strict').hideHelp(),
  option('--no-safe-staking', 'as --mode unsafe').hideHelp(),
  option('--allow-partial-stake', 'as --mode partial').hideHelp(),
  option('--no-allow-partial-stake', 'as --mode strict').hideHelp(),
  option('--rate-tolerance <tolerance>', 'as --tolerance').hideHelp(),
]
const TRADING: readonly Option[] = [...PROTECTION, OWN_ID, ...SIGNING]
const DEST_NETUID = option('--dest-netuid <number>', 'the subnet it goes to')

const specs: readonly Spec[] = [
  {
    name: 'list',
    group: 'Look',
    does: 'your balance and positions, and what leaving brings',
    example: 'stake list --network finney --coldkey 5Grwva…',
    options: [COLDKEY, JSON_OPTION],
    run: async (call) => (await import('./commands/list.ts')).list(call),
  },
  {
    name: 'subnets',
    group: 'Look',
    does: 'every subnet: price, pool, emission',
    example: 'stake subnets --network finney --json | jq .result.subnets[0].price.decimal',
    options: [JSON_OPTION],
    run: async (call) => (await import('./commands/subnets.ts')).subnets(call),
  },
  {
    name: 'price',
    group: 'Look',
    does: 'what alpha costs now',
    example: 'stake price --netuid 1 --netuid 64 --network finney',
    options: [repeated('--netuid <number>', 'one subnet; may be repeated (default: all)'), JSON_OPTION],
    run: async (call) => (await import('./commands/price.ts')).price(call),
  },
  {
    name: 'quote',
    group: 'Look',
    does: 'what a trade would bring, in each safety mode',
    example: 'stake quote --netuid 1 --amount 10 --side sell --tolerance 1%',
    options: [
      NETUID,
      option('--amount <amount>', 'TAO to buy for, or alpha to sell'),
      option('--side <side>', 'buy alpha or sell it', ['buy', 'sell']),
      option('--tolerance <tolerance>', 'how far the price may move: 0.5%, 50bps, 0.005'),
      JSON_OPTION,
    ],
    run: async (call) => (await import('./commands/quote.ts')).quote(call),
  },
  {
    name: 'delegates',
    group: 'Look',
    does: 'validators by stake, take and what they earn',
    example: 'stake delegates --limit 10 --network finney',
    options: [LIMIT, JSON_OPTION],
    run: async (call) => (await import('./commands/delegates.ts')).delegates(call),
  },
  {
    name: 'add',
    group: 'Trade',
    does: 'stake TAO',
    example: 'stake add --netuid 1 --amount 5 --tolerance 1% --network finney',
    options: [NETUID, TAO, HOTKEY_IN, ...TRADING],
    run: async (call) => (await import('./commands/trade.ts')).add(call),
  },
  {
    name: 'remove',
    group: 'Trade',
    does: 'unstake alpha',
    example: 'stake remove --netuid 1 --amount all --network finney',
    options: [
      NETUID,
      ALPHA,
      HOTKEY_OUT,
      option('--all', 'everything with this hotkey, on all subnets'),
      option('--all-alpha', 'the same but root, and stake the TAO on root'),
      ...TRADING,
    ],
    run: async (call) => (await import('./commands/trade.ts')).remove(call),
  },
  {
    name: 'move',
    group: 'Trade',
    does: 'move stake to another hotkey',
    example: 'stake move --netuid 1 --dest-hotkey 5FHneW… --amount 50%',
    options: [
      NETUID,
      ALPHA,
      HOTKEY_OUT,
      option('--dest-hotkey <address>', 'the hotkey it goes to'),
      DEST_NETUID,
      ROUTE,
      ...TRADING,
    ],
    run: async (call) => (await import('./commands/trade.ts')).move(call),
  },
  {
    name: 'swap',
    group: 'Trade',
    does: 'swap stake of one subnet for another',
    example: 'stake swap --netuid 1 --dest-netuid 2 --amount all --dry-run',
    options: [NETUID, ALPHA, HOTKEY_OUT, DEST_NETUID, ROUTE, ...TRADING],
    run: async (call) => (await import('./commands/trade.ts')).swap(call),
  },
  {
    name: 'transfer',
    group: 'Trade',
    does: 'give stake to another coldkey',
    example: 'stake transfer --netuid 1 --dest-coldkey 5FHneW… --amount 10',
    options: [
      NETUID,
      ALPHA,
      HOTKEY_OUT,
      option('--dest-coldkey <address>', 'the coldkey that owns it then'),
      DEST_NETUID,
      ROUTE,
      ...TRADING,
    ],
    run: async (call) => (await import('./commands/trade.ts')).transfer(call),
  },
  {
    name: 'burn',
    group: 'Trade',
    does: 'buy alpha and burn it, or burn what you hold',
    example: 'stake burn --netuid 14 --amount 10 --tolerance 0.5%',
    options: [
      NETUID,
      option('--amount <amount>', 'TAO to buy for, or alpha of your stake: a number, 50% or all'),
      option('--from <what>', 'buy it with TAO, or take it from your stake', ['tao', 'stake']),
      option('--recycle', 'with --from stake: the subnet may emit it again'),
      HOTKEY_IN,
      ...TRADING,
    ],
    run: async (call) => (await import('./commands/trade.ts')).burn(call),
  },
  {
    name: 'take',
    group: 'Trade',
    does: 'show or set what a hotkey keeps of dividends',
    example: 'stake take --hotkey 5Grwva… --take 10%',
    options: [
      option('--hotkey <address>', 'the hotkey (default: the only one you own)'),
      option('--take <fraction>', 'the new take: 10% or 0.1'),
      OWN_ID,
      ...SIGNING,
    ],
    run: async (call) => (await import('./commands/take.ts')).take(call),
  },
  {
    name: 'batch',
    group: 'Trade',
    does: 'many operations from a JSON file',
    example: 'stake batch exits.json --together atomic --dry-run',
    word: ['file', 'a JSON list of operations, a plan of --dry-run --json, or - for standard input'],
    options: [
      option('--together <how>', 'one transaction each, one for all, or one after another', [
        'gather',
        'atomic',
        'best-effort',
        'sequence',
      ]),
      option('--on-failure <what>', 'whether a sequence goes on', ['stop', 'continue']),
      option('--accept-tolerance <tolerance>', 'the tolerance again, where it is above 5%'),
      ...SIGNING,
    ],
    run: async (call) => (await import('./commands/batch.ts')).batch(call),
  },
  {
    name: 'history',
    group: 'Past',
    does: 'what was signed here, and what became of it',
    example: 'stake history --network finney --limit 10',
    options: [LIMIT, NETUID, COLDKEY, JSON_OPTION],
    run: async (call) => (await import('./commands/history.ts')).history(call),
  },
  {
    name: 'resume',
    group: 'Past',
    does: 'settle what an earlier run left open; never signs',
    example: 'stake resume --network finney --timeout 60',
    options: [
      option('--drop', 'forget what was never sent'),
      option('--wait <how>', 'what to wait for', ['finalized', 'inclusion']),
      option('--timeout <seconds>', 'stop waiting then (exit code 5)'),
      JSON_OPTION,
    ],
    run: async (call) => (await import('./commands/resume.ts')).resume(call),
  },
  {
    name: 'devnet',
    group: 'Tools',
    does: 'run a development chain in the foreground',
    example: 'stake devnet --port 9944 --block-time 1000',
    options: [
      option('--instant', 'a block as soon as a transaction is ready, instead of on a timer'),
      option('--finality <blocks>', 'how far the final block stays behind, or stalled (default: 1)'),
      option('--profile <name>', 'what it starts with; localnet is like the official one', [
        'demo',
        'localnet',
      ]),
      option('--second-port <number>', 'serve the same chain on one more port'),
      option('--state <file>', 'keep the chain in a file and go on from it'),
      option('--archive', 'keep the states of all blocks'),
      option('--no-emission', 'no new TAO and alpha'),
      option('--no-trader', 'nobody who moves the prices of the demo'),
    ],
    common: [PORT, BLOCK_TIME],
    run: async (call) => (await import('./commands/devnet.ts')).devnet(call),
  },
  {
    name: 'completions',
    group: 'Tools',
    does: 'for bash, zsh or fish',
    example: 'stake completions bash > ~/.local/share/bash-completion/completions/stake',
    word: ['shell', 'bash, zsh or fish'],
    common: [],
    run: async ({ args: [wanted] }, program) => {
      const { completionsFor, SHELLS } = await import('./commands/completions.ts')
      const shell = SHELLS.find((each) => each === wanted)
      if (!shell) throw new UsageError('There are no completions for this shell.', 'Say bash, zsh or fish.')
      process.stdout.write(completionsFor(shell, program))
      return 0
    },
  },
]

/** What becomes of a command line. */
export interface Reading {
  /** Told the command as soon as it is known; what follows may be wrong all the same. */
  readonly named: (command: string) => void
  /** Told what was chosen, which then runs outside of the parser. */
  readonly chosen: (invocation: Invocation, run: () => Promise<number>) => void
  /** What happens without a command. */
  readonly start: (invocation: Invocation) => Promise<number>
}

/** The command line; {@link understand} reads one. */
export function commandLine(version: string, { named, chosen, start }: Reading): Command {
  const program = new Command('stake').version(version)
  for (const each of ALL_COMMON) program.addOption(each)
  program
    .addOption(option('--plain', 'lines of text in place of the full screen, for screen readers'))
    .configureOutput({ writeErr: () => undefined })
    .exitOverride()
    .allowExcessArguments(false)
    .helpCommand(false)
    .hook('preSubcommand', (_program, command) => named(command.name()))
    .action(() => {
      const invocation = { command: '', args: [], flags: program.opts(), json: false }
      chosen(invocation, () => start(invocation))
    })
  for (const { name, group, does, example, options = [], common, word, run } of specs) {
    const command = program.command(name).description(does).allowExcessArguments(false)
    for (const each of options) command.addOption(each)
    if (word) command.argument(`<${word[0]}>`, word[1])
    const shared = common ?? (group === 'Trade' ? ALL_COMMON : CHAIN)
    command
      .configureHelp({ showGlobalOptions: true, visibleGlobalOptions: () => [...shared] })
      .addHelpText('after', `\nExample:\n  ${example}`)
      .action(() => {
        const flags = command.optsWithGlobals()
        const invocation = { command: name, args: command.args, flags, json: flags.json === true }
        chosen(invocation, () => run(invocation, program))
      })
  }
  program.helpInformation = help
  return program
}

/** Reads a command line; where it asks for help or the version they are printed. @throws UsageError */
export function understand(program: Command, args: readonly string[]): void {
  try {
    program.parse(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return
    const [word] = program.parseOptions([...args]).operands
    const isCommand = word === undefined || program.commands.some((command) => command.name() === word)
    throw isCommand ? usageErrorOf(error) : noSuchCommand()
  }
}

/** Everything there is, on one screen of 80 by 24. */
function help(): string {
  const wide = Math.max(...specs.map(({ name }) => name.length)) + 2
  const lines = specs.map(({ name, group, does }, index) => {
    const heading = specs[index - 1]?.group === group ? '' : group
    return `${heading.padEnd(8)}${name.padEnd(wide)}${does}`
  })
  return [
    'stake: hold stake on Bittensor. Without a command it opens the full screen.',
    '',
    ...lines,
    '',
    '--network finney|test|archive|local|devnet|ADDRESS   --json   --dry-run   --yes',
    'Keys come from STAKE_URI or are asked for, never from arguments.',
    '`stake COMMAND --help` lists the options of a command, with an example.',
    '',
  ].join('\n')
}

function option(flags: string, does: string, words?: readonly string[]): Option {
  const made = new Option(flags, does)
  // Only told: what is none of them is refused in our own words.
  if (words) made.argChoices = [...words]
  return made
}

/** An option that may be given more than once. */
function repeated(flags: string, does: string): Option {
  return option(flags, does).argParser((value: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    value,
  ])
}

function noSuchCommand(): UsageError {
  return new UsageError(
    'There is no such command.',
    '`stake --help` lists them all; a key is never given as an argument, but in STAKE_URI or when asked.',
  )
}

/** What commander found wrong, in our words; values are not repeated, a key may be among them. */
function usageErrorOf({ code, message }: CommanderError): UsageError {
  const name = /'(--?[a-z][a-z-]{0,30})/.exec(message)?.[1]
  switch (code) {
    case 'commander.unknownOption':
      return new UsageError(
        name ? `There is no option ${name}.` : 'There is no such option.',
        '`stake COMMAND --help` lists them all.',
      )
    case 'commander.optionMissingArgument':
      return new UsageError(`The option ${name} needs a value.`, '`stake COMMAND --help` shows which.')
    case 'commander.missingArgument':
      return new UsageError('This command needs one more word.', '`stake COMMAND --help` shows which.')
    default:
      return new UsageError(
        'There are words on the command line that belong to no option.',
        'See `stake --help`; a key is never given as an argument, but in STAKE_URI or when asked.',
      )
  }
}
