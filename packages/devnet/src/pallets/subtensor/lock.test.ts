import { describe, expect, test } from 'vitest'
import { emptyState, StateOverlay } from '../../chain/state.ts'
import { namedAccount } from '../../genesis/genesis.ts'
import { Context } from '../../runtime/context.ts'
import { Storage } from '../../runtime/storage.ts'
import { availableAlpha, dropDustLock, lockedAlpha, lockOf, transferLock } from './lock.ts'
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

test('a lock below 100 rao and 100 of conviction is removed by the next trade', () => {
  const storage = lockedAt(0)
  const put = (locked_mass: bigint, conviction: bigint) =>
    storage.put('SubtensorModule', 'Lock', [COLDKEY, NETUID, ONE], {
      locked_mass,
      conviction: { bits: conviction << 64n },
      last_update: 0n,
    })
  const kept = () => {
    dropDustLock(storage, COLDKEY, NETUID)
    return storage.has('SubtensorModule', 'Lock', COLDKEY, NETUID, ONE)
  }
  put(100n, 0n)
  expect(kept()).toBe(true)
  put(99n, 100n)
  expect(kept()).toBe(true)
  put(99n, 99n)
  expect(kept()).toBe(false)
})

describe('what is stored is rolled forward to the block (golden vectors lock_roll)', () => {
  // To a part in a million: the vectors were computed in floating point.
  test.each([
    [934_866, 0n, false, 367_879_441_171n, 367_879_441_171n],
    [648_000, 0n, false, 499_999_856_718n, 346_573_634_246n],
    [934_866, 0n, true, 1_000_000_000_000n, 632_120_558_828n],
    [7_200, 100_000_000_000n, false, 992_327_943_103n, 106_875_345_424n],
    [0, 0n, false, 1_000_000_000_000n, 0n],
  ])('after %i blocks', (blocks, conviction, perpetual, mass, convinced) => {
    const storage = lockedAt(blocks, perpetual)
    const lock = { locked_mass: 1_000_000_000_000n, conviction: { bits: conviction << 64n }, last_update: 0n }
    storage.put('SubtensorModule', 'Lock', [COLDKEY, NETUID, ONE], lock)
    const rolled = lockOf(storage, COLDKEY, NETUID)
    expect(rolled?.hotkey).toBe(ONE)
    expect(near(rolled?.lock.locked_mass, mass)).toBe(true)
    expect(near((rolled?.lock.conviction.bits ?? 0n) >> 64n, convinced)).toBe(true)
    expect(rolled?.lock.last_update).toBe(BigInt(blocks))
  })

  function near(value: bigint | undefined, expected: bigint): boolean {
    const difference = (value ?? -1n) - expected
    return (difference < 0n ? -difference : difference) * 1_000_000n <= expected
  }
})

test('on the subnet owner’s hotkey conviction is what is locked', () => {
  const storage = lockedAt(0)
  storage.put('SubtensorModule', 'SubnetOwnerHotkey', [NETUID], ONE)
  expect(lockOf(storage, COLDKEY, NETUID)?.lock.conviction.bits).toBe(1_000_000_000n << 64n)
})

describe('a lock follows stake to another coldkey', () => {
  const RECEIVER = namedAccount('receiver')
  const OWNER = namedAccount('owner')
  const THREE = namedAccount('three')

  /** 1.5 alpha of which 1.0 are locked on ONE, with a conviction of 0.4. ONE and TWO have one owner, THREE another. */
  function lockedWithConviction(accepts = true): Storage {
    const storage = lockedAt(0, true)
    const lock = { locked_mass: 1_000_000_000n, conviction: { bits: 400_000_000n << 64n }, last_update: 0n }
    storage.put('SubtensorModule', 'Lock', [COLDKEY, NETUID, ONE], lock)
    storage.put('SubtensorModule', 'Owner', [ONE], OWNER)
    storage.put('SubtensorModule', 'Owner', [TWO], OWNER)
    storage.put('SubtensorModule', 'Owner', [THREE], namedAccount('another owner'))
    if (accepts) storage.put('SubtensorModule', 'AccountFlags', [RECEIVER], 1n)
    return storage
  }

  const transfer = (storage: Storage, alpha: bigint, hotkey = ONE) =>
    transferLock(storage, { from: COLDKEY, to: RECEIVER, hotkey, netuid: NETUID, alpha })
  const locks = (storage: Storage, coldkey: string) =>
    [...storage.entries('SubtensorModule', 'Lock', coldkey, NETUID)].map(
      ([[, , hotkey], { locked_mass, conviction }]) => [hotkey, locked_mass, conviction.bits >> 64n],
    )

  test('free alpha goes without it', () => {
    const storage = lockedWithConviction(false)
    transfer(storage, 500_000_000n)
    expect(locks(storage, COLDKEY)).toEqual([[ONE, 1_000_000_000n, 400_000_000n]])
    expect(locks(storage, RECEIVER)).toEqual([])
  })

  test('what is beyond it goes with its part of the conviction, also to a hotkey of the same owner', () => {
    for (const hotkey of [ONE, TWO]) {
      const storage = lockedWithConviction()
      transfer(storage, 750_000_000n, hotkey)
      expect(locks(storage, COLDKEY)).toEqual([[ONE, 750_000_000n, 300_000_000n]])
      expect(locks(storage, RECEIVER)).toEqual([[hotkey, 250_000_000n, 100_000_000n]])
    }
  })

  test('to a hotkey of another owner the conviction is lost', () => {
    const storage = lockedWithConviction()
    transfer(storage, 750_000_000n, THREE)
    expect(locks(storage, COLDKEY)).toEqual([[ONE, 750_000_000n, 300_000_000n]])
    expect(locks(storage, RECEIVER)).toEqual([[THREE, 250_000_000n, 0n]])
  })

  test('it joins a lock on the same hotkey', () => {
    const storage = lockedWithConviction()
    const lock = { locked_mass: 50_000_000n, conviction: { bits: 7_000_000n << 64n }, last_update: 0n }
    storage.put('SubtensorModule', 'Lock', [RECEIVER, NETUID, ONE], lock)
    transfer(storage, 750_000_000n)
    expect(locks(storage, RECEIVER)).toEqual([[ONE, 300_000_000n, 107_000_000n]])
  })

  test('all of it leaves nothing behind', () => {
    const storage = lockedWithConviction()
    transfer(storage, 1_500_000_000n)
    expect(locks(storage, COLDKEY)).toEqual([])
    expect(locks(storage, RECEIVER)).toEqual([[ONE, 1_000_000_000n, 400_000_000n]])
  })

  test('a lock on another hotkey refuses it, before whether the coldkey accepts locks', () => {
    const storage = lockedWithConviction(false)
    const lock = { locked_mass: 50_000_000n, conviction: { bits: 0n }, last_update: 0n }
    storage.put('SubtensorModule', 'Lock', [RECEIVER, NETUID, TWO], lock)
    expect(() => transfer(storage, 500_000_001n)).toThrow('SubtensorModule.LockHotkeyMismatch')
    expect(() => transfer(storage, 500_000_000n)).not.toThrow()
  })

  test('nobody receives locked alpha who did not ask for it', () => {
    expect(() => transfer(lockedWithConviction(false), 500_000_001n)).toThrow(
      'SubtensorModule.AccountRejectsLockedAlpha',
    )
  })
})
