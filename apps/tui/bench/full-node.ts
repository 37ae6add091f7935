// The node of the benchmarks that shows a network at its limit, a process of its own: prints its address. Root and 128
// subnets of 64 validators; //Alice has stake on each of them.
import { developmentAccounts, namedAccount, startDevnet } from '@stake/devnet'
import { fullNetwork } from '../../../packages/devnet/bench/full-network.ts'

const [blockTime = 12_000] = process.argv.slice(2).map(Number)
const alice = developmentAccounts.alice
const network = fullNetwork()
const devnet = await startDevnet({
  blockTime,
  genesis: {
    ...network,
    balances: { ...network.balances, [alice]: '10000' },
    stakes: [
      ...network.stakes,
      ...network.subnets.map(({ netuid }) => ({
        hotkey: namedAccount(`hotkey ${netuid % 64}`),
        coldkey: alice,
        netuid,
        alpha: (1 + netuid / 100).toFixed(2),
      })),
    ],
  },
})
process.stdout.write(`${devnet.url}\n`)
process.once('SIGTERM', () => void devnet.close())
