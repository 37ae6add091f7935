import { expect, test } from 'vitest'
import { newChain } from '../../test/new-chain.ts'
import type { Chain } from '../chain/chain.ts'
import { demoGenesis } from '../genesis/demo.ts'
import { accountOfSecret, TRADER, traderSecret } from '../genesis/trader-account.ts'
import { netuidsOf } from '../pallets/subtensor/subnets.ts'
import { alphaPrice } from '../pallets/swap.ts'
import { Trader } from './trader.ts'

test('the demo gives TAO to the account that the trader’s key signs for', () => {
  expect(accountOfSecret(traderSecret())).toBe(TRADER)
  expect(demoGenesis().balances[TRADER]).toBe('5000')
})

test('moves the prices of all open subnets both ways, with signed extrinsics that succeed', () => {
  const chain = tradedChain(1)
  const before = pricesOf(chain)
  const ups = new Set<number>()
  const downs = new Set<number>()
  let failures = 0
  for (let last = before, at = 0; at < 120; at++) {
    const { hash } = chain.seal()
    const block = chain.block(hash)
    if (block === undefined) throw new Error('no block')
    const events = chain.storageAt(block).get('System', 'Events')
    failures += events.filter(({ event: { value } }) => value.type === 'ExtrinsicFailed').length
    const prices = pricesOf(chain)
    for (const [netuid, price] of prices) {
      const was = last.get(netuid) ?? 0n
      if (price > was) ups.add(netuid)
      // Emission keeps the price to the last few units; this is a trade.
      if (price * 10_000n < was * 9_999n) downs.add(netuid)
    }
    last = prices
  }
  expect(ups.size).toBeGreaterThan(9)
  expect(downs.size).toBeGreaterThan(5)
  expect(failures).toBe(0)
})

test('the same seed makes the same chain, another seed another', () => {
  const [first, same, other] = [tradedChain(7), tradedChain(7), tradedChain(8)].map((chain) => {
    for (let i = 0; i < 12; i++) chain.seal()
    return chain.best.hash
  })
  expect(same).toBe(first)
  expect(other).not.toBe(first)
})

function tradedChain(seed: number): Chain {
  const chain = newChain(demoGenesis())
  const trader = new Trader(chain, seed)
  chain.bestChanged.listen(() => trader.trade())
  return chain
}

function pricesOf(chain: Chain): Map<number, bigint> {
  const storage = chain.storageAt(chain.best)
  return new Map(netuidsOf(storage).map((netuid) => [netuid, alphaPrice(storage, netuid).bits]))
}
