export { extensions, extrinsic } from './extrinsic.ts'
export type {
  ConstantSchema,
  ExtensionSchema,
  ExtrinsicSchema,
  FieldSchema,
  Hasher,
  Hex,
  PalletSchema,
  RuntimeApiSchema,
  RuntimeVersionSchema,
  StorageSchema,
  TypeSchema,
  VariantSchema,
} from './pallet-schema.ts'
export { AdminUtils } from './pallets/admin-utils.ts'
export { Aura } from './pallets/aura.ts'
export { Balances } from './pallets/balances.ts'
export { Commitments } from './pallets/commitments.ts'
export { LimitOrders } from './pallets/limit-orders.ts'
export { MevShield } from './pallets/mev-shield.ts'
export { Multisig } from './pallets/multisig.ts'
export { ProxyPallet } from './pallets/proxy.ts'
export { SafeMode } from './pallets/safe-mode.ts'
export { Scheduler } from './pallets/scheduler.ts'
export { SubtensorModule } from './pallets/subtensor-module.ts'
export { Sudo } from './pallets/sudo.ts'
export { Swap } from './pallets/swap.ts'
export { System } from './pallets/system.ts'
export { Timestamp } from './pallets/timestamp.ts'
export { TransactionPayment } from './pallets/transaction-payment.ts'
export { Utility } from './pallets/utility.ts'
export { pallets } from './pallets.ts'
export { runtimeApis } from './runtime-apis.ts'
export { runtimeVersion } from './runtime-version.ts'
export type * from './type-map.ts'
export type * from './type-of.ts'
export { types } from './types.ts'
