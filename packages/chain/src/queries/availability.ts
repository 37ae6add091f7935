import { Balance } from '@stake/math'
import type { ChainAt } from '../at.ts'
import { netuidSet } from '../calls/arguments.ts'
import { chunksOf } from '../chunks.ts'
import { callRuntime, hasRuntimeApi } from '../runtime/runtime-api.ts'
import { addressesOf } from './addresses.ts'
import { readLocks } from './locks.ts'
import { readStakes } from './stakes.ts'

/** How much of a coldkey's alpha on a subnet, with all its hotkeys together, can be taken out. */
export interface Availability {
  readonly coldkey: string
  readonly netuid: number
  readonly total: Balance
  readonly locked: Balance
  readonly available: Balance
}

type Answer = [coldkey: string, [netuid: number, { total: bigint; locked: bigint; available: bigint }][]][]

const RUNTIME_AVAILABILITY = 'StakeInfoRuntimeApi.get_stake_availability_for_coldkeys'
const COLDKEYS_A_CALL = 500

/**
 * What coldkeys have on each subnet where they have anything, and how much of it no conviction lock holds back, at
 * one block: in one call of the runtime (for every 500 coldkeys), or on runtimes without that function from the
 * stakes and locks.
 *
 * @param netuids - only of these subnets
 * @throws InvalidAddress, InvalidNetuid, StateDiscarded
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts, readAvailability } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const alice = developmentAccounts['//Alice'] ?? ''
 * const availability = await readAvailability(await chain.at('best'), alice, [1])
 * availability.every(({ total, available }) => total.equals(available)) // => true
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readAvailability(
  at: ChainAt,
  coldkeys: string | readonly string[],
  netuids?: readonly number[],
): Promise<readonly Availability[]> {
  const accounts = addressesOf(coldkeys)
  const subnets = netuids && netuidSet(netuids)
  if (accounts.length === 0) return []
  if (!hasRuntimeApi(at.runtime, RUNTIME_AVAILABILITY)) return computeAvailability(at, accounts, subnets)
  const found: Availability[] = []
  for (const some of chunksOf(accounts, COLDKEYS_A_CALL)) {
    const byColdkey = new Map(await callRuntime<Answer>(at, RUNTIME_AVAILABILITY, [some, subnets]))
    for (const coldkey of some) {
      for (const [netuid, { total, locked, available }] of byColdkey.get(coldkey) ?? []) {
        found.push({
          coldkey,
          netuid,
          total: Balance.fromRao(total, netuid),
          locked: Balance.fromRao(locked, netuid),
          available: Balance.fromRao(available, netuid),
        })
      }
    }
  }
  return found
}

/** As the runtime does it: all that the coldkey has on the subnet, less its lock there. */
async function computeAvailability(
  at: ChainAt,
  coldkeys: readonly string[],
  netuids: readonly number[] | undefined,
): Promise<Availability[]> {
  const [stakes, locks] = await Promise.all([readStakes(at, coldkeys), readLocks(at, coldkeys)])
  const held = new Map(locks.map(({ coldkey, netuid, locked }) => [`${coldkey}:${netuid}`, locked]))
  const totals = new Map<string, Availability>()
  for (const { coldkey, netuid, stake } of stakes) {
    if (netuids && !netuids.includes(netuid)) continue
    const key = `${coldkey}:${netuid}`
    const total = totals.get(key)?.total.add(stake) ?? stake
    const locked = Balance.min(held.get(key) ?? Balance.zero(netuid), total)
    totals.set(key, { coldkey, netuid, total, locked, available: total.subtract(locked) })
  }
  return [...totals.values()]
}
