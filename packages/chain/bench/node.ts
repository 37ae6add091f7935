// The node of the benchmark, a process of its own: prints its address, and a line for every block it makes.
import { startDevnet } from '@stake/devnet'
import { benchGenesis } from './genesis.ts'

const devnet = await startDevnet({ genesis: benchGenesis(), emission: false, blockTime: 1_000 })
process.stdout.write(`${devnet.url}\n`)
process.once('SIGTERM', () => void devnet.close())
