import { expect, test } from 'vitest'
import { emptyState, StateOverlay } from '../../chain/state.ts'
import { namedAccount } from '../../genesis/genesis.ts'
import { Context } from '../../runtime/context.ts'
import { Storage } from '../../runtime/storage.ts'
import { availableAlpha, lockedAlpha } from './lock.ts'
import { increaseStake } from './share-pool.ts'

const COLDKEY = namedAccount('coldkey')
const [ONE, TWO] = [namedAccount('one'), namedAccount('two')]
const NETUID = 1

function lockedAt(block: number, perpetual?: boolean): Storage {
  const context = new Context(new Storage(new StateOverlay(emptyState())), namedAccount('author'))
  const { storage } = context
  storage.put('System', 'Number', [], block)
  increaseStake(context, ONE, COLDKEY, NETUID, 600_000_000n)
  increaseStake(context, TWO, COLDKEY, NETUID, 900_000_000n)
  const lock = { locked_mass: 1_000_000_000n, conviction: { bits: 0n }, last_update: 0n }
  storage.put('SubtensorModule', 'Lock', [COLDKEY, NETUID, ONE], lock)
  if (perpetual !== undefined) storage.put('SubtensorModule', 'DecayingLock', [COLDKEY, NETUID], !perpetual)
  return storage
}

// floor(1e9 * e^(-blocks / 934,866)), from a table of the exponential function.
test.each([
  [0, 1_000_000_000n],
  [1, 999_998_930n],
  [467_433, 606_530_659n],
  [934_866, 367_879_441n],
  [9_348_660, 45_399n],
  [18_697_320, 0n],
])('a lock decays: after %i blocks', (blocks, mass) => {
  const locked = lockedAlpha(lockedAt(blocks), COLDKEY, NETUID)
  // At 18,697,320 blocks two rao would be left, less than the chain keeps.
  expect(locked - mass < 2n && mass - locked < 2n).toBe(true)
})

test('a perpetual lock does not', () => {
  expect(lockedAlpha(lockedAt(934_866, true), COLDKEY, NETUID)).toBe(1_000_000_000n)
})

test('a lock on one hotkey holds back the alpha with all of them, on its subnet', () => {
  const storage = lockedAt(0)
  expect(availableAlpha(storage, COLDKEY, NETUID)).toBe(500_000_000n)
  expect(lockedAlpha(storage, COLDKEY, 2)).toBe(0n)
})
