import type { SubnetInfov2, SubnetState } from '@stake/schema'
import { netuidsOf, ROOT, subnetAccount } from '../pallets/subtensor/subnets.ts'
import type { Storage } from '../runtime/storage.ts'
import { dynamicInfo, subnetReader } from './dynamic-info.ts'
import { firstHyperparameters, hyperparameters, secondHyperparameters } from './hyperparameters.ts'
import { mechagraphOf, metagraphOf, select } from './metagraph.ts'
import { uidsOf } from './neuron-info.ts'
import type { RuntimeApi } from './runtime-api.ts'
import { stakeWeight } from './stake-weights.ts'

/** What subnets are called, hold, emit and are set to, and who is registered on them. */
export const subnetInfoApi: RuntimeApi<'SubnetInfoRuntimeApi'> = {
  get_subnet_info: ({ storage }, netuid) => firstVersion(subnetInfo(storage, netuid)),
  get_subnets_info: ({ storage }) =>
    netuidsOf(storage).map((netuid) => firstVersion(subnetInfo(storage, netuid))),
  get_subnet_info_v2: ({ storage }, netuid) => subnetInfo(storage, netuid),
  get_subnets_info_v2: ({ storage }) => netuidsOf(storage).map((netuid) => subnetInfo(storage, netuid)),
  get_subnet_hyperparams: ({ storage }, netuid) => firstHyperparameters(storage, netuid),
  get_subnet_hyperparams_v2: ({ storage }, netuid) => secondHyperparameters(storage, netuid),
  get_subnet_hyperparams_v3: ({ storage }, netuid) => hyperparameters(storage, netuid),
  get_all_dynamic_info: ({ storage }) => netuidsOf(storage).map((netuid) => dynamicInfo(storage, netuid)),
  get_dynamic_info: ({ storage }, netuid) => dynamicInfo(storage, netuid),
  get_subnet_state: ({ storage }, netuid) => subnetState(storage, netuid),
  get_all_metagraphs: ({ storage }) => netuidsOf(storage).map((netuid) => metagraphOf(storage, netuid)),
  get_metagraph: ({ storage }, netuid) => metagraphOf(storage, netuid),
  get_all_mechagraphs: ({ storage }) => netuidsOf(storage).map((netuid) => metagraphOf(storage, netuid)),
  get_mechagraph: ({ storage }, netuid, mechanism) => mechagraphOf(storage, netuid, mechanism),
  get_selective_metagraph: ({ storage }, netuid, indices) =>
    select(storage, metagraphOf(storage, netuid), indices),
  get_selective_mechagraph: ({ storage }, netuid, mechanism, indices) =>
    select(storage, mechagraphOf(storage, netuid, mechanism), indices),
  get_coldkey_auto_stake_hotkey: ({ storage }, coldkey, netuid) =>
    storage.get('SubtensorModule', 'AutoStakeDestination', coldkey, netuid),
  get_subnet_to_prune: ({ storage }) => subnetToPrune(storage),
  get_subnet_account_id: ({ storage }, netuid) =>
    storage.get('SubtensorModule', 'NetworksAdded', netuid) ? subnetAccount(netuid) : undefined,
  get_next_epoch_start_block({ storage }, netuid) {
    const get = subnetReader(storage, netuid)
    if (!get('NetworksAdded') || get('Tempo') === 0) return undefined
    return get('LastEpochBlock') + BigInt(get('Tempo'))
  },
}

function subnetInfo(storage: Storage, netuid: number): SubnetInfov2 | undefined {
  const get = subnetReader(storage, netuid)
  if (!get('NetworksAdded')) return undefined
  return {
    netuid,
    rho: get('Rho'),
    kappa: get('Kappa'),
    difficulty: get('Difficulty'),
    immunity_period: get('ImmunityPeriod'),
    max_allowed_validators: get('MaxAllowedValidators'),
    min_allowed_weights: get('MinAllowedWeights'),
    max_weights_limit: get('MaxWeightsLimit'),
    scaling_law_power: get('ScalingLawPower'),
    subnetwork_n: get('SubnetworkN'),
    max_allowed_uids: get('MaxAllowedUids'),
    blocks_since_last_step: get('BlocksSinceLastStep'),
    tempo: get('Tempo'),
    network_modality: 0,
    network_connect: [],
    emission_value: 0n,
    burn: get('Burn'),
    owner: get('SubnetOwner'),
    identity: storage.get('SubtensorModule', 'SubnetIdentitiesV3', netuid),
  }
}

/** The first version knew no identities, and one field by another name. */
function firstVersion(info: SubnetInfov2 | undefined) {
  if (info === undefined) return undefined
  const { identity: _, emission_value: emission_values, ...rest } = info
  return { ...rest, emission_values }
}

function subnetState(storage: Storage, netuid: number): SubnetState | undefined {
  const get = subnetReader(storage, netuid)
  if (!get('NetworksAdded')) return undefined
  const uids = uidsOf(storage, netuid)
  const hotkeys = uids.map((uid) => storage.get('SubtensorModule', 'Keys', netuid, uid))
  const stakes = hotkeys.map((hotkey) => stakeWeight(storage, netuid, hotkey))
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
    block_at_registration: uids.map((uid) =>
      storage.get('SubtensorModule', 'BlockAtRegistration', netuid, uid),
    ),
    alpha_stake: stakes.map(({ alpha }) => alpha),
    tao_stake: stakes.map(({ tao }) => tao),
    total_stake: stakes.map(({ total }) => total),
    emission_history: [],
  }
}

/** Who would make room for a new subnet: the lowest moving price, then the oldest, of those past their immunity. */
function subnetToPrune(storage: Storage): number | undefined {
  const now = BigInt(storage.get('System', 'Number'))
  const immunity = storage.get('SubtensorModule', 'NetworkImmunityPeriod')
  const candidates = netuidsOf(storage)
    .filter((netuid) => netuid !== ROOT)
    .map((netuid) => ({
      netuid,
      price: storage.get('SubtensorModule', 'SubnetMovingPrice', netuid).bits,
      registered: storage.get('SubtensorModule', 'NetworkRegisteredAt', netuid),
    }))
    .filter(({ registered }) => now >= registered + immunity)
  const [first, ...rest] = candidates
  if (first === undefined) return undefined
  const cheaper = (a: typeof first, b: typeof first) =>
    b.price < a.price || (b.price === a.price && b.registered < a.registered) ? b : a
  return rest.reduce(cheaper, first).netuid
}
