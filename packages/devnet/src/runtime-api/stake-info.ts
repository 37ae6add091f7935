import { swapFeeFloor } from '@stake/math'
import type { AccountId32, StakeAvailability, StakeInfo } from '@stake/schema'
import { convictionOn, lockedAlpha, lockOf, totalAlphaOf } from '../pallets/subtensor/lock.ts'
import { stakeOf } from '../pallets/subtensor/share-pool.ts'
import { netuidsOf } from '../pallets/subtensor/subnets.ts'
import { isDynamic } from '../pallets/swap.ts'
import type { Storage } from '../runtime/storage.ts'
import type { RuntimeApi } from './runtime-api.ts'

/** What coldkeys hold, and how much of it they can take out. */
export const stakeInfoApi: RuntimeApi<'StakeInfoRuntimeApi'> = {
  get_stake_info_for_coldkey: ({ storage }, coldkey) => positionsOf(storage, coldkey),
  get_stake_info_for_coldkeys: ({ storage }, coldkeys) =>
    coldkeys.map((coldkey) => [coldkey, positionsOf(storage, coldkey)] as const),
  get_stake_info_for_hotkey_coldkey_netuid: ({ storage }, hotkey, coldkey, netuid) =>
    stakeInfo(storage, hotkey, coldkey, netuid),
  get_stake_availability_for_coldkeys: ({ storage }, coldkeys, netuids) =>
    coldkeys.map(
      (coldkey) =>
        [
          coldkey,
          (netuids ?? netuidsOf(storage)).flatMap((netuid) => {
            const availability = availabilityOf(storage, coldkey, netuid)
            return availability.total === 0n ? [] : [[netuid, availability] as const]
          }),
        ] as const,
    ),
  get_stake_fee({ storage }, origin, originColdkey, destination, destinationColdkey, amount) {
    const [charged] = destination === undefined ? [origin] : [destination]
    if (charged === undefined) return 0n
    if (String(origin) === String(destination) && originColdkey === destinationColdkey) return 0n
    const [, netuid] = charged
    return isDynamic(storage, netuid) ? swapFeeFloor(amount, storage.get('Swap', 'FeeRate', netuid)) : 0n
  },
  get_coldkey_lock: ({ storage }, coldkey, netuid) => lockOf(storage, coldkey, netuid)?.lock,
  get_hotkey_conviction: ({ storage }, hotkey, netuid) => ({
    bits: convictionOn(storage, netuid).get(hotkey) ?? 0n,
  }),
  get_most_convicted_hotkey_on_subnet({ storage }, netuid) {
    const [first, ...rest] = convictionOn(storage, netuid)
    return first && rest.reduce((most, each) => (each[1] > most[1] ? each : most), first)[0]
  },
}

function positionsOf(storage: Storage, coldkey: AccountId32): StakeInfo[] {
  const netuids = netuidsOf(storage)
  return storage
    .get('SubtensorModule', 'StakingHotkeys', coldkey)
    .flatMap((hotkey) => netuids.map((netuid) => stakeInfo(storage, hotkey, coldkey, netuid)))
    .filter(({ stake }) => stake > 0n)
}

function stakeInfo(storage: Storage, hotkey: AccountId32, coldkey: AccountId32, netuid: number): StakeInfo {
  return {
    hotkey,
    coldkey,
    netuid,
    stake: stakeOf(storage, hotkey, coldkey, netuid),
    locked: 0n,
    emission: storage.get('SubtensorModule', 'AlphaDividendsPerSubnet', netuid, hotkey),
    tao_emission: 0n,
    drain: 0n,
    is_registered: storage.get('SubtensorModule', 'IsNetworkMember', hotkey, netuid),
  }
}

function availabilityOf(storage: Storage, coldkey: AccountId32, netuid: number): StakeAvailability {
  const total = totalAlphaOf(storage, coldkey, netuid)
  const held = lockedAlpha(storage, coldkey, netuid)
  const locked = held < total ? held : total
  return { total, locked, available: total - locked }
}
