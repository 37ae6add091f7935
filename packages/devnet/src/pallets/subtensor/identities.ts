import type { AccountId32, CallArgs, ChainIdentityV2, Hex, SubnetIdentityV3 } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import type { Origin } from '../../runtime/pallet-calls.ts'
import { ensureSubnetExists, ensureSubnetOwnerOrRoot } from './subnets.ts'
import { isSymbol, isSymbolUsed } from './symbols.ts'

/** Bytes that each text may have. */
const COLDKEY_LIMITS: Readonly<Record<keyof ChainIdentityV2, number>> = {
  name: 256,
  url: 256,
  github_repo: 256,
  image: 1024,
  discord: 256,
  description: 1024,
  additional: 1024,
}
const SUBNET_LIMITS: Readonly<Record<keyof SubnetIdentityV3, number>> = {
  subnet_name: 256,
  github_repo: 1024,
  subnet_contact: 1024,
  subnet_url: 1024,
  discord: 256,
  description: 1024,
  logo_url: 1024,
  additional: 1024,
}
/** All texts of a coldkey together. */
const COLDKEY_LIMIT = 256 + 256 + 256 + 1024 + 256 + 1024 + 1024

/** Who a coldkey says it is. One of its hotkeys has to be registered somewhere. */
export function setIdentity(
  context: Context,
  coldkey: AccountId32,
  identity: CallArgs<'SubtensorModule', 'set_identity'>,
): void {
  const { storage } = context
  const isMember = (hotkey: AccountId32) =>
    [...storage.entries('SubtensorModule', 'IsNetworkMember', hotkey)].some(([, member]) => member)
  if (!storage.get('SubtensorModule', 'OwnedHotkeys', coldkey).some(isMember))
    throw moduleError('SubtensorModule', 'HotKeyNotRegisteredInNetwork')
  const total = Object.values(identity).reduce((sum, text) => sum + lengthOf(text), 0)
  if (!isWithin(identity, COLDKEY_LIMITS) || total > COLDKEY_LIMIT)
    throw moduleError('SubtensorModule', 'InvalidIdentity')
  storage.put('SubtensorModule', 'IdentitiesV2', [coldkey], identity)
  context.deposit('SubtensorModule', 'ChainIdentitySet', coldkey)
}

/** What its owner says of a subnet. */
export function setSubnetIdentity(
  context: Context,
  coldkey: AccountId32,
  { netuid, ...identity }: CallArgs<'SubtensorModule', 'set_subnet_identity'>,
): void {
  const { storage } = context
  ensureSubnetExists(storage, netuid)
  if (
    !storage.has('SubtensorModule', 'SubnetOwner', netuid) ||
    storage.get('SubtensorModule', 'SubnetOwner', netuid) !== coldkey
  )
    throw moduleError('SubtensorModule', 'NotSubnetOwner')
  ensureSubnetIdentity(identity)
  writeSubnetIdentity(context, netuid, identity)
}

export function ensureSubnetIdentity(identity: SubnetIdentityV3): void {
  if (!isWithin(identity, SUBNET_LIMITS)) throw moduleError('SubtensorModule', 'InvalidIdentity')
}

export function writeSubnetIdentity(context: Context, netuid: number, identity: SubnetIdentityV3): void {
  context.storage.put('SubtensorModule', 'SubnetIdentitiesV3', [netuid], identity)
  context.deposit('SubtensorModule', 'SubnetIdentitySet', netuid)
}

/** Gives a subnet another letter of the chain's, which no other has. */
export function updateSymbol(
  context: Context,
  origin: Origin,
  { netuid, symbol }: CallArgs<'SubtensorModule', 'update_symbol'>,
): void {
  const { storage } = context
  ensureSubnetOwnerOrRoot(storage, origin, netuid)
  if (!isSymbol(symbol)) throw moduleError('SubtensorModule', 'SymbolDoesNotExist')
  if (isSymbolUsed(storage, symbol)) throw moduleError('SubtensorModule', 'SymbolAlreadyInUse')
  storage.put('SubtensorModule', 'TokenSymbol', [netuid], symbol)
  context.deposit('SubtensorModule', 'SymbolUpdated', { netuid, symbol })
}

function isWithin<Field extends string>(
  texts: Readonly<Record<Field, Hex>>,
  limits: Readonly<Record<Field, number>>,
): boolean {
  return (Object.keys(limits) as Field[]).every((field) => lengthOf(texts[field]) <= limits[field])
}

function lengthOf(text: Hex): number {
  return (text.length - 2) / 2
}
