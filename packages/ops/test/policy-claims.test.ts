import { type Chain, calls, connect } from '@stake/chain'
import {
  type Devnet,
  demoGenesis,
  developmentAccounts,
  namedAccount,
  startDevnet,
  storageEntry,
} from '@stake/devnet'
import { StakeError } from '@stake/math'
import { afterEach, expect, test } from 'vitest'
import { judge, parsePolicy } from '../src/index.ts'

const { alice } = developmentAccounts
const otter = namedAccount('hotkey of Otter')

/** The first connection imports a large library. */
const TIMEOUT = 60_000

let devnet: Devnet
let chain: Chain

afterEach(async () => {
  await chain.close()
  await devnet.close()
})

/** Alice has 250 TAO on root with Otter, and is owed 62.5 alpha of subnet 1 for it. */
async function owing(claimType: object): Promise<void> {
  devnet = await startDevnet({
    blockTime: 'manual',
    emission: false,
    genesis: {
      ...demoGenesis(),
      storage: Object.fromEntries([
        storageEntry('SubtensorModule', 'RootClaimable', [otter], [[1, { bits: 2n ** 30n }]]),
        storageEntry('SubtensorModule', 'RootClaimType', [alice], claimType as { type: 'Swap' }),
      ]),
    },
  })
  chain = await connect({ endpoints: devnet.url })
}

async function verdict(rules: object, netuids = [1]): Promise<string> {
  const policy = parsePolicy({ version: 1, ...rules })
  try {
    await judge(chain, policy, [calls.claimRoot(chain, { netuids }).bytes], { address: alice })
    return 'allowed'
  } catch (error) {
    if (!(error instanceof StakeError)) throw error
    return error.details.rule ?? error.code
  }
}

test('a claim that sells is a sale at any price, of what is owed', { timeout: TIMEOUT }, async () => {
  await owing({ type: 'Swap' })
  expect(await verdict({})).toBe('allowed')
  expect(await verdict({ protection: 'required' })).toBe('protection')
  expect(await verdict({ priceImpact: '50%' })).toBe('allowed')
  expect(await verdict({ priceImpact: '0.0001%' })).toBe('priceImpact')
  expect(await verdict({ subnets: { '1': { perOperation: '62.5 alpha' } } })).toBe('allowed')
  expect(await verdict({ subnets: { '1': { perOperation: '62.4 alpha' } } })).toBe('subnets.1.perOperation')
  // The TAO is staked on root.
  expect(await verdict({ netuids: [1] })).toBe('netuids')
  expect(await verdict({ netuids: [0, 1] })).toBe('allowed')
  expect(await verdict({ subnets: { '0': { perOperation: '0 TAO' } } })).toBe('subnets.0.perOperation')
  expect(await verdict({ hotkeys: [alice] })).toBe('hotkeys')
  expect(await verdict({ hotkeys: [otter] })).toBe('allowed')
  expect(await verdict({ perOperation: '0 TAO' }, [2])).toBe('allowed')
})

test('a claim that keeps sells nothing', { timeout: TIMEOUT }, async () => {
  await owing({ type: 'Keep' })
  expect(await verdict({ protection: 'required', perOperation: '0 TAO', netuids: [1] })).toBe('allowed')
  expect(await verdict({ hotkeys: [alice] })).toBe('hotkeys')
})

test('a claim that keeps some sells the others', { timeout: TIMEOUT }, async () => {
  await owing({ type: 'KeepSubnets', value: { subnets: [2] } })
  expect(await verdict({ protection: 'required' })).toBe('protection')
})
