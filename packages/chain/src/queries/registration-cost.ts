import { Balance } from '@stake/math'
import type { ChainAt } from '../at.ts'
import { checkNetuid } from '../calls/arguments.ts'
import { callRuntime } from '../runtime/runtime-api.ts'
import { readStorage, type StorageEntry } from '../runtime/storage.ts'

/** What registering a hotkey on a subnet takes now. */
export interface RegistrationCost {
  /** TAO that is paid and gone; it falls with every block and rises with each registration. */
  readonly burn: Balance
  /** Between which the price moves. */
  readonly least: Balance
  readonly most: Balance
  /** Whether there is such a subnet and it takes registrations; never on root, see {@link readRootRegistration}. */
  readonly open: boolean
  /** Registered hotkeys, and how many there can be. On a full subnet somebody is replaced. */
  readonly count: number
  readonly seats: number
}

/** What it takes to get a seat on root, which costs nothing. */
export interface RootRegistration {
  readonly count: number
  readonly seats: number
  /** A hotkey must have more than this staked on root: the least of the members of a full root, else nothing. */
  readonly moreThan: Balance | undefined
  /** Whether root takes another one in this interval, which ends with its tempo. */
  readonly open: boolean
}

const ROOT = 0

/**
 * What registering on a subnet costs, and whether one can: one request.
 *
 * @throws InvalidNetuid
 *
 * @example
 * ```ts
 * import { connect, readRegistrationCost } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const { burn, open } = await readRegistrationCost(await chain.at('best'), 1)
 * burn.toString() // => 0.0005
 * open // => true
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readRegistrationCost(at: ChainAt, netuid: number): Promise<RegistrationCost> {
  const subnet = checkNetuid(netuid)
  const [exists, allowed, burn, least, most, count, seats] = (await readStorage(at, [
    ['SubtensorModule', 'NetworksAdded', subnet],
    ['SubtensorModule', 'NetworkRegistrationAllowed', subnet],
    ['SubtensorModule', 'Burn', subnet],
    ['SubtensorModule', 'MinBurn', subnet],
    ['SubtensorModule', 'MaxBurn', subnet],
    ['SubtensorModule', 'SubnetworkN', subnet],
    ['SubtensorModule', 'MaxAllowedUids', subnet],
  ])) as [boolean, boolean, bigint, bigint, bigint, number, number]
  return {
    burn: Balance.fromRao(burn),
    least: Balance.fromRao(least),
    most: Balance.fromRao(most),
    open: exists && allowed && subnet !== ROOT && seats > 0,
    count,
    seats,
  }
}

/**
 * What registering a new subnet would lock now (`get_network_registration_cost`): one request.
 *
 * @throws MissingInRuntime
 *
 * @example
 * ```ts
 * import { connect, readNetworkRegistrationCost } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const cost = await readNetworkRegistrationCost(await chain.at('best'))
 * cost.toString() // => 1000
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readNetworkRegistrationCost(at: ChainAt): Promise<Balance> {
  const cost = 'SubnetRegistrationRuntimeApi.get_network_registration_cost'
  return Balance.fromRao(await callRuntime<bigint>(at, cost, []))
}

/**
 * What it takes to get a seat on root (`root_register`): one request, and two more where all seats are taken.
 *
 * @throws MissingInRuntime
 *
 * @example
 * ```ts
 * import { connect, readRootRegistration } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const { count, moreThan } = await readRootRegistration(await chain.at('best'))
 * count // => 10
 * moreThan // => undefined
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readRootRegistration(at: ChainAt): Promise<RootRegistration> {
  const [count, seats, mostABlock, lately, target] = (await readStorage(at, [
    ['SubtensorModule', 'SubnetworkN', ROOT],
    ['SubtensorModule', 'MaxAllowedUids', ROOT],
    ['SubtensorModule', 'MaxRegistrationsPerBlock', ROOT],
    ['SubtensorModule', 'RegistrationsThisInterval', ROOT],
    ['SubtensorModule', 'TargetRegistrationsPerInterval', ROOT],
  ])) as [number, number, number, number, number]
  return {
    count,
    seats,
    moreThan: count < seats || count === 0 ? undefined : await leastOnRoot(at, count),
    open: mostABlock > 0 && lately < MOST_TARGETS * target,
  }
}

/** Root takes so many times the target of registrations in an interval. */
const MOST_TARGETS = 3

async function leastOnRoot(at: ChainAt, count: number): Promise<Balance> {
  const uids = Array.from({ length: count }, (_, uid) => uid)
  const members = (await readStorage(
    at,
    uids.map((uid): StorageEntry => ['SubtensorModule', 'Keys', ROOT, uid]),
  )) as string[]
  const stakes = (await readStorage(
    at,
    members.map((hotkey): StorageEntry => ['SubtensorModule', 'TotalHotkeyAlpha', hotkey, ROOT]),
  )) as bigint[]
  return Balance.fromRao(stakes.reduce((least, stake) => (stake < least ? stake : least)))
}
