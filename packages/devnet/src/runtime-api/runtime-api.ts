import type { MethodArgs, MethodResult, RuntimeApiSchema } from '@stake/schema'
import type { Block } from '../chain/block.ts'
import type { Chain } from '../chain/chain.ts'
import type { Storage } from '../runtime/storage.ts'
import { codecOf } from '../scale/codec.ts'
import type { MetadataVersion } from '../scale/metadata.ts'
import {
  runtimeApis,
  type ServedApi,
  type ServedMethod,
  type UnservedMethod,
} from '../scale/served-tables.ts'
import { accountNonceApi } from './account-nonce.ts'
import { coreApi } from './core.ts'
import { delegateInfoApi } from './delegate-info.ts'
import { metadataApi } from './metadata.ts'
import { neuronInfoApi } from './neuron-info.ts'
import { proxyFilterApi } from './proxy-filter.ts'
import { shieldApi } from './shield.ts'
import { stakeInfoApi } from './stake-info.ts'
import { subnetInfoApi } from './subnet-info.ts'
import { subnetRegistrationApi } from './subnet-registration.ts'
import { swapApi } from './swap.ts'
import { taggedTransactionQueueApi } from './tagged-transaction-queue.ts'
import { transactionPaymentApi } from './transaction-payment.ts'

/** What a runtime API works with: the state after one block. */
export interface ApiContext {
  readonly chain: Chain
  readonly block: Block
  readonly storage: Storage
  /** The metadata of the runtime that the block leaves. */
  metadata(version: MetadataVersion): Uint8Array
}

/** All methods of a runtime API that the metadata offers, and none that it does not. */
export type RuntimeApi<A extends ServedApi> = {
  readonly [M in ServedMethod<A>]: (context: ApiContext, ...args: MethodArgs<A, M>) => MethodResult<A, M>
} & { readonly [M in UnservedMethod<A>]?: never }

const implementations: { readonly [A in ServedApi]: RuntimeApi<A> } = {
  Core: coreApi,
  Metadata: metadataApi,
  TaggedTransactionQueue: taggedTransactionQueueApi,
  AccountNonceApi: accountNonceApi,
  TransactionPaymentApi: transactionPaymentApi,
  SwapRuntimeApi: swapApi,
  StakeInfoRuntimeApi: stakeInfoApi,
  SubnetInfoRuntimeApi: subnetInfoApi,
  DelegateInfoRuntimeApi: delegateInfoApi,
  NeuronInfoRuntimeApi: neuronInfoApi,
  SubnetRegistrationRuntimeApi: subnetRegistrationApi,
  ProxyFilterRuntimeApi: proxyFilterApi,
  ShieldApi: shieldApi,
}

/** Calls `Api_method` with SCALE arguments; undefined when the runtime has no such method. */
export function callRuntimeApi(context: ApiContext, name: string, input: Uint8Array): Uint8Array | undefined {
  const method = methods.get(name)
  if (method === undefined) return undefined
  return method(context, input)
}

type EncodedMethod = (context: ApiContext, input: Uint8Array) => Uint8Array

const methods: ReadonlyMap<string, EncodedMethod> = new Map(
  Object.values<RuntimeApiSchema>(runtimeApis).flatMap((api) =>
    Object.entries(api.methods).map(([name, { inputs, output }]): [string, EncodedMethod] => {
      const implementation = implementations[api.name as ServedApi] as unknown as Readonly<
        Record<string, (context: ApiContext, ...args: readonly unknown[]) => unknown>
      >
      const [only] = inputs
      const decode = (input: Uint8Array): readonly unknown[] => {
        if (only === undefined) return []
        if (inputs.length === 1) return [codecOf(only[1]).dec(input)]
        return codecOf(`(${inputs.map(([, type]) => type).join(', ')})`).dec(input) as readonly unknown[]
      }
      return [
        `${api.name}_${name}`,
        (context, input) => codecOf(output).enc(implementation[name]?.(context, ...decode(input))),
      ]
    }),
  ),
)
