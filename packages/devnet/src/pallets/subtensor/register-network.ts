import type { AccountId32, SubnetIdentityV3 } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import type { Storage } from '../../runtime/storage.ts'
import { spendable, transfer } from '../balances.ts'
import { alphaPrice, attempt } from '../swap.ts'
import { setChildren } from './children.ts'
import { claimHotkey, ownerOf, ownsHotkey } from './hotkeys.ts'
import { ensureSubnetIdentity, writeSubnetIdentity } from './identities.ts'
import { lastNetworkRegistered, networkLockCost, noteNetworkRegistered } from './lock-cost.ts'
import { writeNeuron } from './neurons.ts'
import { isSubnetAccount, netuidsOf, ROOT, subnetAccount } from './subnets.ts'
import { freeSymbol } from './symbols.ts'

/** A new subnet's settings that differ from what the chain takes for unset ones. */
const MOST_UIDS = 256
const MOST_VALIDATORS = 64
const LEAST_WEIGHTS = 1
const IMMUNITY_PERIOD = 5000
const FIRST_BURN = 1_000_000_000n

export interface NewNetwork {
  /** The subnet's first neuron, and its owner's hotkey. */
  readonly hotkey: AccountId32
  readonly identity?: SubnetIdentityV3 | undefined
}

/**
 * Makes a new subnet of the coldkey. What it costs becomes the pool's TAO, with so much alpha that the price is the
 * median of the other subnets' prices. Nothing can be staked before its owner starts it.
 *
 * Where there are as many subnets as there may be, the chain makes room for a new one by dissolving the cheapest that
 * is past its immunity; here the call is refused then.
 */
export function registerNetwork(
  context: Context,
  coldkey: AccountId32,
  { hotkey, identity }: NewNetwork,
): void {
  const { storage } = context
  if (ownerOf(storage, hotkey) !== undefined && !ownsHotkey(storage, coldkey, hotkey))
    throw moduleError('SubtensorModule', 'NonAssociatedColdKey')
  if (isSubnetAccount(hotkey)) throw moduleError('SubtensorModule', 'CannotUseSystemAccount')
  ensureTime(context)
  if (identity !== undefined) ensureSubnetIdentity(identity)
  const netuids = netuidsOf(storage)
  if (netuids.filter((netuid) => netuid !== ROOT).length >= storage.get('SubtensorModule', 'SubnetLimit'))
    throw moduleError('SubtensorModule', 'SubnetLimitReached')
  const cost = networkLockCost(storage)
  if (cost > spendable(storage, coldkey, 'allowDeath'))
    throw moduleError('SubtensorModule', 'CannotAffordLockCost')

  const price = medianPrice(storage)
  const netuid = freeNetuid(netuids)
  initialise(context, netuid)
  const locked = pay(context, coldkey, netuid, cost)
  noteNetworkRegistered(storage, locked)
  claimHotkey(storage, coldkey, hotkey)
  writeNeuron(context, netuid, 0, hotkey)
  storage.put('SubtensorModule', 'SubnetMechanism', [netuid], 1)
  storage.put('SubtensorModule', 'NetworkRegisteredAt', [netuid], BigInt(context.blockNumber))
  storage.put('SubtensorModule', 'TokenSymbol', [netuid], freeSymbol(storage, netuid))
  fillPool(storage, netuid, locked, price)
  storage.put('SubtensorModule', 'SubnetOwner', [netuid], coldkey)
  storage.put('SubtensorModule', 'SubnetOwnerHotkey', [netuid], hotkey)
  if (identity !== undefined) writeSubnetIdentity(context, netuid, identity)
  lendToOwner(context, netuid, hotkey)
  context.deposit('SubtensorModule', 'NetworkAdded', [netuid, 1])
}

/** Subnets can be registered from some block on, and not too soon after one another, whoever does it. */
function ensureTime({ storage, blockNumber }: Context): void {
  const now = BigInt(blockNumber)
  if (now < storage.get('SubtensorModule', 'NetworkRegistrationStartBlock'))
    throw moduleError('SubtensorModule', 'SubNetRegistrationDisabled')
  const last = lastNetworkRegistered(storage)
  if (last > 0n && now - last < storage.get('SubtensorModule', 'NetworkRateLimit'))
    throw moduleError('SubtensorModule', 'NetworkTxRateLimitExceeded')
}

function freeNetuid(netuids: readonly number[]): number {
  let netuid = ROOT + 1
  while (netuids.includes(netuid)) netuid += 1
  return netuid
}

