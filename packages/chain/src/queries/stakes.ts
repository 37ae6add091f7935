import { Balance } from '@stake/math'
import type { ChainAt } from '../at.ts'
import { chunksOf } from '../chunks.ts'
import { callRuntime } from '../runtime/runtime-api.ts'
import { addressesOf } from './addresses.ts'
import type { Stake } from './positions.ts'

interface StakeInfo {
  hotkey: string
  coldkey: string
  netuid: number
  stake: bigint
}

/** The runtime looks at every hotkey of a coldkey on every subnet, so it is asked about so many at a time. */
const COLDKEYS_A_CALL = 500

/**
 * All stakes above zero of one coldkey or of many, at one block, in one call of the runtime (one for every 500
 * coldkeys): in the order of the coldkeys asked for, then of the netuids.
 *
 * @throws InvalidAddress, StateDiscarded, MissingInRuntime
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts, readStakes } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const stakes = await readStakes(await chain.at('best'), developmentAccounts['//Bob'] ?? '')
 * stakes.length // => 0
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readStakes(
  at: ChainAt,
  coldkeys: string | readonly string[],
): Promise<readonly Stake[]> {
  const stakes: Stake[] = []
  for (const some of chunksOf(addressesOf(coldkeys), COLDKEYS_A_CALL)) {
    const answer = await callRuntime<[string, StakeInfo[]][]>(
      at,
      'StakeInfoRuntimeApi.get_stake_info_for_coldkeys',
      [some],
    )
    const byColdkey = new Map(answer)
    for (const coldkey of some) {
      const infos = byColdkey.get(coldkey) ?? []
      for (const { hotkey, netuid, stake } of infos.toSorted((a, b) => a.netuid - b.netuid)) {
        if (stake > 0n) stakes.push({ coldkey, hotkey, netuid, stake: Balance.fromRao(stake, netuid) })
      }
    }
  }
  return stakes
}
