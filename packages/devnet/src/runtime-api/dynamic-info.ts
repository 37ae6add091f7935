import { Binary } from '@polkadot-api/substrate-bindings'
import type { DynamicInfo, Hex, StorageKeys, StorageValue } from '@stake/schema'
import { ROOT } from '../pallets/subtensor/subnets.ts'
import type { Storage } from '../runtime/storage.ts'
import { fromHex, toHex } from '../scale/hex.ts'
import type { ServedStorage } from '../scale/served-tables.ts'

/** A subnet's pool and emission; undefined where there is no such subnet. */
export function dynamicInfo(storage: Storage, netuid: number): DynamicInfo | undefined {
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
    pending_alpha_emission: get('PendingValidatorEmission') + get('PendingServerEmission'),
    pending_root_emission: 0n,
    subnet_volume: get('SubnetVolume'),
    network_registered_at: get('NetworkRegisteredAt'),
    subnet_identity: identity,
    moving_price: get('SubnetMovingPrice'),
  }
}

/** Items with one value a subnet. */
type SubnetItem = {
  [S in ServedStorage<'SubtensorModule'>]: StorageKeys<'SubtensorModule', S> extends readonly [number]
    ? S
    : never
}[ServedStorage<'SubtensorModule'>]

/** Reads items that have one value a subnet. */
export function subnetReader(
  storage: Storage,
  netuid: number,
): <S extends SubnetItem>(item: S) => StorageValue<'SubtensorModule', S> {
  return <S extends SubnetItem>(item: S) =>
    storage.get('SubtensorModule', item, ...([netuid] as unknown as StorageKeys<'SubtensorModule', S>))
}

/** Names and symbols are lists of compact bytes here. */
function bytesOf(hex: Hex): readonly number[] {
  return [...fromHex(hex)]
}