/** U64F64 bits; with an even number of subnets between the two in the middle, and 1 without any. */
function medianPrice(storage: Storage): bigint {
  const prices = netuidsOf(storage)
    .filter((netuid) => netuid !== ROOT)
    .map((netuid) => alphaPrice(storage, netuid).bits)
    .filter((bits) => bits > 0n)
    .sort((a, b) => Number(a > b) - Number(a < b))
  const above = prices[Math.floor(prices.length / 2)]
  const below = prices[Math.floor((prices.length - 1) / 2)]
  return above === undefined || below === undefined ? 1n << 64n : (above + below) / 2n
}

function initialise(context: Context, netuid: number): void {
  const { storage } = context
  const tempo = storage.get('SubtensorModule', 'Tempo', netuid)
  storage.put('SubtensorModule', 'NetworksAdded', [netuid], true)
  storage.put('SubtensorModule', 'SubnetworkN', [netuid], 0)
  storage.put('SubtensorModule', 'Tempo', [netuid], tempo)
  // Epochs of different subnets should not fall on one block.
  const stagger = tempo === 0 ? 0 : netuid % tempo
  const begun = Math.max(context.blockNumber - stagger, 0)
  storage.put('SubtensorModule', 'LastEpochBlock', [netuid], BigInt(begun))
  storage.update('SubtensorModule', 'TotalNetworks', [], (total) => total + 1)
  storage.put('SubtensorModule', 'NetworkRegistrationAllowed', [netuid], true)
  context.deposit('SubtensorModule', 'RegistrationAllowed', [netuid, true])
  storage.put('SubtensorModule', 'MaxAllowedUids', [netuid], MOST_UIDS)
  context.deposit('SubtensorModule', 'MaxAllowedUidsSet', [netuid, MOST_UIDS])
  storage.put('SubtensorModule', 'MaxAllowedValidators', [netuid], MOST_VALIDATORS)
  context.deposit('SubtensorModule', 'MaxAllowedValidatorsSet', [netuid, MOST_VALIDATORS])
  storage.put('SubtensorModule', 'MinAllowedWeights', [netuid], LEAST_WEIGHTS)
  context.deposit('SubtensorModule', 'MinAllowedWeightSet', [netuid, LEAST_WEIGHTS])
  storage.put('SubtensorModule', 'ImmunityPeriod', [netuid], IMMUNITY_PERIOD)
  context.deposit('SubtensorModule', 'ImmunityPeriodSet', [netuid, IMMUNITY_PERIOD])
  storage.put('SubtensorModule', 'Yuma3On', [netuid], true)
  storage.put('SubtensorModule', 'Burn', [netuid], FIRST_BURN)
  context.deposit('SubtensorModule', 'BurnSet', [netuid, FIRST_BURN])
  storage.put('SubtensorModule', 'SubnetEmissionEnabled', [netuid], true)
}

/** Moves the cost to the subnet, less what keeps the coldkey alive. Returns how much that was. */
function pay(context: Context, coldkey: AccountId32, netuid: number, cost: bigint): bigint {
  const available = spendable(context.storage, coldkey, 'keepAlive')
  const paid = cost < available ? cost : available
  transfer(context, coldkey, subnetAccount(netuid), paid, 'keepAlive')
  return paid
}

function fillPool(storage: Storage, netuid: number, locked: bigint, price: bigint): void {
  const least = storage.get('SubtensorModule', 'NetworkMinLockCost')
  const tao = locked > least ? locked : least
  storage.put('SubtensorModule', 'SubnetTAO', [netuid], tao)
  storage.put('SubtensorModule', 'SubnetAlphaIn', [netuid], (tao << 64n) / price)
  storage.put('SubtensorModule', 'SubnetAlphaOut', [netuid], 0n)
  storage.put('SubtensorModule', 'SubnetVolume', [netuid], 0n)
  storage.put('SubtensorModule', 'SubnetLocked', [netuid], locked)
  storage.put('SubtensorModule', 'RAORecycledForRegistration', [netuid], 0n)
  storage.update('SubtensorModule', 'TotalStake', [], (total) => total + tao)
}

/** Validators on root lend their stake to the subnet's owner, but those who do not want to. */
function lendToOwner(context: Context, netuid: number, ownerHotkey: AccountId32): void {
  const { storage } = context
  for (const [, hotkey] of [...storage.entries('SubtensorModule', 'Keys', ROOT)]) {
    const owner = ownerOf(storage, hotkey)
    if (hotkey === ownerHotkey || owner === undefined) continue
    if (!storage.get('SubtensorModule', 'AutoParentDelegationEnabled', hotkey)) continue
    const children = [[WHOLE, ownerHotkey]] as const
    attempt(() => context.transact(() => setChildren(context, owner, { hotkey, netuid, children })))
  }
}

const WHOLE = 2n ** 64n - 1n
