import { Balance } from '@stake/math'
import { parseAddress } from '../address.ts'
import type { ChainAt } from '../at.ts'
import { constantOf } from '../runtime/constant.ts'
import { callRuntime } from '../runtime/runtime-api.ts'
import { readStored, type StorageEntry, valueOfKey } from '../runtime/storage.ts'
import { readKeys } from '../runtime/storage-keys.ts'

/** A hotkey that takes stake of others. */
export interface Delegate {
  readonly hotkey: string
  /** Undefined where the hotkey is nobody's any more. */
  readonly owner: string | undefined
  /** What it keeps of the dividends, parts of 65535. */
  readonly take: number
}

/** The same, with where it takes part. */
export interface DelegateInfo extends Delegate {
  /** Netuids it is registered on. */
  readonly registrations: readonly number[]
  /** Netuids it may validate on. */
  readonly permits: readonly number[]
}

/** What a coldkey has staked with a hotkey on a subnet. */
export interface Delegation extends Delegate {
  readonly netuid: number
  readonly stake: Balance
  /** A hotkey can be staked with before it is a delegate; it then keeps the default take. */
  readonly isDelegate: boolean
}

interface RuntimeDelegate {
  delegate_ss58: string
  owner_ss58: string
  take: number
  registrations: number[]
  validator_permits: number[]
}

const API = 'DelegateInfoRuntimeApi'

/**
 * All delegates with owner and take, from storage: a request for each thousand, and one for what they hold. Light, also
 * for a node of a large chain. For where they are registered see {@link readDelegateInfos}, which is not.
 *
 * @example
 * ```ts
 * import { connect, readDelegates } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const delegates = await readDelegates(await chain.at('best'))
 * delegates.length // => 20
 * Math.max(...delegates.map(({ take }) => take)) // => 11796
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readDelegates(at: ChainAt): Promise<Delegate[]> {
  const keys = await readKeys(at, 'SubtensorModule', 'Delegates')
  const hotkeys = keys.map(([hotkey]) => hotkey as string)
  const found = await readStored(at, hotkeys.flatMap(takeAndOwner))
  return hotkeys.map((hotkey, index) => ({
    hotkey,
    owner: found[2 * index + 1] as string | undefined,
    take: valueOfKey(found[2 * index]) as number,
  }))
}

/**
 * All delegates as the runtime describes them (`get_delegates`): one request, but the node reads every stake of every
 * delegate for it, which on the main network takes many seconds. {@link readDelegates} is light.
 *
 * Nominators are left out: where netuids have gaps the runtime reports the stakes of other subnets. Those of
 * {@link readNominators} are right. So are its returns, which only know of stake on root.
 *
 * @throws MissingInRuntime
 *
 * @example
 * ```ts
 * import { connect, readDelegateInfos } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const delegates = await readDelegateInfos(await chain.at('best'))
 * delegates.filter(({ permits }) => permits.includes(277)).length // => 4
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readDelegateInfos(at: ChainAt): Promise<DelegateInfo[]> {
  const delegates = await callRuntime<RuntimeDelegate[]>(at, `${API}.get_delegates`, [])
  return delegates.map(infoOf)
}

/**
 * One delegate (`get_delegate`); undefined for a hotkey that is none. One request.
 *
 * @throws InvalidAddress, MissingInRuntime
 *
 * @example
 * ```ts
 * import { connect, readDelegateInfo, readValidators } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const at = await chain.at('best')
 * const [otter] = await readValidators(at, 1)
 * const delegate = await readDelegateInfo(at, otter?.hotkey ?? '')
 * delegate?.registrations.join() // => 0,1,2,3,5,51,277
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readDelegateInfo(at: ChainAt, hotkey: string): Promise<DelegateInfo | undefined> {
  const address = parseAddress(hotkey)
  const delegate = await callRuntime<RuntimeDelegate | undefined>(at, `${API}.get_delegate`, [address])
  return delegate && infoOf(delegate)
}

/**
 * What a coldkey has staked, and with whom, in the order of the netuids: two requests (its stakes, then the delegates).
 * The runtime's own `get_delegated` goes through all delegates for it, and is not asked.
 *
 * @throws InvalidAddress, MissingInRuntime
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts, readDelegations } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet({ emission: false })
 * const chain = await connect({ endpoints: devnet.url })
 * const delegations = await readDelegations(await chain.at('best'), developmentAccounts['//Alice'] ?? '')
 * delegations.map(({ netuid, stake }) => `${netuid}: ${stake}`).join(', ') // => 0: 250, 1: 120.5, 3: 1800, 119: 2500
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readDelegations(at: ChainAt, coldkey: string): Promise<Delegation[]> {
  const stakes = await callRuntime<{ hotkey: string; netuid: number; stake: bigint }[]>(
    at,
    'StakeInfoRuntimeApi.get_stake_info_for_coldkey',
    [parseAddress(coldkey)],
  )
  const held = stakes.filter(({ stake }) => stake > 0n).sort((a, b) => a.netuid - b.netuid)
  const found = await readStored(
    at,
    held.flatMap(({ hotkey }) => takeAndOwner(hotkey)),
  )
  return held.map(({ hotkey, netuid, stake }, index) => {
    const take = found[2 * index] as number | undefined
    return {
      hotkey,
      owner: found[2 * index + 1] as string | undefined,
      take: take ?? constantOf(at.runtime, 'SubtensorModule', 'InitialDefaultDelegateTake'),
      isDelegate: take !== undefined,
      netuid,
      stake: Balance.fromRao(stake, netuid),
    }
  })
}

function takeAndOwner(hotkey: string): StorageEntry[] {
  return [
    ['SubtensorModule', 'Delegates', hotkey],
    ['SubtensorModule', 'Owner', hotkey],
  ]
}

function infoOf(delegate: RuntimeDelegate): DelegateInfo {
  return {
    hotkey: delegate.delegate_ss58,
    owner: delegate.owner_ss58,
    take: delegate.take,
    registrations: delegate.registrations.toSorted((a, b) => a - b),
    permits: delegate.validator_permits.toSorted((a, b) => a - b),
  }
}
