import type { AccountId32 } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import { spendable, transfer } from '../balances.ts'
import { buyAlpha } from './alpha-swap.ts'
import { becomeDelegate, claimHotkey, ownsHotkey } from './hotkeys.ts'
import { neuronToPrune, writeNeuron } from './neurons.ts'
import { countRegistration } from './registration-price.ts'
import { ensureSubnetExists, ROOT, subnetAccount } from './subnets.ts'

export interface Registration {
  readonly netuid: number
  readonly hotkey: AccountId32
}

/**
 * Registers a hotkey on a subnet for the price of the moment. The TAO buys alpha of the subnet, swap fee included,
 * and that alpha is gone.
 */
export function register(context: Context, coldkey: AccountId32, { netuid, hotkey }: Registration): void {
  const { storage } = context
  if (netuid === ROOT) throw moduleError('SubtensorModule', 'RegistrationNotPermittedOnRootSubnet')
  ensureSubnetExists(storage, netuid)
  if (!storage.get('SubtensorModule', 'NetworkRegistrationAllowed', netuid))
    throw moduleError('SubtensorModule', 'SubNetRegistrationDisabled')
  ensureNotRegistered(context, netuid, hotkey)
  const burn = storage.get('SubtensorModule', 'Burn', netuid)
  if (burn > spendable(storage, coldkey, 'allowDeath'))
    throw moduleError('SubtensorModule', 'NotEnoughBalanceToStake')
  claimHotkey(storage, coldkey, hotkey)
  if (!ownsHotkey(storage, coldkey, hotkey)) throw moduleError('SubtensorModule', 'NonAssociatedColdKey')
  const uid = freeUid(context, netuid)

  burnForRegistration(context, coldkey, netuid, burn)
  writeNeuron(context, netuid, uid, hotkey)
  countRegistration(context, netuid)
  storage.update('SubtensorModule', 'RAORecycledForRegistration', [netuid], (total) => total + burn)
  context.deposit('SubtensorModule', 'NeuronRegistered', [netuid, uid, hotkey])
}

/** The same, unless it costs more than `limit_price` rao. */
export function registerLimit(
  context: Context,
  coldkey: AccountId32,
  { netuid, hotkey, limit_price }: Registration & { readonly limit_price: bigint },
): void {
  const { storage } = context
  if (netuid === ROOT) throw moduleError('SubtensorModule', 'RegistrationNotPermittedOnRootSubnet')
  ensureSubnetExists(storage, netuid)
  if (storage.get('SubtensorModule', 'Burn', netuid) > limit_price)
    throw moduleError('SubtensorModule', 'RegistrationPriceLimitExceeded')
  register(context, coldkey, { netuid, hotkey })
}

/** Makes a hotkey a validator on root, for nothing; on a full root in the place of the one with the least stake. */
export function rootRegister(context: Context, coldkey: AccountId32, hotkey: AccountId32): void {
  const { storage } = context
  if (!storage.get('SubtensorModule', 'NetworksAdded', ROOT))
    throw moduleError('SubtensorModule', 'RootNetworkDoesNotExist')
  const now = storage.get('SubtensorModule', 'RegistrationsThisBlock', ROOT)
  if (now >= storage.get('SubtensorModule', 'MaxRegistrationsPerBlock', ROOT))
    throw moduleError('SubtensorModule', 'TooManyRegistrationsThisBlock')
  const lately = storage.get('SubtensorModule', 'RegistrationsThisInterval', ROOT)
  if (lately >= 3 * storage.get('SubtensorModule', 'TargetRegistrationsPerInterval', ROOT))
    throw moduleError('SubtensorModule', 'TooManyRegistrationsThisInterval')
  ensureNotRegistered(context, ROOT, hotkey)
  claimHotkey(storage, coldkey, hotkey)

  const uid = rootSeat(context, hotkey)
  writeNeuron(context, ROOT, uid, hotkey)
  becomeDelegate(context, hotkey)
  storage.put('SubtensorModule', 'RegistrationsThisBlock', [ROOT], now + 1)
  storage.put('SubtensorModule', 'RegistrationsThisInterval', [ROOT], lately + 1)
  context.deposit('SubtensorModule', 'NeuronRegistered', [ROOT, uid, hotkey])
}

function ensureNotRegistered({ storage }: Context, netuid: number, hotkey: AccountId32): void {
  if (storage.has('SubtensorModule', 'Uids', netuid, hotkey))
    throw moduleError('SubtensorModule', 'HotKeyAlreadyRegisteredInSubNet')
}

function freeUid(context: Context, netuid: number): number {
  const { storage } = context
  const most = storage.get('SubtensorModule', 'MaxAllowedUids', netuid)
  const count = storage.get('SubtensorModule', 'SubnetworkN', netuid)
  const uid = count < most ? count : most === 0 ? undefined : neuronToPrune(context, netuid)
  if (uid === undefined) throw moduleError('SubtensorModule', 'NoNeuronIdAvailable')
  return uid
}

function rootSeat({ storage }: Context, hotkey: AccountId32): number {
  const count = storage.get('SubtensorModule', 'SubnetworkN', ROOT)
  if (count < storage.get('SubtensorModule', 'MaxAllowedUids', ROOT)) return count
  const stake = (of: AccountId32) => storage.get('SubtensorModule', 'TotalHotkeyAlpha', of, ROOT)
  const members = Array.from({ length: count }, (_, uid) => ({
    uid,
    stake: stake(storage.get('SubtensorModule', 'Keys', ROOT, uid)),
  }))
  const lowest = members.reduce((least, each) => (each.stake < least.stake ? each : least))
  if (lowest.stake >= stake(hotkey)) throw moduleError('SubtensorModule', 'StakeTooLowForRoot')
  return lowest.uid
}

function burnForRegistration(context: Context, coldkey: AccountId32, netuid: number, burn: bigint): void {
  const { storage } = context
  const pot = subnetAccount(netuid)
  const available = spendable(storage, coldkey, 'keepAlive')
  const paid = burn < available ? burn : available
  transfer(context, coldkey, pot, paid, 'keepAlive')
  const swap = buyAlpha(context, netuid, paid, {})
  storage.update('SubtensorModule', 'SubnetAlphaOut', [netuid], (out) => out - swap.received.rao)
  if (!swap.fee.isZero()) transfer(context, pot, context.author, swap.fee.rao, 'allowDeath')
}
