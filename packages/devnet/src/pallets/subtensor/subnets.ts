import { concatBytes } from '@noble/hashes/utils.js'
import { AccountId, Binary } from '@polkadot-api/substrate-bindings'
import type { AccountId32 } from '@stake/schema'
import { badOrigin, moduleError } from '../../runtime/dispatch-failure.ts'
import type { Origin } from '../../runtime/pallet-calls.ts'
import type { Storage } from '../../runtime/storage.ts'

export const ROOT = 0

/** All subnets, root too, in the order of their storage keys. */
export function netuidsOf(storage: Storage): number[] {
  return [...storage.entries('SubtensorModule', 'NetworksAdded')]
    .filter(([, added]) => added)
    .map(([[netuid]]) => netuid)
}

export function ensureSubnetExists(storage: Storage, netuid: number): void {
  if (!storage.get('SubtensorModule', 'NetworksAdded', netuid))
    throw moduleError('SubtensorModule', 'SubnetNotExists')
}

export function ensureSubtokenEnabled(storage: Storage, netuid: number): void {
  if (!storage.get('SubtensorModule', 'SubtokenEnabled', netuid))
    throw moduleError('SubtensorModule', 'SubtokenDisabled')
}

/** `BadOrigin` unless the call comes from the subnet's owner. */
export function ensureSubnetOwner(storage: Storage, origin: Origin, netuid: number): void {
  const owned =
    origin.type === 'signed' &&
    storage.has('SubtensorModule', 'SubnetOwner', netuid) &&
    storage.get('SubtensorModule', 'SubnetOwner', netuid) === origin.who
  if (!owned) throw badOrigin()
}

export function ensureSubnetOwnerOrRoot(storage: Storage, origin: Origin, netuid: number): void {
  if (origin.type !== 'root') ensureSubnetOwner(storage, origin, netuid)
}

/** The account that holds a subnet's TAO: the pallet's id `subtensr` with the netuid as its sub-account. */
export function subnetAccount(netuid: number): AccountId32 {
  const bytes = concatBytes(Binary.fromText('modlsubtensr'), Uint8Array.of(netuid & 0xff, netuid >> 8))
  return address.dec(concatBytes(bytes, new Uint8Array(32 - bytes.length)))
}

/** Whether the account is one of those; it then belongs to no person. */
export function isSubnetAccount(account: AccountId32): boolean {
  const bytes = address.enc(account)
  return account === subnetAccount((bytes[12] ?? 0) + 256 * (bytes[13] ?? 0))
}

const address = AccountId(42)
