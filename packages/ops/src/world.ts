import type { Position, Subnet } from '@stake/chain'
import { Balance, mulDivFloor, type Pool, Tolerance } from '@stake/math'
import { FactsMissing, SubnetUnavailable } from './errors.ts'
import type { Facts, Numbers } from './facts.ts'
import type { Place } from './kinds/kind.ts'

/** The numbers of one block, as the legs before leave them to the next. */
export interface World {
  /** As it was read; it never changes. */
  readonly snapshot: Numbers
  /** Every pool that can be traded on, moved by the legs before. */
  readonly pools: ReadonlyMap<number, Pool>
  /** The pools that tolerances are measured from: as they were before the first leg, or before this one. */
  readonly startPools: ReadonlyMap<number, Pool>
  /** The positions, less what the legs before take; what they bring does not count, as they may fail. */
  readonly positions: readonly Position[]
  /** What no lock holds back of a coldkey's alpha on a subnet, with all hotkeys together, by `netuid:coldkey`. */
  readonly available: ReadonlyMap<string, Balance>
  /** Where the legs before bring stake to, as `netuid:hotkey:coldkey`: what a call without an amount takes as well. */
  readonly brought: ReadonlySet<string>
  /** Coldkeys that the legs before bring TAO to, which keeps their accounts alive. */
  readonly kept: ReadonlySet<string>
  /** Free TAO of the coldkey, less what the legs before take and their fees; what they bring does not count. */
  readonly free: Balance
  /** The network fee of the leg to come, as far as it is known; zero before it was estimated. */
  readonly networkFee: Balance
}

/**
 * The world that the first leg of a coldkey finds.
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts, readSnapshot } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { worldOf } from '@stake/ops'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const coldkey = developmentAccounts['//Alice'] ?? ''
 * const world = worldOf(await readSnapshot(await chain.at('best'), { coldkeys: [coldkey] }), coldkey)
 * world.pools.has(1) // => true
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function worldOf(snapshot: Numbers, coldkey: string): World {
  const pools = new Map<number, Pool>()
  for (const { netuid, pool } of snapshot.subnets.values()) if (pool) pools.set(netuid, pool)
  return {
    snapshot,
    pools,
    startPools: pools,
    positions: snapshot.positions,
    available: snapshot.facts?.available ?? new Map(),
    brought: new Set(),
    kept: new Set(),
    free: usable(snapshot, coldkey),
    networkFee: Balance.zero(),
  }
}

/** Free TAO that is not frozen beyond the existential deposit. */
function usable({ accounts, existentialDeposit }: Numbers, coldkey: string): Balance {
  const account = accounts.get(coldkey)
  if (!account) return Balance.zero()
  return account.transferable.add(Balance.min(account.free, existentialDeposit))
}

/** A subnet that there is, whether or not it was started. @throws SubnetUnavailable */
export function knownSubnet({ snapshot }: World, netuid: number): Subnet {
  const subnet = snapshot.subnets.get(netuid)
  if (!subnet) throw new SubnetUnavailable('SubnetNotExists', netuid)
  return subnet
}

/** A subnet that is open for stake. @throws SubnetUnavailable */
export function openSubnet(world: World, netuid: number): Subnet {
  const subnet = knownSubnet(world, netuid)
  if (!subnet.subtokenEnabled) throw new SubnetUnavailable('SubtokenDisabled', netuid)
  return subnet
}

/** The pool of a subnet as it is now, and the one that tolerances are measured from. @throws SubnetUnavailable */
export function poolOf({ pools, startPools }: World, netuid: number): { now: Pool; start: Pool } {
  const now = pools.get(netuid)
  if (!now) throw new SubnetUnavailable('UnknownCurve', netuid)
  return { now, start: startPools.get(netuid) ?? now }
}

/** The position of a coldkey with a hotkey on a subnet. */
export function positionOf(
  { coldkey, hotkey, netuid }: Place,
  { positions }: Pick<World, 'positions'>,
): Position | undefined {
  return positions.find(
    (candidate) =>
      candidate.coldkey === coldkey && candidate.hotkey === hotkey && candidate.netuid === netuid,
  )
}

/** The TAO that can be spent: free, less the fee of this leg and the existential deposit. */
export function spendable({ free, networkFee, snapshot }: World): Balance {
  const kept = networkFee.add(snapshot.existentialDeposit)
  return free.subtract(Balance.min(free, kept))
}

/** What an amount text means of what there is: `all` of it, a percentage of it rounded down, or a number. */
export function amountOf(text: string, available: Balance): Balance {
  if (text === 'all') return available
  if (!text.endsWith('%')) return Balance.parse(text, available.netuid)
  const { ppb } = Tolerance.parse(text)
  return Balance.fromRao(mulDivFloor(available.rao, ppb, 1_000_000_000n), available.netuid)
}

/** The world with other pools in place of its own. */
export function withPools(world: World, ...pools: readonly Pool[]): World {
  const moved = new Map(world.pools)
  for (const pool of pools) moved.set(pool.netuid, pool)
  return { ...world, pools: moved }
}

/** The world after TAO was spent. */
export function withLessTao(world: World, amount: Balance): World {
  return { ...world, free: world.free.subtract(Balance.min(world.free, amount)) }
}

/** The world after alpha left a position. */
export function withLessStake(world: World, place: Place, amount: Balance): World {
  const { coldkey, hotkey, netuid } = place
  const less = (balance: Balance) => balance.subtract(Balance.min(balance, amount))
  const key = `${netuid}:${coldkey}`
  const held = world.available.get(key)
  const left = held && less(held)
  const positions = world.positions.map((position): Position => {
    if (position.coldkey !== coldkey || position.netuid !== netuid) return position
    const own = position.hotkey === hotkey
    const stake = own ? less(position.stake) : position.stake
    const available = own ? less(position.available) : position.available
    // A lock holds the alpha of all hotkeys together: what one gives up no other can.
    return { ...position, stake, available: left ? Balance.min(available, left) : available }
  })
  const available = left ? new Map(world.available).set(key, left) : world.available
  return { ...world, positions, available }
}

/** The world after stake came to a position: it does not count as there, but calls without an amount take it. */
export function withBrought(world: World, { coldkey, hotkey, netuid }: Place): World {
  return { ...world, brought: new Set(world.brought).add(`${netuid}:${hotkey}:${coldkey}`) }
}

/** Whether a leg before brings stake there. */
export function isBrought({ brought }: World, { coldkey, hotkey, netuid }: Place): boolean {
  return brought.has(`${netuid}:${hotkey}:${coldkey}`)
}

/** What was read beyond the snapshot. @throws FactsMissing */
export function factsOf({ snapshot }: World, kind: string): Facts {
  if (!snapshot.facts) throw new FactsMissing(kind)
  return snapshot.facts
}
