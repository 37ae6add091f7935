import type { RuntimeApiSchema } from '@stake/schema'
import type { Chain } from '../../chain/chain.ts'
import { callRuntimeApi } from '../../runtime-api/runtime-api.ts'
import { codecOf, InvalidScale } from '../../scale/codec.ts'
import { metadataBytes } from '../../scale/metadata.ts'
import { runtimeApis } from '../../scale/served-tables.ts'
import { RpcError } from '../json-rpc.ts'
import type { Method, Methods, Params } from '../methods.ts'

/** Methods with a name of their own for what `state_call` can ask too. They answer with SCALE bytes, as a list of numbers. */
const BYTES = {
  delegateInfo_getDelegates: 'DelegateInfoRuntimeApi_get_delegates',
  delegateInfo_getDelegate: 'DelegateInfoRuntimeApi_get_delegate',
  delegateInfo_getDelegated: 'DelegateInfoRuntimeApi_get_delegated',
  neuronInfo_getNeuronsLite: 'NeuronInfoRuntimeApi_get_neurons_lite',
  neuronInfo_getNeuronLite: 'NeuronInfoRuntimeApi_get_neuron_lite',
  neuronInfo_getNeurons: 'NeuronInfoRuntimeApi_get_neurons',
  neuronInfo_getNeuron: 'NeuronInfoRuntimeApi_get_neuron',
  subnetInfo_getSubnetInfo: 'SubnetInfoRuntimeApi_get_subnet_info',
  subnetInfo_getSubnetsInfo: 'SubnetInfoRuntimeApi_get_subnets_info',
  subnetInfo_getSubnetInfo_v2: 'SubnetInfoRuntimeApi_get_subnet_info_v2',
  subnetInfo_getSubnetsInfo_v2: 'SubnetInfoRuntimeApi_get_subnets_info_v2',
  subnetInfo_getSubnetHyperparams: 'SubnetInfoRuntimeApi_get_subnet_hyperparams',
  subnetInfo_getSubnetHyperparamsV2: 'SubnetInfoRuntimeApi_get_subnet_hyperparams_v2',
  subnetInfo_getAllDynamicInfo: 'SubnetInfoRuntimeApi_get_all_dynamic_info',
  subnetInfo_getDynamicInfo: 'SubnetInfoRuntimeApi_get_dynamic_info',
  subnetInfo_getAllMetagraphs: 'SubnetInfoRuntimeApi_get_all_metagraphs',
  subnetInfo_getMetagraph: 'SubnetInfoRuntimeApi_get_metagraph',
  subnetInfo_getAllMechagraphs: 'SubnetInfoRuntimeApi_get_all_mechagraphs',
  subnetInfo_getMechagraph: 'SubnetInfoRuntimeApi_get_mechagraph',
  subnetInfo_getSubnetState: 'SubnetInfoRuntimeApi_get_subnet_state',
  subnetInfo_getSelectiveMetagraph: 'SubnetInfoRuntimeApi_get_selective_metagraph',
  subnetInfo_getSelectiveMechagraph: 'SubnetInfoRuntimeApi_get_selective_mechagraph',
  subnetInfo_getColdkeyAutoStakeHotkey: 'SubnetInfoRuntimeApi_get_coldkey_auto_stake_hotkey',
  subnetInfo_getSubnetAccountId: 'SubnetInfoRuntimeApi_get_subnet_account_id',
  stakeInfo_getColdkeyLock: 'StakeInfoRuntimeApi_get_coldkey_lock',
  swap_simSwapTaoForAlpha: 'SwapRuntimeApi_sim_swap_tao_for_alpha',
  swap_simSwapAlphaForTao: 'SwapRuntimeApi_sim_swap_alpha_for_tao',
} as const

/** The same for those that answer in plain JSON. */
const VALUES = {
  subnetInfo_getLockCost: 'SubnetRegistrationRuntimeApi_get_network_registration_cost',
  subnetInfo_getSubnetToPrune: 'SubnetInfoRuntimeApi_get_subnet_to_prune',
  swap_currentAlphaPrice: 'SwapRuntimeApi_current_alpha_price',
  swap_currentAlphaPriceAll: 'SwapRuntimeApi_current_alpha_price_all',
} as const

/** `delegateInfo_*`, `neuronInfo_*`, `subnetInfo_*`, `stakeInfo_*` and `swap_*`: the chain's own methods. */
export function subtensorMethods(chain: Chain): Methods {
  const bytes = (name: string): Method => {
    const ask = question(chain, name)
    return (params) => [...ask(params)]
  }
  const value = (name: string): Method => {
    const ask = question(chain, name)
    const { output } = schemaOf(name)
    return (params) => plain(codecOf(output).dec(ask(params)))
  }
  return {
    calls: {
      ...Object.fromEntries(Object.entries(BYTES).map(([method, name]) => [method, bytes(name)])),
      ...Object.fromEntries(Object.entries(VALUES).map(([method, name]) => [method, value(name)])),
    },
  }
}

/** Asks the runtime, at the block that comes after the other parameters or at the best one. */
function question(chain: Chain, name: string): (params: Params) => Uint8Array {
  const { inputs } = schemaOf(name)
  return (params) => {
    const args = inputs.map(([input, type], at) => params.scale(at, input, type))
    const hash = params.optionalHash(inputs.length, 'at')
    const block = hash === undefined ? chain.best : chain.block(hash)
    if (block === undefined) throw new RpcError(1, `${name}: unknown block ${hash}`)
    const input = inputs.map(([, type], at) => encoded(type, args[at]))
    const output = callRuntimeApi(
      { chain, block, storage: chain.storageAt(block), metadata: metadataBytes },
      name,
      Buffer.concat(input),
    )
    if (output === undefined) throw new RpcError(1, `${name} is not served`)
    return output
  }
}

function encoded(type: string, value: unknown): Uint8Array {
  try {
    return codecOf(type).enc(value)
  } catch (error) {
    if (error instanceof InvalidScale) throw new RpcError(-32602, 'Invalid params', error.message)
    throw error
  }
}

function schemaOf(name: string): RuntimeApiSchema['methods'][string] {
  const [api = '', ...method] = name.split('_')
  const schema = (runtimeApis as Readonly<Record<string, RuntimeApiSchema>>)[api]?.methods[method.join('_')]
  if (schema === undefined) throw new TypeError(`${name} is not served`)
  return schema
}

/** Amounts become numbers, nothing becomes null, as a node's JSON has them. */
function plain(value: unknown): unknown {
  if (value === undefined) return null
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
}
