import { fixedMulFloor } from '@stake/math'
import type { AccountId32, LockState } from '@stake/schema'
import type { Storage } from '../../runtime/storage.ts'
import { stakeOf } from './share-pool.ts'

/** Blocks in which a decaying lock falls to 1/e. */
const UNLOCK_RATE = 934_866n
/** Locks below this much are as good as none. */
const DUST = 100n
const ONE = 1n << 64n

/** Alpha of a coldkey on a subnet, with all its hotkeys, in rao. */
export function totalAlphaOf(storage: Storage, coldkey: AccountId32, netuid: number): bigint {
  let total = 0n
  for (const hotkey of storage.get('SubtensorModule', 'StakingHotkeys', coldkey))
    total += stakeOf(storage, hotkey, coldkey, netuid)
  return total
}

/** Alpha a conviction lock holds back now. A lock names one hotkey but holds the coldkey's alpha on the whole subnet. */
export function lockedAlpha(storage: Storage, coldkey: AccountId32, netuid: number): bigint {
  const now = BigInt(storage.get('System', 'Number'))
  const perpetual = storage.get('SubtensorModule', 'DecayingLock', coldkey, netuid) === false
  let locked = 0n
  for (const [, lock] of storage.entries('SubtensorModule', 'Lock', coldkey, netuid))
    locked += perpetual ? lock.locked_mass : decayed(lock, now)
  return locked
}

/** Alpha the coldkey can take out of the subnet. */
export function availableAlpha(storage: Storage, coldkey: AccountId32, netuid: number): bigint {
  const free = totalAlphaOf(storage, coldkey, netuid) - lockedAlpha(storage, coldkey, netuid)
  return free > 0n ? free : 0n
}

function decayed({ locked_mass, last_update }: LockState, now: bigint): bigint {
  const mass = fixedMulFloor(locked_mass << 64n, exponential(now - last_update)) >> 64n
  return mass < DUST ? 0n : mass
}

/** `e^(-blocks / UNLOCK_RATE)` in parts of 2^64: the series of e^-x for x < 1, then repeated multiplication. */
function exponential(blocks: bigint): bigint {
  if (blocks <= 0n) return ONE
  if (blocks >= UNLOCK_RATE)
    return fixedMulFloor(exponential(UNLOCK_RATE - 1n), exponential(blocks - UNLOCK_RATE + 1n))
  const x = (blocks * ONE) / UNLOCK_RATE
  let term = ONE
  let sum = ONE
  for (let n = 1n; term !== 0n; n++) {
    term = fixedMulFloor(term, x) / n
    sum += n % 2n === 0n ? term : -term
  }
  return sum
}
