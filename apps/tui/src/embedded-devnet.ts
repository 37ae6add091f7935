import type { Devnet } from '@stake/devnet'
import { StakeError } from '@stake/math'

/** Where the embedded chain is looked for first; wallets and tools try this port by themselves. */
export const DEVNET_PORT = 9944
/** Milliseconds between blocks where none are given: quicker than the real 12 s, slow enough to follow. */
const DEVNET_BLOCK_TIME = 3_000

const TRIED_PORTS = 20

/**
 * Starts the embedded chain on the port asked for, or on 9944, or on the next free one.
 *
 * @throws PortInUse when a port was asked for and is taken
 */
export async function startEmbeddedDevnet(options: { port?: number; blockTime?: number }): Promise<Devnet> {
  const { startDevnet } = await import('@stake/devnet')
  const blockTime = options.blockTime ?? DEVNET_BLOCK_TIME
  if (options.port !== undefined) return startDevnet({ port: options.port, blockTime })
  for (let port = DEVNET_PORT; port < DEVNET_PORT + TRIED_PORTS; port++) {
    try {
      return await startDevnet({ port, blockTime })
    } catch (error) {
      if (!(error instanceof StakeError && error.code === 'PortInUse')) throw error
    }
  }
  return startDevnet({ blockTime })
}
