// Written by `pnpm schema` from the metadata of node-subtensor 424. What it takes is named in scripts/selection.ts.
// biome-ignore-all format: a table, an entry a line where it fits
import type { PalletSchema } from '../pallet-schema.ts'

export const LimitOrders = {
  name: 'LimitOrders',
  index: 32,
  storagePrefix: 'LimitOrders',
  path: ['pallet_limit_orders', 'pallet'],
  params: { Call: ['T'], Event: ['T'], Error: ['T'] },
  calls: {
    execute_orders: { index: 0, fields: [['orders', 'BoundedVec<SignedOrder>'], ['should_fail', 'bool']] },
    execute_batched_orders: { index: 1, fields: [['netuid', 'u16'], ['orders', 'BoundedVec<SignedOrder>']] },
    cancel_order: { index: 2, fields: [['order', 'VersionedOrder']] },
    set_pallet_status: { index: 3, fields: [['enabled', 'bool']] },
  },
  events: {
    OrderExecuted: {
      index: 0,
      fields: [
        ['order_id', 'H256'],
        ['signer', 'AccountId32'],
        ['netuid', 'u16'],
        ['order_type', 'OrderType'],
        ['amount_in', 'u64'],
        ['amount_out', 'u64'],
      ],
    },
    OrderSkipped: { index: 1, fields: [['order_id', 'H256'], ['reason', 'DispatchError']] },
    OrderCancelled: { index: 2, fields: [['order_id', 'H256'], ['signer', 'AccountId32']] },
    GroupExecutionSummary: {
      index: 3,
      fields: [
        ['netuid', 'u16'],
        ['net_side', 'OrderSide'],
        ['net_amount', 'u64'],
        ['actual_out', 'u64'],
        ['executed_count', 'u32'],
      ],
    },
    LimitOrdersPalletStatusChanged: { index: 4, fields: [['enabled', 'bool']] },
  },
  errors: {
    InvalidSignature: 0,
    OrderAlreadyProcessed: 1,
    OrderCancelled: 2,
    OrderExpired: 3,
    PriceConditionNotMet: 4,
    Unauthorized: 5,
    SwapReturnedZero: 6,
    RootNetUidNotAllowed: 7,
    OrderNetUidMismatch: 8,
    LimitOrdersDisabled: 9,
    RelayerMissMatch: 10,
    PartialFillsNotEnabled: 11,
    IncorrectPartialFillAmount: 12,
    RelayerRequiredForPartialFill: 13,
    ChainIdMismatch: 14,
    PalletHotkeyNotRegistered: 15,
    ArithmeticOverflow: 16,
    DuplicateOrderInBatch: 17,
    ZeroShareInBatch: 18,
  },
  storage: {
    Orders: { keys: [['Blake2_128Concat', 'H256']], value: 'OrderStatus', optional: true, fallback: '0x00' },
    LimitOrdersEnabled: { keys: [], value: 'bool', optional: false, fallback: '0x00' },
  },
  constants: {
    MaxOrdersPerBatch: { type: 'u32', value: '0x64000000' },
    PalletId: { type: 'PalletId', value: '0x62742f6c696d6974' },
    PalletHotkey: {
      type: 'AccountId32',
      value: '0x6d6f646c62742f6c6d686b790000000000000000000000000000000000000000',
    },
  },
} as const

LimitOrders satisfies PalletSchema
