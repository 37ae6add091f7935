import { startDevnet } from '@stake/devnet'
import { DEVNET_BLOCK_TIME, DEVNET_PORT } from '../embedded-devnet.ts'
import { UsageError } from '../failure.ts'
import { type Flags, sessionOptionsOf } from '../flags.ts'

/** `stake devnet`: the development chain in the foreground, one line a block, until it is told to stop. */
export async function devnet(flags: Flags): Promise<number> {
  const { endpoint, port = DEVNET_PORT, blockTime = DEVNET_BLOCK_TIME } = sessionOptionsOf(flags)
  if (endpoint !== undefined) {
    throw new UsageError('`stake devnet` is a chain of its own.', 'Leave out --endpoint.')
  }
  const chain = await startDevnet({ port, blockTime, log: (line) => process.stdout.write(`${line}\n`) })
  process.stdout.write(`Listening on ${chain.url}, a block every ${blockTime / 1000} s. Ctrl-C stops it.\n`)
  await new Promise((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  await chain.close()
  return 0
}
