import { type Chain, connect, type Signer, shownEndpoint, signerFromUri } from '@stake/chain'
import { type Devnet, type DevnetOptions, startDevnet } from '@stake/devnet'
import { memoryJournal } from '@stake/ops'
import { fromEnvironment } from './environment.ts'
import { type Flags, type FlagTable, flagLines, parseFlags } from './flags.ts'
import { reasonOf } from './reason.ts'
import type { Stage } from './stage.ts'
import { Stop } from './stop.ts'

/** A scenario as a program. */
export interface Example<Settings> {
  /** The file's name without its ending. */
  readonly name: string
  /** What it shows, in a sentence. */
  readonly shows: string
  readonly flags?: FlagTable
  /** Its environment variables and what they mean. */
  readonly environment?: Readonly<Record<string, string>>
  /** The devnet it starts where no network is named. */
  readonly devnet?: () => DevnetOptions
  /** Reads flags and environment before anything is started. @throws Stop */
  settings(flags: Flags): Settings
  play(stage: Stage, settings: Settings): Promise<void>
}

/** Milliseconds between the blocks of the devnet. */
const BLOCK_TIME = 250

/** Runs an example as a program: exit code 0 where it did what it shows and every check of it held. */
export async function perform<Settings>(example: Example<Settings>): Promise<void> {
  const print = (...lines: readonly string[]): void => {
    for (const line of lines) console.log(line)
  }
  const cleanups: (() => Promise<unknown>)[] = []
  try {
    const flags = parseFlags(process.argv.slice(2), example.flags ?? {})
    if (flags.help) return print(...help(example))
    const settings = example.settings(flags)
    const checks = newChecks(print)
    const stage = await openStage(example, flags, { print, cleanups, checks })
    await example.play(stage, settings)
    print('', checks.failed === 0 ? `✔ ${checks.held} checks held.` : `✘ ${checks.failed} checks failed.`)
    if (checks.failed > 0) process.exitCode = 1
  } catch (error) {
    console.error((error instanceof Stop ? stopLines(error) : ['❌ Failed.', ...reasonOf(error)]).join('\n'))
    process.exitCode = 1
  } finally {
    for (const close of cleanups.reverse()) await close()
  }
}

interface Checks {
  held: number
  failed: number
  expect(what: string, actual: unknown, wanted: unknown): void
}

function newChecks(print: (line: string) => void): Checks {
  const checks: Checks = {
    held: 0,
    failed: 0,
    expect(what, actual, wanted) {
      if (actual === wanted) checks.held++
      else {
        checks.failed++
        print(`✘ ${what}: ${String(actual)}, but it should be ${String(wanted)}`)
      }
    },
  }
  return checks
}

interface Backstage {
  readonly print: Stage['print']
  readonly cleanups: (() => Promise<unknown>)[]
  readonly checks: Checks
}

async function openStage<S>(
  example: Example<S>,
  flags: Flags,
  { print, cleanups, checks }: Backstage,
): Promise<Stage> {
  const target = flags.value('network')
  const uri = fromEnvironment('STAKE_URI')
  const given = uri === undefined ? undefined : signerFromUri(uri)
  let devnet: Devnet | undefined
  if (target === undefined) {
    const started = await startDevnet({ blockTime: BLOCK_TIME, emission: false, ...example.devnet?.() })
    cleanups.push(() => started.close())
    devnet = started
  }
  const chain = await connect(target ?? devnet?.url ?? '')
  cleanups.push(() => chain.close())
  const isAsShown =
    !flags.isChanged &&
    !Object.keys(example.environment ?? {}).some((name) => name !== 'WALLET' && process.env[name])
  const signer = given ?? (devnet && signerFromUri('//Alice'))
  const coldkey = flags.value('coldkey') ?? signer?.address
  if (coldkey === undefined) throw keyMissing()
  return {
    chain,
    devnet,
    network: devnet ? 'devnet' : networkName(chain, target ?? ''),
    coldkey,
    signer: () => signerOf(coldkey, signer),
    journal: memoryJournal(),
    yes: flags.yes,
    print,
    expect: checks.expect,
    golden(what, actual, wanted) {
      if (devnet && !given && isAsShown) checks.expect(what, actual, wanted)
    },
  }
}

function networkName({ network }: Chain, target: string): string {
  return network?.name ?? (target.includes('://') ? shownEndpoint(target) : target)
}

function signerOf(coldkey: string, signer: Signer | undefined): Signer {
  if (!signer) throw keyMissing()
  if (signer.address !== coldkey) throw new Stop(`The key is that of ${signer.address}, not of ${coldkey}.`)
  return signer
}

function keyMissing(): Stop {
  return new Stop(
    'No key is known on this network.',
    'Set STAKE_URI to the key phrase of the coldkey (wallet files cannot be read yet), or --coldkey to look only.',
  )
}

function stopLines({ message, remedy }: Stop): string[] {
  return remedy === '' ? [message] : [message, `   → ${remedy}`]
}

function help<S>({ name, shows, flags = {}, environment = {} }: Example<S>): string[] {
  const variables = {
    ...environment,
    STAKE_URI: 'key phrase of the coldkey; //Alice on the devnet (wallet files come later)',
  }
  return [
    `node apps/examples/src/${name}.ts`,
    shows,
    '',
    ...flagLines(flags),
    '',
    ...Object.entries(variables).map(([variable, means]) => `  ${variable.padEnd(26)}${means}`),
  ]
}
