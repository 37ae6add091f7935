import type { FieldSchema, Hex, PalletSchema, StorageSchema, VariantSchema } from './pallet-schema.ts'
import type { AdminUtils } from './pallets/admin-utils.ts'
import type { Balances } from './pallets/balances.ts'
import type { LimitOrders } from './pallets/limit-orders.ts'
import type { MevShield } from './pallets/mev-shield.ts'
import type { Multisig } from './pallets/multisig.ts'
import type { ProxyPallet } from './pallets/proxy.ts'
import type { Scheduler } from './pallets/scheduler.ts'
import type { SubtensorModule } from './pallets/subtensor-module.ts'
import type { Sudo } from './pallets/sudo.ts'
import type { Swap } from './pallets/swap.ts'
import type { System } from './pallets/system.ts'
import type { Timestamp } from './pallets/timestamp.ts'
import type { Utility } from './pallets/utility.ts'
import type { pallets } from './pallets.ts'
import type { runtimeApis } from './runtime-apis.ts'
import type { TypeMap } from './type-map.ts'

interface Primitives {
  bool: boolean
  str: string
  u8: number
  u16: number
  u32: number
  u64: bigint
  u128: bigint
  i8: number
  i16: number
  i32: number
  i64: bigint
  i128: bigint
}

type List = 'Vec' | 'BoundedVec' | 'WeakBoundedVec'

/**
 * The TypeScript type of a type name. Bytes are `0x…` text, integers of 64 bits and more are bigint, accounts SS58
 * addresses, an absent option is `undefined`, an enum `{ type, value }`, and a struct with one nameless field is
 * its content. A name that is not known before run time gives `unknown`.
 */
export type TypeOf<Name extends string> = string extends Name
  ? unknown
  : Name extends keyof Primitives
    ? Primitives[Name]
    : Name extends keyof TypeMap
      ? TypeMap[Name]
      : Name extends `${List}<u8>` | `[u8; ${number}]`
        ? Hex
        : Name extends `${List}<${infer Item}>` | `[${infer Item}; ${number}]`
          ? readonly TypeOf<Item>[]
          : Name extends `Option<${infer Inner}>`
            ? TypeOf<Inner> | undefined
            : Name extends `Compact<${infer Inner}>` | `Cow<${infer Inner}>`
              ? TypeOf<Inner>
              : never

export type Pallets = typeof pallets
export type PalletName = keyof Pallets

/** Named fields as an object, several nameless ones as a tuple, a single one as its content, none as `undefined`. */
export type FieldsOf<Fields extends readonly FieldSchema[]> = Fields extends readonly []
  ? undefined
  : Fields extends readonly (readonly [string, string])[]
    ? { readonly [Field in Fields[number] as Field[0]]: TypeOf<Field[1]> }
    : Fields extends readonly [readonly [null, infer Only extends string]]
      ? TypeOf<Only>
      : { readonly [At in keyof Fields]: TypeOf<Fields[At][1]> }

/** A call before it is encoded. */
export interface Call<Pallet extends string = string, Name extends string = string, Args = unknown> {
  readonly pallet: Pallet
  readonly name: Name
  readonly args: Args
}

export type CallName<P extends PalletName> = keyof Pallets[P]['calls'] & string

/** The arguments of a call by name, as the chain spells them. */
export type CallArgs<
  P extends PalletName,
  C extends CallName<P>,
> = Pallets[P]['calls'][C] extends infer Variant extends VariantSchema ? FieldsOf<Variant['fields']> : never

/** Every call of the tables: a union that `pallet` and `name` tell apart. */
export type KnownCall = {
  [P in PalletName]: { [C in CallName<P>]: Call<P, C, CallArgs<P, C>> }[CallName<P>]
}[PalletName]

/** A function for each call of a pallet, from its arguments to the call. */
export type CallBuilders<Pallet extends PalletSchema> = {
  readonly [Name in keyof Pallet['calls'] & string]: (
    args: FieldsOf<Pallet['calls'][Name]['fields']>,
  ) => Call<Pallet['name'], Name, FieldsOf<Pallet['calls'][Name]['fields']>>
}

export interface SystemCalls extends CallBuilders<typeof System> {}
export interface TimestampCalls extends CallBuilders<typeof Timestamp> {}
export interface BalancesCalls extends CallBuilders<typeof Balances> {}
export interface SubtensorCalls extends CallBuilders<typeof SubtensorModule> {}
export interface UtilityCalls extends CallBuilders<typeof Utility> {}
export interface SudoCalls extends CallBuilders<typeof Sudo> {}
export interface MultisigCalls extends CallBuilders<typeof Multisig> {}
export interface SchedulerCalls extends CallBuilders<typeof Scheduler> {}
export interface ProxyCalls extends CallBuilders<typeof ProxyPallet> {}
export interface AdminUtilsCalls extends CallBuilders<typeof AdminUtils> {}
export interface SwapCalls extends CallBuilders<typeof Swap> {}
export interface MevShieldCalls extends CallBuilders<typeof MevShield> {}
export interface LimitOrdersCalls extends CallBuilders<typeof LimitOrders> {}

export type EventName<P extends PalletName> = keyof Pallets[P]['events'] & string

export type EventFields<
  P extends PalletName,
  E extends EventName<P>,
> = Pallets[P]['events'][E] extends infer Variant extends VariantSchema ? FieldsOf<Variant['fields']> : never

export type ErrorName<P extends PalletName> = keyof Pallets[P]['errors'] & string

export type StorageName<P extends PalletName> = keyof Pallets[P]['storage'] & string

/** The keys of a storage item, outermost first; empty for a single value. */
export type StorageKeys<
  P extends PalletName,
  S extends StorageName<P>,
> = Pallets[P]['storage'][S] extends infer Item extends StorageSchema ? KeysOf<Item['keys']> : never

type KeysOf<Keys extends StorageSchema['keys']> = { readonly [At in keyof Keys]: TypeOf<Keys[At][1]> }

/** What reading a storage item gives: its value or default, or `undefined` where there is no default. */
export type StorageValue<
  P extends PalletName,
  S extends StorageName<P>,
> = Pallets[P]['storage'][S] extends infer Item extends StorageSchema
  ? TypeOf<Item['value']> | (Item['optional'] extends true ? undefined : never)
  : never

export type ConstantName<P extends PalletName> = keyof Pallets[P]['constants'] & string

export type ConstantValue<
  P extends PalletName,
  C extends ConstantName<P>,
> = Pallets[P]['constants'][C] extends {
  readonly type: infer Type extends string
}
  ? TypeOf<Type>
  : never

export type RuntimeApis = typeof runtimeApis
export type RuntimeApiName = keyof RuntimeApis
export type MethodName<A extends RuntimeApiName> = keyof RuntimeApis[A]['methods'] & string

interface MethodSchema {
  readonly inputs: readonly (readonly [string, string])[]
  readonly output: string
}

type InputsOf<Inputs extends MethodSchema['inputs']> = {
  readonly [At in keyof Inputs]: TypeOf<Inputs[At][1]>
}

/** The arguments of a runtime API's method, in order. */
export type MethodArgs<
  A extends RuntimeApiName,
  M extends MethodName<A>,
> = RuntimeApis[A]['methods'][M] extends infer Method extends MethodSchema
  ? InputsOf<Method['inputs']>
  : never

export type MethodResult<
  A extends RuntimeApiName,
  M extends MethodName<A>,
> = RuntimeApis[A]['methods'][M] extends infer Method extends MethodSchema ? TypeOf<Method['output']> : never
