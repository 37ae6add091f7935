import { inspect } from 'node:util'
import { demoGenesis, developmentAccounts, type Genesis, namedAccount, storageEntry } from '@stake/devnet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  buildCall,
  type ChainAt,
  constantsOf,
  readAutoStakes,
  readChildkeyTake,
  readDelegateInfo,
  readDelegateInfos,
  readDelegates,
  readDelegateTake,
  readDelegations,
  readFamily,
  readFees,
  readHotkeyOwner,
  readHotkeys,
  readMetagraph,
  readNetworkRegistrationCost,
  readNeurons,
  readNominators,
  readRegistrationCost,
  readRegistrations,
  readRootClaims,
  readRootRegistration,
  readValidators,
} from '../src/index.ts'
import { type CountedChain, countedChain } from './counted-chain.ts'
import { liveMetadata, servingMetadata } from './metadata.ts'

const { alice } = developmentAccounts
const otter = namedAccount('hotkey of Otter')

/** The same chain twice: with devnet's metadata, and with those of the live network. */
let own: CountedChain
let live: CountedChain

beforeAll(async () => {
  const options = { genesis: genesis(), startTime: 1_700_000_000_000 }
  own = await countedChain(options)
  live = await countedChain(options, (node) => servingMetadata(node, (bytes) => liveMetadata ?? bytes))
})
afterAll(async () => {
  await own?.close()
  await live?.close()
})

function genesis(): Genesis {
  return {
    ...demoGenesis(),
    storage: Object.fromEntries([
      storageEntry('SubtensorModule', 'RootClaimable', [otter], [[1, { bits: 1n << 30n }]]),
      storageEntry('SubtensorModule', 'RootClaimType', [alice], {
        type: 'KeepSubnets',
        value: { subnets: [1] },
      }),
      storageEntry('SubtensorModule', 'AutoStakeDestination', [alice, 277], otter),
      storageEntry('SubtensorModule', 'Alpha', [otter, alice, 277], { bits: 5n << 94n }),
      storageEntry('SubtensorModule', 'ChildKeys', [otter, 1], [[7n, alice]]),
      storageEntry('SubtensorModule', 'PendingChildKeys', [1, otter], [[[9n, alice]], 40n]),
      storageEntry(
        'SubtensorModule',
        'LastRateLimitedBlock',
        [{ type: 'LastTxBlockDelegateTake', value: otter }],
        1n,
      ),
      storageEntry('SubtensorModule', 'TransactionKeyLastBlock', [otter, 1, 1], 1n),
    ]),
  }
}

const sale = (at: ChainAt) =>
  buildCall(at.chain, 'SubtensorModule', 'remove_stake', { hotkey: otter, netuid: 0, amount_unstaked: 5n })

test.skipIf(!liveMetadata).each<[string, (at: ChainAt) => Promise<unknown>]>([
  ['hotkeys', (at) => readHotkeys(at, alice)],
  ['the owner of a hotkey', (at) => readHotkeyOwner(at, otter)],
  ['registrations', (at) => readRegistrations(at, otter)],
  ['delegates', readDelegates],
  ['all that is told of delegates', readDelegateInfos],
  ['one delegate', (at) => readDelegateInfo(at, otter)],
  ['delegations', (at) => readDelegations(at, alice)],
  ['nominators', (at) => readNominators(at, otter)],
  ['validators', (at) => readValidators(at, 277)],
  ['a metagraph', (at) => readMetagraph(at, 277)],
  ['neurons', (at) => readNeurons(at, 277)],
  ['a delegate take', (at) => readDelegateTake(at, otter)],
  ['a childkey take', (at) => readChildkeyTake(at, otter, 1)],
  ['children', (at) => readFamily(at, otter, 1)],
  ['auto-staking', (at) => readAutoStakes(at, alice)],
  ['root claims', (at) => readRootClaims(at, alice)],
  ['the cost of registering', (at) => readRegistrationCost(at, 1)],
  ['the cost of a subnet', readNetworkRegistrationCost],
  ['a seat on root', readRootRegistration],
  ['fees', (at) => readFees(at, sale(at), alice)],
  ['constants', async ({ runtime }) => constantsOf(runtime)],
])('%s read the same with the metadata of the live network', async (_, query) => {
  const result = await live.read(query)
  expect(result).toEqual(await own.read(query))
  // Nothing of it is empty, or two empty answers would be the same.
  expect(inspect(result)).toMatch(/\d/)
})
