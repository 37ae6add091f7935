import type { AccountId32, AxonInfo, NeuronInfo, NeuronInfoLite } from '@stake/schema'
import type { Storage } from '../runtime/storage.ts'
import type { RuntimeApi } from './runtime-api.ts'

/** Who is registered on a subnet, one by one. */
export const neuronInfoApi: RuntimeApi<'NeuronInfoRuntimeApi'> = {
  get_neurons: ({ storage }, netuid) => uidsOf(storage, netuid).map((uid) => neuron(storage, netuid, uid)),
  get_neuron: ({ storage }, netuid, uid) =>
    uidsOf(storage, netuid).includes(uid) ? neuron(storage, netuid, uid) : undefined,
  get_neurons_lite: ({ storage }, netuid) =>
    uidsOf(storage, netuid).map((uid) => neuronLite(storage, netuid, uid)),
  get_neuron_lite: ({ storage }, netuid, uid) =>
    uidsOf(storage, netuid).includes(uid) ? neuronLite(storage, netuid, uid) : undefined,
}

/** The uids of a subnet; none where there is no such subnet. */
export function uidsOf(storage: Storage, netuid: number): number[] {
  if (!storage.get('SubtensorModule', 'NetworksAdded', netuid)) return []
  return Array.from({ length: storage.get('SubtensorModule', 'SubnetworkN', netuid) }, (_, uid) => uid)
}

/** Where a neuron serves; all zeros for one that does not. */
export function axonOf(storage: Storage, netuid: number, hotkey: AccountId32): AxonInfo {
  return storage.get('SubtensorModule', 'Axons', netuid, hotkey) ?? NO_AXON
}

const NO_AXON: AxonInfo = {
  block: 0n,
  version: 0,
  ip: 0n,
  port: 0,
  ip_type: 0,
  protocol: 0,
  placeholder1: 0,
  placeholder2: 0,
}
const NO_PROMETHEUS = { block: 0n, version: 0, ip: 0n, port: 0, ip_type: 0 } as const

/** The chain no longer keeps scores for pruning. */
const NO_PRUNING_SCORE = 65_535

function neuron(storage: Storage, netuid: number, uid: number): NeuronInfo {
  const { pruning_score, ...lite } = neuronLite(storage, netuid, uid)
  const positive = (list: readonly (readonly [number, number])[]) => list.filter(([, value]) => value > 0)
  return {
    ...lite,
    weights: positive(storage.get('SubtensorModule', 'Weights', netuid, uid)),
    bonds: positive(storage.get('SubtensorModule', 'Bonds', netuid, uid)),
    pruning_score,
  }
}

function neuronLite(storage: Storage, netuid: number, uid: number): NeuronInfoLite {
  const hotkey = storage.get('SubtensorModule', 'Keys', netuid, uid)
  const coldkey = storage.get('SubtensorModule', 'Owner', hotkey)
  return {
    hotkey,
    coldkey,
    uid,
    netuid,
    active: storage.get('SubtensorModule', 'Active', netuid)[uid] ?? false,
    axon_info: axonOf(storage, netuid, hotkey),
    prometheus_info: storage.get('SubtensorModule', 'Prometheus', netuid, hotkey) ?? NO_PROMETHEUS,
    stake: [[coldkey, storage.get('SubtensorModule', 'TotalHotkeyAlpha', hotkey, netuid)]],
    rank: 0,
    emission: storage.get('SubtensorModule', 'Emission', netuid)[uid] ?? 0n,
    incentive: storage.get('SubtensorModule', 'Incentive', netuid)[uid] ?? 0,
    consensus: storage.get('SubtensorModule', 'Consensus', netuid)[uid] ?? 0,
    trust: 0,
    validator_trust: storage.get('SubtensorModule', 'ValidatorTrust', netuid)[uid] ?? 0,
    dividends: storage.get('SubtensorModule', 'Dividends', netuid)[uid] ?? 0,
    last_update: storage.get('SubtensorModule', 'LastUpdate', netuid)[uid] ?? 0n,
    validator_permit: storage.get('SubtensorModule', 'ValidatorPermit', netuid)[uid] ?? false,
    pruning_score: NO_PRUNING_SCORE,
  }
}
