// The node of the soak test, a process of its own: a block every 250 ms with trades in it, and a cut connection every
// minute. Prints its address.
import { startDevnet } from '@stake/devnet'

const devnet = await startDevnet({ blockTime: 250, trader: true })
process.stdout.write(`${devnet.url}\n`)
const cutting = setInterval(() => devnet.faults.dropConnections(), 60_000)
process.once('SIGTERM', () => {
  clearInterval(cutting)
  void devnet.close()
})
