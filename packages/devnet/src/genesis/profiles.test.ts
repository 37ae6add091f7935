import { expect, test } from 'vitest'
import { newChain } from '../../test/new-chain.ts'
import { ownerOf } from '../pallets/subtensor/hotkeys.ts'
import { stakeOf } from '../pallets/subtensor/share-pool.ts'
import { alphaPrice } from '../pallets/swap.ts'
import { accountOf } from '../pallets/system.ts'
import type { Storage } from '../runtime/storage.ts'
import { demoGenesis } from './demo.ts'
import { demoValidators } from './demo-validators.ts'
import { developmentAccounts } from './development-accounts.ts'
import type { Genesis } from './genesis.ts'
import { localnetGenesis } from './localnet.ts'
import { storageEntry } from './storage-entry.ts'

const TAO = 1_000_000_000n
const { alice, bob, dave } = developmentAccounts

test('the demo has a dozen subnets with prices and weights of all kinds, and the symbols people know', () => {
  const { subnets } = demoGenesis()
  const storage = start(demoGenesis()).storage()
  const dynamic = subnets.filter(({ netuid }) => netuid !== 0)
  expect(dynamic.length).toBeGreaterThanOrEqual(12)
  const prices = dynamic.map(({ netuid }) => alphaPrice(storage, netuid).rao)
  expect(prices.some((price) => price < 5_000_000n)).toBe(true)
  expect(prices.some((price) => price > 500_000_000n)).toBe(true)
  const weights = dynamic.map(({ netuid }) => storage.get('Swap', 'SwapBalancer', netuid).quote)
  expect(weights.filter((weight) => weight !== (TAO * TAO) / 2n).length).toBeGreaterThanOrEqual(4)
  expect(subnets.flatMap(({ netuid, symbol }) => ([3, 119, 277].includes(netuid) ? [symbol] : []))).toEqual([
    'γ',
    'Ⲃ',
    'इ',
  ])
})

test('one name of the demo would take over a terminal', () => {
  const names = demoGenesis().subnets.map(({ name }) => name)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it is about
  expect(names.filter((name) => /[\u0000-\u001f\u009b\u202e]/.test(name))).toHaveLength(1)
})

test('the demo has twenty validators with different takes, each with nominators wherever it validates', () => {
  const genesis = demoGenesis()
  const storage = start(genesis).storage()
  const validators = Object.values(demoValidators)
  expect(validators).toHaveLength(20)
  expect(new Set(validators.map(({ take }) => take)).size).toBeGreaterThan(8)
  for (const { netuid, validators: registered = [] } of genesis.subnets)
    for (const { hotkey } of registered) {
      const owner = ownerOf(storage, hotkey) ?? ''
      const all = storage.get('SubtensorModule', 'TotalHotkeyAlpha', hotkey, netuid)
      const own = stakeOf(storage, hotkey, owner, netuid)
      expect(own > 0n && own < all).toBe(true)
    }
})

test('positions of the demo grow with the epochs, and the pools keep their prices when nobody sells', () => {
  // Root's stakers are paid in TAO, for alpha that is sold in the pools.
  const [key, none] = storageEntry('SubtensorModule', 'NumRootClaim', [], 0n)
  const chain = start({ ...demoGenesis(), storage: { [key]: none } })
  const [before, otter] = [chain.storage(), demoValidators.Otter]
  const stake = stakeOf(before, otter.hotkey, otter.owner, 1)
  for (let i = 0; i < 20; i++) chain.seal()
  const after = chain.storage()
  expect(stakeOf(after, otter.hotkey, otter.owner, 1) > stake).toBe(true)
  expect(after.get('SubtensorModule', 'AlphaDividendsPerSubnet', 1, otter.hotkey) > 0n).toBe(true)
  for (const { netuid } of demoGenesis().subnets) {
    const [was, is] = [alphaPrice(before, netuid).rao, alphaPrice(after, netuid).rao]
    expect(is - was >= -1n && is - was <= 1n).toBe(true)
  }
})

test('without emission nothing grows', () => {
  const chain = start(demoGenesis(), false)
  const total = chain.storage().get('Balances', 'TotalIssuance')
  for (let i = 0; i < 20; i++) chain.seal()
  expect(chain.storage().get('Balances', 'TotalIssuance')).toBe(total)
  expect(chain.storage().get('SubtensorModule', 'SubnetAlphaIn', 1)).toBe(9_000n * TAO)
})

test('the local network is Alice’s, and quick', () => {
  const storage = start(localnetGenesis()).storage()
  expect(storage.get('Sudo', 'Key')).toBe(alice)
  expect(accountOf(storage, alice).data.free).toBe(1_000_000n * TAO)
  expect(accountOf(storage, bob).data.free).toBe(1_000_000n * TAO)
  expect(accountOf(storage, dave).data.free).toBe(2_000n * TAO)
  const netuids = [...storage.entries('SubtensorModule', 'NetworksAdded')].map(([[netuid]]) => netuid)
  expect(netuids).toEqual([0, 1])
  // As genesis of a new network has it, by what the metadata says of this item.
  expect(storage.get('LimitOrders', 'LimitOrdersEnabled')).toBe(true)
  // Subnet 2 is still to come.
  expect([1, 2].map((netuid) => storage.get('SubtensorModule', 'Tempo', netuid))).toEqual([10, 10])
})

function start(genesis: Genesis, emission = true): { seal(): void; storage(): Storage } {
  const chain = newChain(genesis, emission)
  return { seal: () => void chain.seal(), storage: () => chain.storageAt(chain.best) }
}
