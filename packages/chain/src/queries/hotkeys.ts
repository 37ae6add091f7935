import { parseAddress } from '../address.ts'
import type { ChainAt } from '../at.ts'
import { checkNetuid } from '../calls/arguments.ts'
import { readStored, type StorageEntry } from '../runtime/storage.ts'
import { readKeys } from '../runtime/storage-keys.ts'

/** A hotkey's seat on a subnet. */
export interface Registration {
  readonly netuid: number
  readonly uid: number
}

/** The hotkeys that a coldkey has to do with. */
export interface ColdkeyHotkeys {
  readonly owned: readonly string[]
  /** Those it staked with at some time; the chain forgets none of them. */
  readonly staked: readonly string[]
}

/**
 * The coldkey that owns a hotkey; undefined where nobody does, so that nothing can be staked with it. One request.
 *
 * @throws InvalidAddress
 *
 * @example
 * ```ts
 * import { connect, readHotkeyOwner, readValidators } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const at = await chain.at('best')
 * const [validator] = await readValidators(at, 2)
 * const owner = await readHotkeyOwner(at, validator?.hotkey ?? '')
 * owner === validator?.coldkey // => true
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readHotkeyOwner(at: ChainAt, hotkey: string): Promise<string | undefined> {
  const [owner] = await readStored(at, [['SubtensorModule', 'Owner', parseAddress(hotkey)]])
  return owner as string | undefined
}

/**
 * The hotkeys of a coldkey: its own, and those it staked with (`OwnedHotkeys`, `StakingHotkeys`). One request.
 *
 * @throws InvalidAddress
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts, readHotkeys } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const { owned, staked } = await readHotkeys(await chain.at('best'), developmentAccounts['//Alice'] ?? '')
 * owned.length // => 0
 * staked.length // => 4
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readHotkeys(at: ChainAt, coldkey: string): Promise<ColdkeyHotkeys> {
  const address = parseAddress(coldkey)
  const [owned = [], staked = []] = (await readStored(at, [
    ['SubtensorModule', 'OwnedHotkeys', address],
    ['SubtensorModule', 'StakingHotkeys', address],
  ])) as (string[] | undefined)[]
  return { owned, staked }
}

/**
 * Where a hotkey is registered, in the order of the netuids: two requests (`IsNetworkMember`, `Uids`).
 *
 * @throws InvalidAddress
 *
 * @example
 * ```ts
 * import { connect, readRegistrations, readValidators } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const at = await chain.at('best')
 * const [otter] = await readValidators(at, 1)
 * const registrations = await readRegistrations(at, otter?.hotkey ?? '')
 * registrations.map(({ netuid }) => netuid).join() // => 0,1,2,3,5,51,277
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readRegistrations(at: ChainAt, hotkey: string): Promise<Registration[]> {
  const address = parseAddress(hotkey)
  const keys = await readKeys(at, 'SubtensorModule', 'IsNetworkMember', address)
  const netuids = keys.map(([, netuid]) => netuid as number).sort((a, b) => a - b)
  const uids = await readStored(
    at,
    netuids.map((netuid): StorageEntry => ['SubtensorModule', 'Uids', netuid, address]),
  )
  return netuids.flatMap((netuid, index) => {
    const uid = uids[index] as number | undefined
    return uid === undefined ? [] : [{ netuid, uid }]
  })
}

/**
 * The uid of a hotkey on a subnet; undefined where it is not registered. One request.
 *
 * @throws InvalidAddress, InvalidNetuid
 *
 * @example
 * ```ts
 * import { connect, readUid, readValidators } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const at = await chain.at('best')
 * const validators = await readValidators(at, 1)
 * await readUid(at, validators[3]?.hotkey ?? '', 1) // => 3
 * await readUid(at, validators[3]?.hotkey ?? '', 3) // => undefined
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readUid(at: ChainAt, hotkey: string, netuid: number): Promise<number | undefined> {
  const [uid] = await readStored(at, [['SubtensorModule', 'Uids', checkNetuid(netuid), parseAddress(hotkey)]])
  return uid as number | undefined
}
