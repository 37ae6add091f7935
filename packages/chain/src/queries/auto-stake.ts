import { parseAddress } from '../address.ts'
import type { ChainAt } from '../at.ts'
import { checkNetuid } from '../calls/arguments.ts'
import { readStored, type StorageEntry, valueOfKey } from '../runtime/storage.ts'
import { readKeys } from '../runtime/storage-keys.ts'

/**
 * The hotkey that a coldkey's mining rewards of a subnet are staked with (`AutoStakeDestination`); undefined where none
 * was chosen, and they stay with the hotkey that earned them. One request.
 *
 * @throws InvalidAddress, InvalidNetuid
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts, readAutoStake } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * await readAutoStake(await chain.at('best'), developmentAccounts['//Alice'] ?? '', 1) // => undefined
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readAutoStake(
  at: ChainAt,
  coldkey: string,
  netuid: number,
): Promise<string | undefined> {
  const [hotkey] = await readStored(at, [entryOf(parseAddress(coldkey), checkNetuid(netuid))])
  return hotkey as string | undefined
}

/**
 * All destinations that a coldkey chose, by netuid and in their order: two requests.
 *
 * @throws InvalidAddress
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts, readAutoStakes } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const destinations = await readAutoStakes(await chain.at('best'), developmentAccounts['//Alice'] ?? '')
 * destinations.size // => 0
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readAutoStakes(at: ChainAt, coldkey: string): Promise<ReadonlyMap<number, string>> {
  const address = parseAddress(coldkey)
  const keys = await readKeys(at, 'SubtensorModule', 'AutoStakeDestination', address)
  const netuids = keys.map(([, netuid]) => netuid as number).sort((a, b) => a - b)
  const hotkeys = await readStored(
    at,
    netuids.map((netuid) => entryOf(address, netuid)),
  )
  return new Map(netuids.map((netuid, index) => [netuid, valueOfKey(hotkeys[index]) as string]))
}

function entryOf(coldkey: string, netuid: number): StorageEntry {
  return ['SubtensorModule', 'AutoStakeDestination', coldkey, netuid]
}
