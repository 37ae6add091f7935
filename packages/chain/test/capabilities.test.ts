import { type Devnet, startDevnet } from '@stake/devnet'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Capabilities, type Chain, calls, capabilitiesOf, connect } from '../src/index.ts'
import {
  altered,
  callOf,
  type EditableMetadata,
  liveMetadata,
  palletOf,
  rename,
  servingMetadata,
  storageOf,
} from './metadata.ts'
import { TamperingNode } from './tampering-node.ts'

let devnet: Devnet
let node: TamperingNode
let chain: Chain

beforeEach(async () => {
  devnet = await startDevnet({ blockTime: 'manual' })
  node = await TamperingNode.before(devnet.url)
})
afterEach(async () => {
  await chain.close()
  await node.close()
  await devnet.close()
})

/** What a chain with other metadata can do. */
async function capabilitiesWith(change: (own: Uint8Array) => Uint8Array): Promise<Capabilities> {
  servingMetadata(node, change)
  chain = await connect({ endpoints: node.url })
  return chain.capabilities
}

const spec424: Capabilities = {
  curve: 'balancer',
  limitCalls: true,
  fullLimit: true,
  swapLimit: true,
  moveLimit: false,
  transferToHotkey: false,
  stakeBurn: true,
  burnAlpha: true,
  registerLimit: true,
  locks: true,
  rejectsLockedAlpha: true,
  rootClaims: 'subnets',
  baskets: false,
  collateral: false,
  autoStake: true,
  announcedColdkeySwaps: true,
  feesInAlpha: true,
  simulation: true,
  simSwapFields: 6,
  allPrices: true,
  availability: true,
  mevShield: true,
  limitOrders: true,
  proxies: true,
  proxyFilters: true,
  stakingRateLimiter: false,
  shares: 'both',
}

test.skipIf(!liveMetadata)('the live network at spec 424', async () => {
  expect(await capabilitiesWith((own) => liveMetadata ?? own)).toEqual(spec424)
})

test('the devnet has what it executes', async () => {
  expect(await capabilitiesWith((own) => own)).toEqual({
    ...spec424,
  })
})

test('they are plain data of a runtime, the same object each time', async () => {
  const capabilities = await capabilitiesWith((own) => own)
  expect(chain.capabilities).toBe(capabilities)
  expect(capabilitiesOf((await chain.at('best')).runtime)).toBe(capabilities)
  expect(Object.isFrozen(capabilities)).toBe(true)
})

const call = (metadata: EditableMetadata, name: string) => callOf(metadata, 'SubtensorModule', name)
const item = (metadata: EditableMetadata, name: string) => storageOf(metadata, 'SubtensorModule', name)
const curve = (metadata: EditableMetadata) => storageOf(metadata, 'Swap', 'SwapBalancer')

describe('another time, another runtime', () => {
  test('whose claims take no notice of subnets builds none of some subnets', async () => {
    await capabilitiesWith((own) =>
      altered(own, (metadata) => rename(call(metadata, 'swap_stake'), 'claim_root_with_hotkey')),
    )
    expect(() => calls.claimRoot(chain, { netuids: [1] })).toThrow(
      expect.objectContaining({ code: 'MissingInRuntime' }),
    )
  })

  test.each<[string, (metadata: EditableMetadata) => void, Partial<Capabilities>]>([
    ['superellipse', (metadata) => rename(curve(metadata), 'SwapSuperellipse'), { curve: 'superellipse' }],
    ['Uniswap V3', (metadata) => rename(curve(metadata), 'AlphaSqrtPrice'), { curve: 'concentrated' }],
    ['a pool of a kind never met', (metadata) => rename(curve(metadata), 'SwapWhat'), { curve: 'unknown' }],
    [
      'pools before the pallet Swap',
      (metadata) => rename(palletOf(metadata, 'Swap'), 'Swapped'),
      { curve: 'constantProduct' },
    ],
    [
      'no pools',
      (metadata) => {
        rename(palletOf(metadata, 'Swap'), 'Swapped')
        rename(item(metadata, 'SubnetAlphaIn'), 'Nothing')
      },
      { curve: 'none' },
    ],
    ['no limits', (metadata) => rename(call(metadata, 'add_stake_limit'), 'gone'), { limitCalls: false }],
    [
      'claims by hotkey',
      (metadata) => {
        rename(call(metadata, 'add_stake'), 'claim_root')
        rename(call(metadata, 'remove_stake'), 'claim_root_with_hotkey')
      },
      { rootClaims: 'hotkey' },
    ],
    [
      'claims by subnets',
      (metadata) => rename(call(metadata, 'add_stake'), 'claim_root'),
      { rootClaims: 'subnets' },
    ],
    ['old shares', (metadata) => rename(item(metadata, 'AlphaV2'), 'AlphaV9'), { shares: 'old' }],
    ['new shares', (metadata) => rename(item(metadata, 'Alpha'), 'AlphaV1'), { shares: 'v2' }],
    [
      'one operation a block',
      (metadata) => rename(item(metadata, 'StakeThreshold'), 'StakingOperationRateLimiter'),
      { stakingRateLimiter: true },
    ],
    [
      'no simulation',
      (metadata) => {
        for (const api of metadata.apis) if (api.name.eq('SwapRuntimeApi')) rename(api, 'Other')
      },
      { simulation: false, simSwapFields: 0, allPrices: false },
    ],
  ])('%s', async (_, change, expected) => {
    expect(await capabilitiesWith((own) => altered(own, change))).toMatchObject(expected)
  })
})
