import type { Context } from '../../../runtime/context.ts'
import type { Storage } from '../../../runtime/storage.ts'
import { ROOT } from '../subnets.ts'
import { floorOf, fromInteger, HALF, minus, ofU16, ofU64, over, times, type U96F32 } from './u96f32.ts'

/** Alpha of a subnet, in rao, that waits for its next epoch. */
export interface PendingEmission {
  readonly ownerCut: bigint
  readonly servers: bigint
  readonly validators: bigint
  readonly root: bigint
}

/**
 * Makes a block's alpha and divides it among those who will get it: the owner's cut, then half to servers and half to
 * validators, whose half gives root its part. Without root selling root's part is recycled.
 */
export function accrueEmission({ storage }: Context, netuid: number, rootSells: boolean): void {
  const made = storage.get('SubtensorModule', 'SubnetAlphaOutEmission', netuid)
  if (made === 0n) return
  storage.update('SubtensorModule', 'SubnetAlphaOut', [netuid], (out) => out + made)

  const cut = storage.get('SubtensorModule', 'OwnerCutEnabled', netuid)
    ? times(fromInteger(made), ofU16(storage.get('SubtensorModule', 'SubnetOwnerCut')))
    : 0n
  const rest = fromInteger(made) - cut
  const root = times(times(rootProportion(storage, netuid), rest), HALF)
  const servers = times(rest, HALF)
  grow(storage, 'PendingOwnerCut', netuid, cut)
  grow(storage, 'PendingServerEmission', netuid, servers)
  grow(storage, 'PendingValidatorEmission', netuid, minus(rest - servers, root))
  if (rootSells) grow(storage, 'PendingRootAlphaDivs', netuid, root)
  else storage.update('SubtensorModule', 'SubnetAlphaOut', [netuid], (out) => out - floorOf(root))
}

/** Takes what has gathered for an epoch. */
export function drainPending(storage: Storage, netuid: number): PendingEmission {
  return {
    ownerCut: drained(storage, 'PendingOwnerCut', netuid),
    servers: drained(storage, 'PendingServerEmission', netuid),
    validators: drained(storage, 'PendingValidatorEmission', netuid),
    root: drained(storage, 'PendingRootAlphaDivs', netuid),
  }
}

/** `weighted root TAO / (weighted root TAO + alpha issuance)`. */
function rootProportion(storage: Storage, netuid: number): U96F32 {
  const rootTao = fromInteger(storage.get('SubtensorModule', 'SubnetTAO', ROOT))
  const weighted = times(rootTao, ofU64(storage.get('SubtensorModule', 'TaoWeight')))
  const issuance =
    storage.get('SubtensorModule', 'SubnetAlphaIn', netuid) +
    storage.get('SubtensorModule', 'SubnetAlphaOut', netuid)
  return over(weighted, weighted + fromInteger(issuance))
}

type Pending =
  | 'PendingOwnerCut'
  | 'PendingServerEmission'
  | 'PendingValidatorEmission'
  | 'PendingRootAlphaDivs'

/** Each block's part is cut to whole rao. */
function grow(storage: Storage, item: Pending, netuid: number, part: U96F32): void {
  if (floorOf(part) > 0n)
    storage.update('SubtensorModule', item, [netuid], (pending) => pending + floorOf(part))
}

function drained(storage: Storage, item: Pending, netuid: number): bigint {
  const pending = storage.get('SubtensorModule', item, netuid)
  if (pending > 0n) storage.put('SubtensorModule', item, [netuid], 0n)
  return pending
}
