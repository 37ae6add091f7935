import type { Storage } from '../../runtime/storage.ts'

const LAST_REGISTERED = { type: 'NetworkLastRegistered' } as const

/**
 * What a new subnet costs, in rao: twice the last price (once, before any was registered), falling from block to block
 * by the last price over the reduction interval, down to the least.
 */
export function networkLockCost(storage: Storage): bigint {
  const last = storage.get('SubtensorModule', 'NetworkLastLockCost')
  const least = storage.get('SubtensorModule', 'NetworkMinLockCost')
  const interval = storage.get('SubtensorModule', 'NetworkLockReductionInterval')
  const since = lastNetworkRegistered(storage)
  const blocks = BigInt(storage.get('System', 'Number')) - since
  const fallen = interval === 0n ? 0n : (last / interval) * blocks
  const cost = (since === 0n ? last : 2n * last) - fallen
  return cost > least ? cost : least
}

/** The block in which the last subnet was registered; 0 before there was one. */
export function lastNetworkRegistered(storage: Storage): bigint {
  return storage.get('SubtensorModule', 'LastRateLimitedBlock', LAST_REGISTERED)
}

/** Notes a registration: the next one's price and time count from it. */
export function noteNetworkRegistered(storage: Storage, paid: bigint): void {
  storage.put('SubtensorModule', 'NetworkLastLockCost', [], paid)
  const now = BigInt(storage.get('System', 'Number'))
  storage.put('SubtensorModule', 'LastRateLimitedBlock', [LAST_REGISTERED], now)
}
