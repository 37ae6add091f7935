import { Binary } from '@polkadot-api/substrate-bindings'
import type { AccountId32, DynamicInfo, Hex, StorageKeys, SubnetState } from '@stake/schema'
import { netuidsOf, ROOT } from '../pallets/subtensor/subnets.ts'
import type { Storage } from '../runtime/storage.ts'
import { fromHex, toHex } from '../scale/hex.ts'
import type { RuntimeApi } from './runtime-api.ts'

/** What subnets are called, hold and emit, and who is registered on them. */
export const subnetInfoApi: RuntimeApi<'SubnetInfoRuntimeApi'> = {
  get_all_dynamic_info: (storage) => netuidsOf(storage).map((netuid) => dynamicInfo(storage, netuid)),
  get_dynamic_info: (storage, netuid) => dynamicInfo(storage, netuid),
  get_subnet_state: (storage, netuid) => subnetState(storage, netuid),
}

function dynamicInfo(storage: Storage, netuid: number): DynamicInfo | undefined {
  const get = subnetReader(storage, netuid)
  if (!get('NetworksAdded')) return undefined
  const identity = storage.get('SubtensorModule', 'SubnetIdentitiesV3', netuid)
  const lastStep = get('LastMechansimStepBlock')
  return {
    netuid,
    owner_hotkey: get('SubnetOwnerHotkey'),
    owner_coldkey: get('SubnetOwner'),
    subnet_name: bytesOf(
      identity?.subnet_name ?? toHex(Binary.fromText(netuid === ROOT ? 'root' : 'unknown')),
    ),
    token_symbol: bytesOf(get('TokenSymbol')),
    tempo: get('Tempo'),
    last_step: lastStep,
    blocks_since_last_step: BigInt(storage.get('System', 'Number')) - lastStep,
    emission: 0n,
    alpha_in: get('SubnetAlphaIn'),
    alpha_out: get('SubnetAlphaOut'),
    tao_in: get('SubnetTAO'),
    alpha_out_emission: get('SubnetAlphaOutEmission'),
    alpha_in_emission: get('SubnetAlphaInEmission'),
    tao_in_emission: get('SubnetTaoInEmission'),
    pending_alpha_emission: 0n,
    pending_root_emission: 0n,
    subnet_volume: get('SubnetVolume'),
    network_registered_at: get('NetworkRegisteredAt'),
    subnet_identity: identity,
    moving_price: get('SubnetMovingPrice'),
  }
}

function subnetState(storage: Storage, netuid: number): SubnetState | undefined {
  const get = subnetReader(storage, netuid)
  if (!get('NetworksAdded')) return undefined
  const hotkeys: AccountId32[] = []
  for (let uid = 0; uid < get('SubnetworkN'); uid++)
    hotkeys.push(storage.get('SubtensorModule', 'Keys', netuid, uid))
  const alphaOf = (hotkey: AccountId32, on: number) =>
    storage.get('SubtensorModule', 'TotalHotkeyAlpha', hotkey, on)
  const taoWeight = storage.get('SubtensorModule', 'TaoWeight')
  const alpha = hotkeys.map((hotkey) => alphaOf(hotkey, netuid))
  const tao = hotkeys.map((hotkey) => alphaOf(hotkey, ROOT))
  return {
    netuid,
    hotkeys,
    coldkeys: hotkeys.map((hotkey) => storage.get('SubtensorModule', 'Owner', hotkey)),
    active: get('Active'),
    validator_permit: get('ValidatorPermit'),
    pruning_score: [],
    last_update: get('LastUpdate'),
    emission: get('Emission'),
    dividends: get('Dividends'),
    incentives: get('Incentive'),
    consensus: get('Consensus'),
    trust: [],
    rank: [],
    block_at_registration: hotkeys.map((_, uid) =>
      storage.get('SubtensorModule', 'BlockAtRegistration', netuid, uid),
    ),
    alpha_stake: alpha,
    tao_stake: tao,
    total_stake: alpha.map((stake, at) => stake + ((tao[at] ?? 0n) * taoWeight) / 0xffff_ffff_ffff_ffffn),
    emission_history: [],
  }
}

type SubnetItem =
  | 'NetworksAdded'
  | 'SubnetOwnerHotkey'
  | 'SubnetOwner'
  | 'TokenSymbol'
  | 'Tempo'
  | 'LastMechansimStepBlock'
  | 'SubnetAlphaIn'
  | 'SubnetAlphaOut'
  | 'SubnetTAO'
  | 'SubnetAlphaOutEmission'
  | 'SubnetAlphaInEmission'
  | 'SubnetTaoInEmission'
  | 'SubnetVolume'
  | 'NetworkRegisteredAt'
  | 'SubnetMovingPrice'
  | 'SubnetworkN'
  | 'Active'
  | 'ValidatorPermit'
  | 'LastUpdate'
  | 'Emission'
  | 'Dividends'
  | 'Incentive'
  | 'Consensus'

/** Reads items that have one value a subnet. */
function subnetReader(storage: Storage, netuid: number) {
  return <S extends SubnetItem>(item: S) =>
    storage.get('SubtensorModule', item, ...([netuid] as unknown as StorageKeys<'SubtensorModule', S>))
}

/** Names and symbols are lists of compact bytes here. */
function bytesOf(hex: Hex): readonly number[] {
  return [...fromHex(hex)]
}
