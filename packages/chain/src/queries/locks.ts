import { Balance, rollLock } from '@stake/math'
import type { ChainAt } from '../at.ts'
import { chunksOf } from '../chunks.ts'
import { callRuntime, hasRuntimeApi } from '../runtime/runtime-api.ts'
import { hasStorage, readStorage, readStored, type StorageEntry } from '../runtime/storage.ts'
import { readKeys } from '../runtime/storage-keys.ts'
import { addressesOf } from './addresses.ts'

/** Alpha that a coldkey locked to a hotkey: it holds back that much of its stake on the subnet, with all hotkeys. */
export interface ColdkeyLock {
  readonly coldkey: string
  /** The hotkey that has the conviction. */
  readonly hotkey: string
  readonly netuid: number
  /** What is still locked at this block. */
  readonly locked: Balance
  /** The conviction that the hotkey has by it, rounded down, at this block. */
  readonly conviction: Balance
  /** Whether it stays until the coldkey says otherwise; else it decays, to half in about 90 days. */
  readonly perpetual: boolean
}

interface LockState {
  locked_mass: bigint
  conviction: { bits: bigint }
  last_update: bigint
}

const RUNTIME_LOCK = 'StakeInfoRuntimeApi.get_coldkey_lock'

/** So many coldkeys are asked about at once; each has a list of its own. */
const AT_ONCE = 16

/**
 * The conviction locks of one coldkey or of many as they are at one block; empty on a runtime without locks. A lock
 * is stored as it was when it last changed: the runtime tells what has become of it, and where it has no function
 * for that, the lock is rolled forward here (exact to about nine digits, see `rollLock` of `@stake/math`).
 *
 * One request for each coldkey, and one or two more for those that have a lock.
 *
 * @throws InvalidAddress, StateDiscarded
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts, readLocks } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * await readLocks(await chain.at('best'), developmentAccounts['//Bob'] ?? '') // => []
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readLocks(
  at: ChainAt,
  coldkeys: string | readonly string[],
): Promise<readonly ColdkeyLock[]> {
  if (!hasStorage(at.runtime, 'SubtensorModule', 'Lock')) return []
  const keys: LockKey[] = []
  for (const some of chunksOf(addressesOf(coldkeys), AT_ONCE)) {
    const found = await Promise.all(
      some.map((coldkey) => readKeys(at, 'SubtensorModule', 'Lock', coldkey) as Promise<LockKey[]>),
    )
    keys.push(...found.flat())
  }
  if (keys.length === 0) return []
  const locks = await readLockStates(at, keys)
  return locks
    .filter(({ locked, conviction }) => !locked.isZero() || !conviction.isZero())
    .sort((a, b) => a.netuid - b.netuid)
}

type LockKey = [coldkey: string, netuid: number, hotkey: string]

async function readLockStates(at: ChainAt, keys: readonly LockKey[]): Promise<ColdkeyLock[]> {
  const decaying = keys.map(
    ([coldkey, netuid]): StorageEntry => ['SubtensorModule', 'DecayingLock', coldkey, netuid],
  )
  const [states, flags] = await Promise.all([
    hasRuntimeApi(at.runtime, RUNTIME_LOCK) ? readRolled(at, keys) : rollForward(at, keys),
    hasStorage(at.runtime, 'SubtensorModule', 'DecayingLock') ? readStored(at, decaying) : [],
  ])
  return keys.map(([coldkey, netuid, hotkey], index) => {
    const { mass = 0n, conviction = 0n } = states[index] ?? {}
    return {
      coldkey,
      hotkey,
      netuid,
      locked: Balance.fromRao(mass, netuid),
      conviction: Balance.fromRao(conviction >> 64n, netuid),
      perpetual: flags[index] === false,
    }
  })
}

type Rolled = { mass: bigint; conviction: bigint } | undefined

async function readRolled(at: ChainAt, keys: readonly LockKey[]): Promise<Rolled[]> {
  const states = await Promise.all(
    keys.map(([coldkey, netuid]) => callRuntime<LockState | undefined>(at, RUNTIME_LOCK, [coldkey, netuid])),
  )
  return states.map((state) => state && { mass: state.locked_mass, conviction: state.conviction.bits })
}

async function rollForward(at: ChainAt, keys: readonly LockKey[]): Promise<Rolled[]> {
  const [[unlockRate, maturityRate], stored] = await Promise.all([
    readStorage(at, [
      ['SubtensorModule', 'UnlockRate'],
      ['SubtensorModule', 'MaturityRate'],
    ]),
    readStored(
      at,
      keys.flatMap(([coldkey, netuid, hotkey]): StorageEntry[] => [
        ['SubtensorModule', 'Lock', coldkey, netuid, hotkey],
        ['SubtensorModule', 'DecayingLock', coldkey, netuid],
        ['SubtensorModule', 'SubnetOwnerHotkey', netuid],
      ]),
    ),
  ])
  return keys.map(([, , hotkey], index) => {
    const [state, decays, ownerHotkey] = stored.slice(3 * index) as [LockState | undefined, unknown, unknown]
    if (!state) return undefined
    const lock = {
      mass: state.locked_mass,
      conviction: state.conviction.bits,
      lastUpdate: state.last_update,
    }
    return rollLock(lock, BigInt(at.block.number), {
      unlockRate: unlockRate as bigint,
      maturityRate: maturityRate as bigint,
      perpetual: decays === false,
      ownerLock: ownerHotkey === hotkey,
    })
  })
}
