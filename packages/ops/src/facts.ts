import {
  type ChainAt,
  type RegistrationCost,
  type RootClaims,
  type RootRegistration,
  readAvailability,
  readDelegateTake,
  readRegistrationCost,
  readRootClaims,
  readRootRegistration,
  readStored,
  type Snapshot,
  type SnapshotRequest,
  type StorageEntry,
  type Take,
} from '@stake/chain'
import { Balance, MINIMUM_STAKE_RAO } from '@stake/math'

/** What an Operation needs to know, all of it at one block. */
export interface Needs extends SnapshotRequest {
  /** Hotkeys whose owner matters, but that need not exist. `hotkeys` must. */
  readonly newHotkeys?: readonly string[]
  /** Whether these hotkeys are registered on these subnets. */
  readonly registrations?: readonly (readonly [netuid: number, hotkey: string])[]
  /** Whether stake of these subnets may go to other coldkeys. */
  readonly transfers?: readonly number[]
  /** The takes of these hotkeys. */
  readonly takes?: readonly string[]
  readonly autoStakes?: readonly (readonly [coldkey: string, netuid: number])[]
  /** What it costs to register on these subnets. */
  readonly costs?: readonly number[]
  /** What these coldkeys are owed for their stake on root. */
  readonly claims?: readonly string[]
}

/** Numbers beyond a snapshot that some kinds need; keys are `netuid:address`. */
export interface Facts {
  readonly registered: ReadonlyMap<string, boolean>
  readonly transfers: ReadonlyMap<number, boolean>
  /** What no lock holds back of a coldkey's alpha on a subnet, with all its hotkeys together. */
  readonly available: ReadonlyMap<string, Balance>
  /** A nominator's position that is worth less TAO after an unstake is sold as a whole. */
  readonly nominatorMinimum: Balance
  readonly takes: ReadonlyMap<string, Take>
  readonly autoStakes: ReadonlyMap<string, string | undefined>
  readonly costs: ReadonlyMap<number, RegistrationCost>
  readonly rootRegistration: RootRegistration | undefined
  readonly claims: ReadonlyMap<string, RootClaims>
}

/** A snapshot with what Operations need beyond it. */
export interface Numbers extends Snapshot {
  readonly facts?: Facts
}

const ROOT = 0

/** Reads what is asked for at one block. */
export async function readFacts(at: ChainAt, needs: readonly Needs[]): Promise<Facts> {
  const all = <T>(pick: (need: Needs) => readonly T[] | undefined): T[] =>
    needs.flatMap((need) => pick(need) ?? [])
  const unique = <T>(values: readonly T[]): T[] => [...new Set(values)]
  const registrations = all((need) => need.registrations)
  const transfers = unique(all((need) => need.transfers))
  const autoStakes = all((need) => need.autoStakes)
  const costs = unique(all((need) => need.costs))
  const map = async <K, V>(keys: readonly K[], read: (key: K) => Promise<V>): Promise<Map<K, V>> =>
    new Map(await Promise.all(unique(keys).map(async (key) => [key, await read(key)] as const)))
  const [stored, takes, prices, rootRegistration, claims, availability] = await Promise.all([
    readStored(at, [
      ['SubtensorModule', 'NominatorMinRequiredStake'],
      ...registrations.map(([netuid, hotkey]): StorageEntry => ['SubtensorModule', 'Uids', netuid, hotkey]),
      ...transfers.map((netuid): StorageEntry => ['SubtensorModule', 'TransferToggle', netuid]),
      ...autoStakes.map(
        ([coldkey, netuid]): StorageEntry => ['SubtensorModule', 'AutoStakeDestination', coldkey, netuid],
      ),
    ]),
    map(
      all((need) => need.takes),
      (hotkey) => readDelegateTake(at, hotkey),
    ),
    map(
      costs.filter((netuid) => netuid !== ROOT),
      (netuid) => readRegistrationCost(at, netuid),
    ),
    costs.includes(ROOT) ? readRootRegistration(at) : undefined,
    map(
      all((need) => need.claims),
      (coldkey) => readRootClaims(at, coldkey),
    ),
    readAvailability(at, unique(all((need) => need.coldkeys))),
  ])
  const [factor = 0n, ...rest] = stored as [bigint | undefined, ...unknown[]]
  const uids = rest.slice(0, registrations.length)
  const toggles = rest.slice(registrations.length, registrations.length + transfers.length)
  const destinations = rest.slice(registrations.length + transfers.length)
  return {
    // A factor per million of the least stake.
    nominatorMinimum: Balance.fromRao((MINIMUM_STAKE_RAO * factor) / 1_000_000n),
    registered: new Map(
      registrations.map(([netuid, hotkey], index) => [`${netuid}:${hotkey}`, uids[index] !== undefined]),
    ),
    transfers: new Map(transfers.map((netuid, index) => [netuid, toggles[index] !== false])),
    autoStakes: new Map(
      autoStakes.map(([coldkey, netuid], index) => [
        `${netuid}:${coldkey}`,
        destinations[index] as string | undefined,
      ]),
    ),
    available: new Map(
      availability.map(({ coldkey, netuid, available }) => [`${netuid}:${coldkey}`, available]),
    ),
    takes,
    costs: prices,
    rootRegistration,
    claims,
  }
}
