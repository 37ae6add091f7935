import { type DevnetOptions, demoGenesis, localnetGenesis, startDevnet } from '@stake/devnet'
import { DEVNET_PORT } from '../embedded-devnet.ts'
import { UsageError } from '../failure.ts'
import { type Flags, type Invocation, numberFlag, sessionOptionsOf, textFlag, wholeNumber } from '../flags.ts'

/** As on the live chain, and as on the official local network, in milliseconds. */
const BLOCK_TIMES = { demo: 12_000, localnet: 250 }

/** `stake devnet`: the development chain in the foreground, one line a block, until it is told to stop. */
export async function devnet({ flags }: Invocation): Promise<number> {
  const options = devnetOptionsOf(flags)
  // Listened for before anything is open: a signal may come while the chain starts.
  const told = toldToStop()
  const chain = await startDevnet({ ...options, log: (line) => process.stdout.write(`${line}\n`) })
  const second = chain.secondPort === undefined ? '' : ` and port ${chain.secondPort}`
  process.stdout.write(`Listening on ${chain.url}${second}, ${rhythm(options)}. Ctrl-C stops it.\n`)
  await told
  await chain.close()
  return 0
}

function devnetOptionsOf(flags: Flags): DevnetOptions {
  const { network = 'devnet', endpoints, port = DEVNET_PORT, blockTime } = sessionOptionsOf(flags)
  if (network !== 'devnet' || endpoints !== undefined) {
    throw new UsageError('`stake devnet` is a chain of its own.', 'Leave out --network and --endpoint.')
  }
  const instant = flags.instant === true
  if (instant && blockTime !== undefined) {
    throw new UsageError('Blocks come either at once or on a timer.', 'Leave out --instant or --block-time.')
  }
  const profile = textFlag(flags, 'profile') ?? 'demo'
  if (profile !== 'demo' && profile !== 'localnet') {
    throw new UsageError('There is no such profile.', 'Write --profile demo or --profile localnet.')
  }
  const secondPort = numberFlag(flags, 'second-port', 0, 65_535)
  const finality = textFlag(flags, 'finality')
  const state = textFlag(flags, 'state')
  return {
    port,
    ...(secondPort !== undefined && { secondPort }),
    blockTime: instant ? 'instant' : (blockTime ?? BLOCK_TIMES[profile]),
    ...(finality !== undefined && {
      finalityDepth: finality === 'stalled' ? finality : wholeNumber('finality', finality, 0, 1_000),
    }),
    genesis: profile === 'demo' ? demoGenesis() : localnetGenesis(),
    archive: flags.archive === true,
    emission: flags.emission !== false,
    // Only the demo has a trader, and its trades would bring one another's blocks.
    trader: profile === 'demo' && !instant && flags.trader !== false,
    ...(state !== undefined && { state }),
  }
}

function rhythm({ blockTime }: DevnetOptions): string {
  return blockTime === 'instant'
    ? 'a block as soon as a transaction is ready'
    : `a block every ${Number(blockTime) / 1000} s`
}

/** By a signal, or because nobody reads what it says any more. */
function toldToStop(): Promise<unknown> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve)
    process.stdout.once('error', resolve)
  })
}
