import { expect, test } from 'vitest'
import { HOTKEY, OWNER, smallGenesis } from '../../../test/genesis.ts'
import { StateOverlay } from '../../chain/state.ts'
import { developmentAccounts } from '../../genesis/development-accounts.ts'
import { genesisBlock } from '../../genesis/genesis.ts'
import { Context } from '../../runtime/context.ts'
import { Storage } from '../../runtime/storage.ts'
import { accountOf } from '../system.ts'
import { clearSmallNomination } from './nomination.ts'
import { stakeOf } from './share-pool.ts'

const { alice } = developmentAccounts

/** Alice and the hotkey's owner hold 2 alpha each, worth 1.33 TAO, and the minimum is `factor` millionths of 0.002. */
function contextWith(factor: bigint, tao = '1000'): Context {
  const genesis = smallGenesis({
    subnets: [{ netuid: 1, name: 'One', symbol: 'α', tao, alpha: '1500' }],
    stakes: [alice, OWNER].map((coldkey) => ({ hotkey: HOTKEY, coldkey, netuid: 1, alpha: '2' })),
  })
  const context = new Context(new Storage(new StateOverlay(genesisBlock(genesis).state)), genesis.author)
  context.storage.put('SubtensorModule', 'NominatorMinRequiredStake', [], factor)
  return context
}

const factorFor = (rao: bigint) => (rao * 1_000_000n) / 2_000_000n

test('by default nothing is too small', () => {
  const context = contextWith(0n)
  clearSmallNomination(context, HOTKEY, alice, 1)
  expect(stakeOf(context.storage, HOTKEY, alice, 1)).toBe(2_000_000_000n)
})

test('a position worth the minimum stays, one that is not is sold', () => {
  // 2 alpha at just below 2/3 are the alpha of 1,333,333,333 rao and a bit.
  const enough = contextWith(factorFor(1_333_333_332n))
  clearSmallNomination(enough, HOTKEY, alice, 1)
  expect(stakeOf(enough.storage, HOTKEY, alice, 1)).toBe(2_000_000_000n)

  const short = contextWith(factorFor(1_333_333_336n))
  const { free } = accountOf(short.storage, alice).data
  clearSmallNomination(short, HOTKEY, alice, 1)
  expect(stakeOf(short.storage, HOTKEY, alice, 1)).toBe(0n)
  expect(accountOf(short.storage, alice).data.free).toBeGreaterThan(free + 1_300_000_000n)
  expect(short.events.map(({ event }) => event.value.type)).toContain('StakeRemoved')
})

test('who owns the hotkey keeps any position', () => {
  const context = contextWith(factorFor(10_000_000_000n))
  clearSmallNomination(context, HOTKEY, OWNER, 1)
  expect(stakeOf(context.storage, HOTKEY, OWNER, 1)).toBe(2_000_000_000n)
})

test('what cannot be sold is wiped', () => {
  const context = contextWith(factorFor(10_000_000_000n), '0.000999')
  const { free } = accountOf(context.storage, alice).data
  clearSmallNomination(context, HOTKEY, alice, 1)
  expect(stakeOf(context.storage, HOTKEY, alice, 1)).toBe(0n)
  expect(accountOf(context.storage, alice).data.free).toBe(free)
  expect(context.events).toEqual([])
})
