import { blake2b } from '@noble/hashes/blake2.js'
import {
  type CallName,
  type MethodName,
  type PalletName,
  type PalletSchema,
  type RuntimeApiName,
  type RuntimeApiSchema,
  type RuntimeVersionSchema,
  type StorageName,
  type TypeSchema,
  runtimeApis as tableApis,
  pallets as tablePallets,
  types as tableTypes,
  runtimeVersion as tableVersion,
} from '@stake/schema'
import { toHex } from './hex.ts'

/**
 * What the tables of `@stake/schema` hold and this chain does not execute: it is in no metadata, no codec and no list
 * of runtime APIs. To implement something, take its name off; the types then ask for it wherever it is missing, and
 * refuse what is here and there. Of a pallet that is served all events, errors and constants are.
 */
const NOT_SERVED = {
  pallets: {
    Balances: {
      storage: ['Locks', 'Reserves', 'Holds', 'Freezes'],
    },
    SubtensorModule: {
      calls: [
        'swap_hotkey',
        'swap_hotkey_v2',
        'swap_coldkey',
        'schedule_swap_coldkey',
        'set_tempo',
        'set_activity_cutoff_factor',
        'trigger_epoch',
        'dissolve_network',
        'root_dissolve_network',
      ],
      storage: ['RootProp', 'LastHotkeySwapOnNetuid', 'SubnetMovingAlpha', 'BlockEmission'],
    },
    Utility: {
      calls: ['as_derivative', 'dispatch_as', 'with_weight', 'if_else', 'dispatch_as_fallible'],
    },
    Multisig: 'all',
    Scheduler: 'all',
    Commitments: 'all',
    // Of moving prices, which do not move here.
    AdminUtils: {
      calls: ['sudo_set_ema_price_halving_period', 'sudo_set_subnet_moving_alpha'],
    },
    SafeMode: 'all',
    Swap: {
      calls: ['set_fee_rate'],
    },
    // What is stored encrypted for later, which no runtime could open so far.
    MevShield: {
      calls: [
        'store_encrypted',
        'set_max_pending_extrinsics_number',
        'set_on_initialize_weight',
        'set_stored_extrinsic_lifetime',
        'set_max_extrinsic_weight',
      ],
      storage: [
        'MaxPendingExtrinsicsLimit',
        'ExtrinsicLifetime',
        'OnInitializeWeight',
        'MaxExtrinsicWeight',
        'PendingExtrinsics',
        'CounterForPendingExtrinsics',
        'NextPendingExtrinsicIndex',
      ],
    },
  },
  runtimeApis: {
    TransactionPaymentCallApi: 'all',
  },
} as const

NOT_SERVED satisfies NotServed

type NotServed = {
  readonly pallets: {
    readonly [P in PalletName]?:
      | 'all'
      | { readonly calls?: readonly CallName<P>[]; readonly storage?: readonly StorageName<P>[] }
  }
  readonly runtimeApis: { readonly [A in RuntimeApiName]?: 'all' | readonly MethodName<A>[] }
}

type ListedPallets = (typeof NOT_SERVED)['pallets']
type ListedApis = (typeof NOT_SERVED)['runtimeApis']
type WhollyListed<List> = { [Name in keyof List]: List[Name] extends 'all' ? Name : never }[keyof List]
type Listed<P extends PalletName, Kind extends 'calls' | 'storage'> = P extends keyof ListedPallets
  ? ListedPallets[P] extends { readonly [K in Kind]: readonly (infer Name)[] }
    ? Name
    : never
  : never

/** A pallet of which this chain has something. */
export type ServedPallet = Exclude<PalletName, WhollyListed<ListedPallets>>

/** Calls of the tables that this chain does not execute. */
export type UnservedCall<P extends PalletName> = Extract<CallName<P>, Listed<P, 'calls'>>

/** Calls that this chain executes. */
export type ServedCall<P extends PalletName> = Exclude<CallName<P>, Listed<P, 'calls'>>

