import { expect, test } from 'vitest'
import { emptyState, StateOverlay } from '../../chain/state.ts'
import { namedAccount } from '../../genesis/genesis.ts'
import { Storage } from '../../runtime/storage.ts'
import { dropDustLock, removeLock, writeLock } from './lock.ts'

const [ANN, BEN, CEM] = ['ann', 'ben', 'cem'].map(namedAccount) as [string, string, string]
const [HOTKEY, OWNED] = ['hotkey', 'owner hotkey'].map(namedAccount) as [string, string]
const NETUID = 1

function newStorage(block = 100): Storage {
  const storage = new Storage(new StateOverlay(emptyState()))
  storage.put('System', 'Number', [], block)
  storage.put('SubtensorModule', 'SubnetOwnerHotkey', [NETUID], OWNED)
  return storage
}

function lock(storage: Storage, coldkey: string, hotkey: string, mass: bigint, perpetual = false): void {
  if (perpetual) storage.put('SubtensorModule', 'DecayingLock', [coldkey, NETUID], false)
  const last_update = BigInt(storage.get('System', 'Number'))
  writeLock(storage, coldkey, NETUID, {
    hotkey,
    lock: { locked_mass: mass, conviction: { bits: 0n }, last_update },
  })
}

const massOf = (storage: Storage, item: 'HotkeyLock' | 'DecayingHotkeyLock', netuid = NETUID) =>
  storage.get('SubtensorModule', item, netuid, HOTKEY)?.locked_mass

test('a hotkey has the sum of the locks that name it, those that decay apart', () => {
  const storage = newStorage()
  lock(storage, ANN, HOTKEY, 5_000n)
  lock(storage, BEN, HOTKEY, 7_000n)
  lock(storage, CEM, HOTKEY, 11_000n, true)
  expect(massOf(storage, 'DecayingHotkeyLock')).toBe(12_000n)
  expect(massOf(storage, 'HotkeyLock')).toBe(11_000n)
  expect(massOf(storage, 'HotkeyLock', 2)).toBeUndefined()
  removeLock(storage, ANN, NETUID, HOTKEY)
  expect(massOf(storage, 'DecayingHotkeyLock')).toBe(7_000n)
  removeLock(storage, BEN, NETUID, HOTKEY)
  expect(massOf(storage, 'DecayingHotkeyLock')).toBeUndefined()
})

test('the hotkey of the subnet’s owner has sums of its own', () => {
  const storage = newStorage()
  lock(storage, ANN, OWNED, 5_000n)
  lock(storage, BEN, OWNED, 7_000n, true)
  expect(storage.get('SubtensorModule', 'DecayingOwnerLock', NETUID)?.locked_mass).toBe(5_000n)
  expect(storage.get('SubtensorModule', 'OwnerLock', NETUID)?.locked_mass).toBe(7_000n)
  expect(storage.has('SubtensorModule', 'HotkeyLock', NETUID, OWNED)).toBe(false)
})

test('what became dust counts no more', () => {
  const storage = newStorage()
  lock(storage, ANN, HOTKEY, 5_000n)
  storage.put('System', 'Number', [], 20_000_000)
  dropDustLock(storage, ANN, NETUID)
  expect(massOf(storage, 'DecayingHotkeyLock')).toBeUndefined()
})
