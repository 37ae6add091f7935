import {
  type MethodArgs,
  type MethodName,
  type MethodResult,
  type RuntimeApiName,
  type RuntimeApiSchema,
  runtimeApis,
} from '@stake/schema'
import type { Storage } from '../runtime/storage.ts'
import { codecOf } from '../scale/codec.ts'
import { accountNonceApi } from './account-nonce.ts'
import { coreApi } from './core.ts'
import { metadataApi } from './metadata.ts'
import { stakeInfoApi } from './stake-info.ts'
import { subnetInfoApi } from './subnet-info.ts'
import { swapApi } from './swap.ts'
import { transactionPaymentApi } from './transaction-payment.ts'

/** All methods of a runtime API that the metadata offers, on the state after one block. */
export type RuntimeApi<A extends RuntimeApiName> = {
  readonly [M in MethodName<A>]: (storage: Storage, ...args: MethodArgs<A, M>) => MethodResult<A, M>
}

const implementations: { readonly [A in RuntimeApiName]: RuntimeApi<A> } = {
  Core: coreApi,
  Metadata: metadataApi,
  AccountNonceApi: accountNonceApi,
  TransactionPaymentApi: transactionPaymentApi,
  SwapRuntimeApi: swapApi,
  StakeInfoRuntimeApi: stakeInfoApi,
  SubnetInfoRuntimeApi: subnetInfoApi,
}

/** Calls `Api_method` with SCALE arguments; undefined when the runtime has no such method. */
export function callRuntimeApi(storage: Storage, name: string, input: Uint8Array): Uint8Array | undefined {
  const method = methods.get(name)
  if (method === undefined) return undefined
  const { schema, implementation } = method
  return codecOf(schema.output).enc(implementation(storage, ...decodedInputs(schema, input)))
}

interface Method {
  readonly schema: RuntimeApiSchema['methods'][string]
  readonly implementation: (storage: Storage, ...args: readonly unknown[]) => unknown
}

const methods: ReadonlyMap<string, Method> = new Map(
  Object.values<RuntimeApiSchema>(runtimeApis).flatMap(({ name: api, methods }) =>
    Object.entries(methods).map(([name, schema]) => {
      const all: Readonly<Record<string, unknown>> = implementations[api as RuntimeApiName]
      return [`${api}_${name}`, { schema, implementation: all[name] as Method['implementation'] }] as const
    }),
  ),
)

/** The arguments, which stand behind each other like the fields of a tuple. */
function decodedInputs(
  { inputs }: RuntimeApiSchema['methods'][string],
  input: Uint8Array,
): readonly unknown[] {
  const types = inputs.map(([, type]) => type)
  const [only = '()'] = types
  if (types.length > 1) return codecOf(`(${types.join(', ')})`).dec(input) as readonly unknown[]
  return [codecOf(only).dec(input)]
}
