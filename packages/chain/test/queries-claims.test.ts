import { demoGenesis, developmentAccounts, type Genesis, namedAccount, storageEntry } from '@stake/devnet'
import { afterEach, expect, test } from 'vitest'
import { readRootClaims } from '../src/index.ts'
import { type CountedChain, countedChain } from './counted-chain.ts'
import { altered, rename, servingMetadata, storageOf } from './metadata.ts'

const { alice, bob } = developmentAccounts
const otter = namedAccount('hotkey of Otter')
const heron = namedAccount('hotkey of Heron')
const ALPHA = 1_000_000_000n
const ONE = 1n << 32n

let net: CountedChain
afterEach(() => net?.close())

/** Alice has 250 TAO on root with Otter, and none there with Heron, where she has alpha. */
function genesis(): Genesis {
  return {
    ...demoGenesis(),
    storage: Object.fromEntries([
      storageEntry(
        'SubtensorModule',
        'RootClaimable',
        [otter],
        [
          [1, { bits: ONE / 4n }],
          [2, { bits: ONE }],
          [8, { bits: ONE / 1_000_000n }],
          [277, { bits: 3n }],
        ],
      ),
      storageEntry('SubtensorModule', 'RootClaimable', [heron], [[1, { bits: ONE }]]),
      storageEntry('SubtensorModule', 'RootClaimed', [1, otter, alice], 2n * ALPHA + ALPHA / 2n),
      storageEntry('SubtensorModule', 'RootClaimed', [2, otter, alice], 251n * ALPHA),
      storageEntry('SubtensorModule', 'RootClaimableThreshold', [1], { bits: 60n * ALPHA * ONE }),
      storageEntry('SubtensorModule', 'RootClaimType', [alice], {
        type: 'KeepSubnets',
        value: { subnets: [1, 8] },
      }),
    ]),
  }
}

test('what is owed of every subnet, and what of it can be claimed', async () => {
  net = await countedChain({ genesis: genesis() })
  const { result, asked } = await net.counted((at) => readRootClaims(at, alice))
  const shown = result.claims.map(({ owed, threshold, ...rest }) => ({
    ...rest,
    owed: `${owed} of ${owed.netuid}`,
    threshold: threshold.toString(),
  }))
  // 1: 250 / 4 - 2.5, just the threshold. 2: more was claimed than is due. 8: 4294 / 2^32 of 250.
  // 277: 3 / 2^32 of 250 * 10^9 rao, below the threshold of 500,000 that subnets have by default.
  expect(shown).toEqual([
    { hotkey: otter, netuid: 1, owed: '60 of 1', threshold: '60', claimable: true },
    { hotkey: otter, netuid: 8, owed: '0.000249943 of 8', threshold: '0.0005', claimable: false },
    { hotkey: otter, netuid: 277, owed: '0.000000174 of 277', threshold: '0.0005', claimable: false },
  ])
  expect(result.claimType).toEqual({ type: 'KeepSubnets', netuids: [1, 8] })
  expect(asked).toEqual({ state_queryStorageAt: 4 })
})

test('nothing is owed to who has no stake', async () => {
  net = await countedChain({ genesis: genesis() })
  const { result, asked } = await net.counted((at) => readRootClaims(at, bob))
  expect(result).toEqual({ claimType: { type: 'Swap' }, claims: [] })
  expect(asked).toEqual({ state_queryStorageAt: 1 })
  await expect(net.read((at) => readRootClaims(at, 'bob'))).rejects.toMatchObject({ code: 'InvalidAddress' })
})

test('a runtime that pays root otherwise', async () => {
  net = await countedChain({}, (node) =>
    servingMetadata(node, (own) =>
      altered(own, (metadata) => rename(storageOf(metadata, 'SubtensorModule', 'RootClaimType'), 'Basket')),
    ),
  )
  await expect(net.read((at) => readRootClaims(at, alice))).rejects.toMatchObject({
    code: 'MissingInRuntime',
    details: { what: 'storage SubtensorModule.RootClaimType' },
  })
})
