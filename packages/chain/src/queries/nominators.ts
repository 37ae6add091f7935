import { Balance } from '@stake/math'
import { parseAddress } from '../address.ts'
import type { ChainAt } from '../at.ts'
import { checkNetuid } from '../calls/arguments.ts'
import { hasStorage } from '../runtime/storage.ts'
import { readKeys } from '../runtime/storage-keys.ts'
import { type PositionKey, readStoredPositions, stakeOfStored } from './positions.ts'

/** What a coldkey has staked with a hotkey on a subnet. */
export interface Nomination {
  readonly coldkey: string
  readonly netuid: number
  readonly stake: Balance
}

/**
 * Everybody who has stake with a hotkey, its owner included, on all subnets or on one: from the shares themselves, of
 * both formats, in the order of the netuids and the largest stake first. The list in the runtime's own answer about a
 * delegate is wrong where netuids have gaps.
 *
 * Takes a request for each thousand shares to find them, in each of the two formats, and then one batch.
 *
 * @throws InvalidAddress, InvalidNetuid
 *
 * @example
 * ```ts
 * import { connect, readNominators, readValidators } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet({ emission: false })
 * const chain = await connect({ endpoints: devnet.url })
 * const at = await chain.at('best')
 * const [validator] = await readValidators(at, 277)
 * const nominators = await readNominators(at, validator?.hotkey ?? '', 277)
 * nominators.length // => 4
 * nominators[0]?.stake.toString() // => 3000
 * nominators[0]?.coldkey === validator?.coldkey // => true
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readNominators(at: ChainAt, hotkey: string, netuid?: number): Promise<Nomination[]> {
  const address = parseAddress(hotkey)
  const only = netuid === undefined ? undefined : checkNetuid(netuid)
  const lists = await Promise.all(
    ['Alpha', 'AlphaV2']
      .filter((item) => hasStorage(at.runtime, 'SubtensorModule', item))
      .map((item) => readKeys(at, 'SubtensorModule', item, address)),
  )
  const held = new Map<string, PositionKey>()
  for (const [, coldkey, of] of lists.flat() as [string, string, number][]) {
    if (only === undefined || of === only)
      held.set(`${coldkey}:${of}`, { hotkey: address, coldkey, netuid: of })
  }
  const positions = [...held.values()]
  const stored = await readStoredPositions(at, positions)
  return stored
    .map((position, index) => {
      const { coldkey, netuid: of } = positions[index] as PositionKey
      return { coldkey, netuid: of, stake: Balance.fromRao(stakeOfStored(position), of) }
    })
    .filter(({ stake }) => !stake.isZero())
    .sort((a, b) => a.netuid - b.netuid || b.stake.compare(a.stake))
}
