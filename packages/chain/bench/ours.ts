// @stake/chain does what the benchmark asks; the address of the node is its argument.
import './counted-socket.ts'
import { coldkeys } from './genesis.ts'
import { measure } from './measured.ts'
import { BALANCES, CONNECT, SUBMISSIONS, SUBMIT, SUBNETS_AND_PORTFOLIO } from './tasks.ts'

const [url = ''] = process.argv.slice(2)

const { api, chain } = await measure(CONNECT, async () => {
  const api = await import('@stake/chain')
  return { api, chain: await api.connect(url) }
})
const { buildCall, developmentAccounts, readBalances, readSnapshot, sign, signerFromUri, submit } = api
const alice = developmentAccounts['//Alice'] ?? ''

const snapshot = await measure(SUBNETS_AND_PORTFOLIO, async () =>
  readSnapshot(await chain.at('best'), { coldkeys: [alice], netuids: 'all' }),
)
await measure(BALANCES, async () => readBalances(await chain.at('best'), coldkeys))

const signer = signerFromUri('//Alice')
const [position] = snapshot.positions
const call = buildCall(chain, 'SubtensorModule', 'add_stake_limit', {
  hotkey: position?.hotkey ?? '',
  netuid: position?.netuid ?? 1,
  amount_staked: 1_000_000_000n,
  limit_price: 10n ** 15n,
  allow_partial: false,
})
await measure(SUBMIT, async () => {
  const submissions = []
  for (let count = 0; count < SUBMISSIONS; count++) {
    submissions.push(
      submit(
        chain,
        await chain.nonces.allocate(signer.address, (nonce) => sign(chain, call, signer, { nonce })),
      ),
    )
  }
  const outcomes = await Promise.all(submissions.map(({ outcome }) => outcome))
  if (outcomes.some(({ kind }) => kind !== 'included')) throw new Error('Not all were included.')
})
await chain.close()
