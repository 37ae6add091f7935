import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { startDevnet } from '../src/index.ts'
import { smallGenesis } from './genesis.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Megabytes in use after everything that can go has gone. */
function heap(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed / 2 ** 20
}

// Ten thousand blocks fill what the chain keeps of blocks; from there on it stays as it is.
test.runIf(process.env.STAKE_NIGHTLY)(
  'memory is flat over 100,000 blocks',
  { timeout: 30 * 60_000 },
  async () => {
    const devnet = await startDevnet({ blockTime: 'manual', genesis: smallGenesis() })
    const seal = async (blocks: number) => {
      for (let i = 0; i < blocks; i++) await devnet.sealBlock()
    }
    await seal(10_000)
    const early = heap()
    await seal(90_000)
    const late = heap()
    // biome-ignore lint/suspicious/noConsole: the figures are worth seeing
    console.log(`${early.toFixed(1)} MB after 10,000 blocks, ${late.toFixed(1)} MB after 100,000`)
    expect(late - early).toBeLessThan(5)
    await devnet.close()
  },
)
