import { Balance, rootClaim } from '@stake/math'
import { parseAddress } from '../address.ts'
import type { ChainAt } from '../at.ts'
import { readStorage, type StorageEntry } from '../runtime/storage.ts'
import { readStoredPositions, type StoredPosition, stakeOfStored } from './positions.ts'

/** What becomes of the alpha that a root staker is owed. */
export type RootClaimType =
  /** It is sold, and the TAO staked on root. The default. */
  | { readonly type: 'Swap' }
  /** It stays staked where it came from. */
  | { readonly type: 'Keep' }
  /** It stays on these subnets and is sold on all others. */
  | { readonly type: 'KeepSubnets'; readonly netuids: readonly number[] }

/** What a hotkey owes a coldkey of one subnet. */
export interface OwedRootClaim {
  readonly hotkey: string
  readonly netuid: number
  readonly owed: Balance
  /** Less than this a claim does not pay out. */
  readonly threshold: Balance
  /** Whether a claim pays it out now. */
  readonly claimable: boolean
}

/** What a coldkey is owed for its stake on root. */
export interface RootClaims {
  readonly claimType: RootClaimType
  /** Above nothing, by hotkey and then in the order of the netuids. A call claims at most five netuids. */
  readonly claims: readonly OwedRootClaim[]
}

interface Fixed {
  bits: bigint
}

/**
 * What root stakers are owed of every subnet (`RootClaimable`, `RootClaimed`): `rate * stake - claimed` for each hotkey
 * that the coldkey has stake on root with, rounded down, and whether it reaches the subnet's threshold. At most
 * four requests in three round trips.
 *
 * @throws InvalidAddress; MissingInRuntime where root is paid otherwise (`capabilities.rootClaims`).
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts, readRootClaims } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet({ emission: false })
 * const chain = await connect({ endpoints: devnet.url })
 * const { claimType, claims } = await readRootClaims(await chain.at('best'), developmentAccounts['//Alice'] ?? '')
 * claimType.type // => Swap
 * claims.length // => 0
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readRootClaims(at: ChainAt, coldkey: string): Promise<RootClaims> {
  const address = parseAddress(coldkey)
  const [chosen, hotkeys] = (await readStorage(at, [
    ['SubtensorModule', 'RootClaimType', address],
    ['SubtensorModule', 'StakingHotkeys', address],
  ])) as [StoredClaimType, string[]]
  const due = await readDue(at, address, hotkeys)
  const values = await readStorage(
    at,
    due.flatMap(({ hotkey, netuid }): StorageEntry[] => [
      ['SubtensorModule', 'RootClaimed', netuid, hotkey, address],
      ['SubtensorModule', 'RootClaimableThreshold', netuid],
    ]),
  )
  const claims = due.map(({ hotkey, netuid, rate, rootStake }, index) => {
    const [claimed, threshold] = values.slice(2 * index, 2 * index + 2) as [bigint, Fixed]
    const { owed, claimable } = rootClaim({ rate, rootStake, claimed, threshold: threshold.bits })
    return {
      hotkey,
      netuid,
      owed: Balance.fromRao(owed, netuid),
      threshold: Balance.fromRao(threshold.bits >> 32n, netuid),
      claimable,
    }
  })
  return { claimType: claimTypeOf(chosen), claims: claims.filter(({ owed }) => !owed.isZero()) }
}

interface Due {
  readonly hotkey: string
  readonly netuid: number
  readonly rate: bigint
  readonly rootStake: bigint
}

/** The rates of the hotkeys that the coldkey has stake on root with. */
async function readDue(at: ChainAt, coldkey: string, hotkeys: readonly string[]): Promise<Due[]> {
  const [stored, rates] = await Promise.all([
    readStoredPositions(
      at,
      hotkeys.map((hotkey) => ({ coldkey, hotkey, netuid: ROOT })),
    ),
    readStorage(
      at,
      hotkeys.map((hotkey): StorageEntry => ['SubtensorModule', 'RootClaimable', hotkey]),
    ),
  ])
  return hotkeys.flatMap((hotkey, index) => {
    const rootStake = stakeOfStored(stored[index] as StoredPosition)
    if (rootStake === 0n) return []
    return (rates[index] as [number, Fixed][]).map(([netuid, { bits }]) => ({
      hotkey,
      netuid,
      rate: bits,
      rootStake,
    }))
  })
}

const ROOT = 0

type StoredClaimType =
  | { type: 'Swap' }
  | { type: 'Keep' }
  | { type: 'KeepSubnets'; value: { subnets: number[] } }

function claimTypeOf(stored: StoredClaimType): RootClaimType {
  return stored.type === 'KeepSubnets' ? { type: 'KeepSubnets', netuids: stored.value.subnets } : stored
}
