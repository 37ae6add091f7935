// Written by `pnpm schema` from the metadata of node-subtensor 424. What it takes is named in scripts/selection.ts.
// biome-ignore-all format: a table, an entry a line where it fits
// biome-ignore-all assist/source/organizeImports: in the order of the runtime
import { System } from './pallets/system.ts'
import { Timestamp } from './pallets/timestamp.ts'
import { Aura } from './pallets/aura.ts'
import { Balances } from './pallets/balances.ts'
import { TransactionPayment } from './pallets/transaction-payment.ts'
import { SubtensorModule } from './pallets/subtensor-module.ts'
import { Utility } from './pallets/utility.ts'
import { Sudo } from './pallets/sudo.ts'
import { Multisig } from './pallets/multisig.ts'
import { Scheduler } from './pallets/scheduler.ts'
import { ProxyPallet } from './pallets/proxy.ts'
import { Commitments } from './pallets/commitments.ts'
import { AdminUtils } from './pallets/admin-utils.ts'
import { SafeMode } from './pallets/safe-mode.ts'
import { Swap } from './pallets/swap.ts'
import { MevShield } from './pallets/mev-shield.ts'
import { LimitOrders } from './pallets/limit-orders.ts'

export const pallets: {
  readonly System: typeof System
  readonly Timestamp: typeof Timestamp
  readonly Aura: typeof Aura
  readonly Balances: typeof Balances
  readonly TransactionPayment: typeof TransactionPayment
  readonly SubtensorModule: typeof SubtensorModule
  readonly Utility: typeof Utility
  readonly Sudo: typeof Sudo
  readonly Multisig: typeof Multisig
  readonly Scheduler: typeof Scheduler
  readonly Proxy: typeof ProxyPallet
  readonly Commitments: typeof Commitments
  readonly AdminUtils: typeof AdminUtils
  readonly SafeMode: typeof SafeMode
  readonly Swap: typeof Swap
  readonly MevShield: typeof MevShield
  readonly LimitOrders: typeof LimitOrders
} = { System, Timestamp, Aura, Balances, TransactionPayment, SubtensorModule, Utility, Sudo, Multisig, Scheduler, Proxy: ProxyPallet, Commitments, AdminUtils, SafeMode, Swap, MevShield, LimitOrders }
