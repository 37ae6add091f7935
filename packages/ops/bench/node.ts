// The node of the benchmark, a process of its own with blocks by hand: prints its address.
import { startDevnet } from '@stake/devnet'

const devnet = await startDevnet({ blockTime: 'manual', emission: false })
process.stdout.write(`${devnet.url}\n`)
process.once('SIGTERM', () => void devnet.close())
