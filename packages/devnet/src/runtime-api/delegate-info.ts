import { fixedDivFloor, fixedFromInteger, fixedMulFloor, fixedToIntegerFloor } from '@stake/math'
import type { AccountId32, DelegateInfo } from '@stake/schema'
import { stakeOf } from '../pallets/subtensor/share-pool.ts'
import { netuidsOf, ROOT } from '../pallets/subtensor/subnets.ts'
import type { Storage } from '../runtime/storage.ts'
import type { RuntimeApi } from './runtime-api.ts'

/**
 * Validators that take stake of others, and who stakes with them. The chain looks nominators up by the position of a
 * subnet in a list where it means its number, and so reports other stakes where numbers have gaps; these are right.
 */
export const delegateInfoApi: RuntimeApi<'DelegateInfoRuntimeApi'> = {
  get_delegates: ({ storage }) => delegatesOf(storage).map((hotkey) => delegateInfo(storage, hotkey)),
  get_delegate: ({ storage }, hotkey) =>
    storage.has('SubtensorModule', 'Delegates', hotkey) ? delegateInfo(storage, hotkey) : undefined,
  get_delegated: ({ storage }, coldkey) =>
    delegatesOf(storage).flatMap((hotkey) => {
      const stakes = stakesOf(storage, hotkey, coldkey)
      const info = stakes.length === 0 ? undefined : delegateInfo(storage, hotkey)
      return info === undefined ? [] : stakes.map((stake) => [info, stake] as const)
    }),
}

function delegatesOf(storage: Storage): AccountId32[] {
  return [...storage.entries('SubtensorModule', 'Delegates')].map(([[hotkey]]) => hotkey)
}

function delegateInfo(storage: Storage, hotkey: AccountId32): DelegateInfo {
  const take = storage.get('SubtensorModule', 'Delegates', hotkey)
  const registrations = netuidsOf(storage).flatMap((netuid) => {
    const uid = storage.get('SubtensorModule', 'Uids', netuid, hotkey)
    return uid === undefined ? [] : [{ netuid, uid }]
  })
  const daily = registrations.reduce((sum, { netuid, uid }) => sum + dailyEmission(storage, netuid, uid), 0n)
  const stakers = stakersOf(storage, hotkey).map(
    (coldkey) => [coldkey, stakesOf(storage, hotkey, coldkey)] as const,
  )
  return {
    delegate_ss58: hotkey,
    take,
    nominators: stakers.filter(([, stakes]) => stakes.length > 0),
    owner_ss58: storage.get('SubtensorModule', 'Owner', hotkey),
    registrations: registrations.map(({ netuid }) => netuid),
    validator_permits: registrations
      .filter(({ netuid, uid }) => storage.get('SubtensorModule', 'ValidatorPermit', netuid)[uid])
      .map(({ netuid }) => netuid),
    return_per_1000: returnPer1000(
      daily,
      take,
      storage.get('SubtensorModule', 'TotalHotkeyAlpha', hotkey, ROOT),
    ),
    total_daily_return: fixedToIntegerFloor(daily),
  }
}

const BLOCKS_A_DAY = 7200n
const WHOLE_TAKE = 65_535n

/** U64F64: what a neuron was given in its last epoch, times the epochs of a day. */
function dailyEmission(storage: Storage, netuid: number, uid: number): bigint {
  const tempo = storage.get('SubtensorModule', 'Tempo', netuid)
  if (tempo === 0) return 0n
  const emission = storage.get('SubtensorModule', 'Emission', netuid)[uid] ?? 0n
  const epochs = fixedDivFloor(fixedFromInteger(BLOCKS_A_DAY), fixedFromInteger(BigInt(tempo)))
  return fixedMulFloor(fixedFromInteger(emission), epochs)
}

/** What 1000 TAO on root are given of a day's emission after the take. Legacy: it knows of no stake but root's. */
function returnPer1000(daily: bigint, take: number, rootStake: bigint): bigint {
  if (rootStake === 0n) return 0n
  const kept =
    fixedFromInteger(1n) - fixedDivFloor(fixedFromInteger(BigInt(take)), fixedFromInteger(WHOLE_TAKE))
  const thousands = fixedDivFloor(fixedFromInteger(rootStake), fixedFromInteger(1000n))
  return fixedToIntegerFloor(fixedDivFloor(fixedMulFloor(daily, kept), thousands))
}

/** Everybody with a share in the hotkey, of either generation of maps. */
function stakersOf(storage: Storage, hotkey: AccountId32): AccountId32[] {
  const coldkeys = new Set<AccountId32>()
  for (const item of ['Alpha', 'AlphaV2'] as const)
    for (const [[, coldkey]] of storage.entries('SubtensorModule', item, hotkey)) coldkeys.add(coldkey)
  return [...coldkeys]
}

function stakesOf(
  storage: Storage,
  hotkey: AccountId32,
  coldkey: AccountId32,
): (readonly [netuid: number, alpha: bigint])[] {
  return netuidsOf(storage).flatMap((netuid) => {
    const alpha = stakeOf(storage, hotkey, coldkey, netuid)
    return alpha === 0n ? [] : [[netuid, alpha] as const]
  })
}
