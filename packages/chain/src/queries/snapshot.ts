import { Balance } from '@stake/math'
import type { ChainAt } from '../at.ts'
import type { BlockRef } from '../chain.ts'
import { constantOf } from '../runtime/constant.ts'
import { readStorage, type StorageEntry } from '../runtime/storage.ts'
import { addressesOf } from './addresses.ts'
import { readAvailability } from './availability.ts'
import { type Account, readBalances } from './balances.ts'
import type { Stake } from './positions.ts'
import { readStakes } from './stakes.ts'
import { readSubnets, type Subnet } from './subnets.ts'

/** What {@link readSnapshot} is asked for. */
export interface SnapshotRequest {
  readonly coldkeys?: readonly string[]
  readonly hotkeys?: readonly string[]
  /** @default 'all' */
  readonly netuids?: readonly number[] | 'all'
}

/** Every number that a decision needs, read at one block. */
export interface Snapshot {
  readonly block: BlockRef
  /** The block's own time, Unix milliseconds. */
  readonly timestamp: number
  readonly specVersion: number
  readonly existentialDeposit: Balance
  readonly accounts: ReadonlyMap<string, Account>
  readonly hotkeys: ReadonlyMap<string, Hotkey>
  /** In the order of their netuids. */
  readonly subnets: ReadonlyMap<number, Subnet>
  /** Stakes above zero of the coldkeys asked for. */
  readonly positions: readonly Position[]
}

/** A hotkey that stake can go to, or an address that is none (`exists: false`). */
export interface Hotkey {
  readonly exists: boolean
  /** The coldkey that owns it, undefined where it does not exist. */
  readonly owner: string | undefined
  /** The delegate's take in parts of 65535. */
  readonly take: number
}

/** The alpha that a coldkey has with one hotkey on one subnet (TAO on the root). */
export interface Position extends Stake {
  /** The most of it that no lock holds back; a lock holds back alpha of all hotkeys together. */
  readonly available: Balance
}

/** Hotkeys without an owner entry read as owned by the zero account. */
const NOBODY = '5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM'

/**
 * Reads everything at one block: pools, prices, balances, positions.
 *
 * @throws Disconnected, RequestTimedOut and RpcError from the connection.
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts, readSnapshot } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const alice = developmentAccounts['//Alice'] ?? ''
 * const snapshot = await readSnapshot(await chain.at('best'), { coldkeys: [alice], netuids: [0, 1] })
 * snapshot.subnets.get(0)?.price.format() // => 1.000000000
 * snapshot.accounts.get(alice)?.nonce // => 0
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readSnapshot(at: ChainAt, request: SnapshotRequest): Promise<Snapshot> {
  const { block, runtime } = at
  const coldkeys = addressesOf(request.coldkeys ?? [])
  const hotkeys = addressesOf(request.hotkeys ?? [])
  const { netuids = 'all' } = request
  const [subnets, positions, accounts, [timestamp, ...known]] = await Promise.all([
    readSubnets(at, netuids === 'all' ? undefined : netuids),
    readPositions(at, coldkeys),
    readBalances(at, coldkeys),
    readStorage(at, [
      ['Timestamp', 'Now'],
      ...hotkeys.flatMap((hotkey): StorageEntry[] => [
        ['SubtensorModule', 'Owner', hotkey],
        ['SubtensorModule', 'Delegates', hotkey],
      ]),
    ]),
  ])
  return {
    block,
    timestamp: Number(timestamp as bigint),
    specVersion: runtime.specVersion,
    existentialDeposit: Balance.fromRao(constantOf(runtime, 'Balances', 'ExistentialDeposit')),
    accounts,
    hotkeys: new Map(
      hotkeys.map((hotkey, index) => {
        const [owner, take] = known.slice(index * 2) as [string | undefined, number]
        const exists = owner !== undefined && owner !== NOBODY
        return [hotkey, { exists, owner: exists ? owner : undefined, take }]
      }),
    ),
    subnets,
    positions,
  }
}

async function readPositions(at: ChainAt, coldkeys: readonly string[]): Promise<Position[]> {
  const [stakes, availability] = await Promise.all([readStakes(at, coldkeys), readAvailability(at, coldkeys)])
  const free = new Map(
    availability.map(({ coldkey, netuid, available }) => [`${coldkey}:${netuid}`, available]),
  )
  return stakes
    .map((position) => {
      const limit = free.get(`${position.coldkey}:${position.netuid}`) ?? Balance.zero(position.netuid)
      return { ...position, available: Balance.min(position.stake, limit) }
    })
    .sort((a, b) => a.netuid - b.netuid)
}