/** Storage items that this chain keeps. */
export type ServedStorage<P extends PalletName> = Exclude<StorageName<P>, Listed<P, 'storage'>>

/** A runtime API of which this chain has something. */
export type ServedApi = Exclude<RuntimeApiName, WhollyListed<ListedApis>>

type ListedMethod<A extends RuntimeApiName> = A extends keyof ListedApis
  ? ListedApis[A] extends readonly (infer Name)[]
    ? Name
    : never
  : never

/** Methods of the tables that this chain does not answer. */
export type UnservedMethod<A extends RuntimeApiName> = Extract<MethodName<A>, ListedMethod<A>>

/** Methods that this chain answers. */
export type ServedMethod<A extends RuntimeApiName> = Exclude<MethodName<A>, ListedMethod<A>>

/** The tables of `@stake/schema`, as far as this chain serves them, in their order. */
export const pallets: Readonly<Record<ServedPallet, PalletSchema>> = servedPallets()

export const runtimeApis: Readonly<Record<ServedApi, RuntimeApiSchema>> = servedApis()

export const types: Readonly<Record<string, TypeSchema>> = {
  ...tableTypes,
  RuntimeCall: outerEnum('RuntimeCall', ({ calls }) => calls),
  RuntimeEvent: outerEnum('RuntimeEvent', ({ events }) => events),
  RuntimeError: outerEnum('RuntimeError', ({ errors }) => errors),
}

export const runtimeVersion: RuntimeVersionSchema = {
  ...tableVersion,
  apis: tableVersion.apis.filter(([id]) => Object.keys(runtimeApis).some((name) => apiId(name) === id)),
}

function servedPallets(): Readonly<Record<ServedPallet, PalletSchema>> {
  const listed: NotServed['pallets'] = NOT_SERVED.pallets
  const served = Object.values<PalletSchema>(tablePallets).flatMap((pallet): [string, PalletSchema][] => {
    const missing = listed[pallet.name as PalletName] ?? {}
    if (missing === 'all') return []
    const { calls = [], storage = [] } = missing
    return [
      [
        pallet.name,
        { ...pallet, calls: without(pallet.calls, calls), storage: without(pallet.storage, storage) },
      ],
    ]
  })
  return Object.fromEntries(served) as Record<ServedPallet, PalletSchema>
}

function servedApis(): Readonly<Record<ServedApi, RuntimeApiSchema>> {
  const listed: NotServed['runtimeApis'] = NOT_SERVED.runtimeApis
  const served = Object.values<RuntimeApiSchema>(tableApis).flatMap((api): [string, RuntimeApiSchema][] => {
    const missing = listed[api.name as RuntimeApiName] ?? []
    return missing === 'all' ? [] : [[api.name, { ...api, methods: without(api.methods, missing) }]]
  })
  return Object.fromEntries(served) as Record<ServedApi, RuntimeApiSchema>
}

function without<Item>(
  table: Readonly<Record<string, Item>>,
  names: readonly string[],
): Readonly<Record<string, Item>> {
  return Object.fromEntries(Object.entries(table).filter(([name]) => !names.includes(name)))
}

/** An enum of the whole runtime, with the pallets that have something in it. */
function outerEnum(name: string, of: (pallet: PalletSchema) => object): TypeSchema {
  const type = tableTypes[name]
  if (type === undefined || !('variants' in type)) throw new TypeError(`@stake/schema has no enum ${name}`)
  const variants = Object.entries(type.variants).filter(([pallet]) => {
    const served: PalletSchema | undefined = pallets[pallet as ServedPallet]
    return served !== undefined && Object.keys(of(served)).length > 0
  })
  return { ...type, variants: Object.fromEntries(variants) }
}

/** A runtime names its APIs by a hash of their names. */
function apiId(name: string): string {
  return toHex(blake2b(new TextEncoder().encode(name), { dkLen: 8 }))
}
