// Written by `pnpm schema` from the metadata of node-subtensor 424. What it takes is named in scripts/selection.ts.
// biome-ignore-all format: a table, an entry a line where it fits
import type { PalletSchema } from '../pallet-schema.ts'

export const Balances = {
  name: 'Balances',
  index: 5,
  storagePrefix: 'Balances',
  path: ['pallet_balances', 'pallet'],
  params: { Call: ['T', 'I'], Event: ['T', 'I'], Error: ['T', 'I'] },
  calls: {
    transfer_allow_death: { index: 0, fields: [['dest', 'MultiAddress'], ['value', 'Compact<u64>']] },
    force_transfer: {
      index: 2,
      fields: [['source', 'MultiAddress'], ['dest', 'MultiAddress'], ['value', 'Compact<u64>']],
    },
    transfer_keep_alive: { index: 3, fields: [['dest', 'MultiAddress'], ['value', 'Compact<u64>']] },
    transfer_all: { index: 4, fields: [['dest', 'MultiAddress'], ['keep_alive', 'bool']] },
    force_set_balance: { index: 8, fields: [['who', 'MultiAddress'], ['new_free', 'Compact<u64>']] },
    burn: { index: 10, fields: [['value', 'Compact<u64>'], ['keep_alive', 'bool']] },
  },
  events: {
    Endowed: { index: 0, fields: [['account', 'AccountId32'], ['free_balance', 'u64']] },
    DustLost: { index: 1, fields: [['account', 'AccountId32'], ['amount', 'u64']] },
    Transfer: { index: 2, fields: [['from', 'AccountId32'], ['to', 'AccountId32'], ['amount', 'u64']] },
    BalanceSet: { index: 3, fields: [['who', 'AccountId32'], ['free', 'u64']] },
    Reserved: { index: 4, fields: [['who', 'AccountId32'], ['amount', 'u64']] },
    Unreserved: { index: 5, fields: [['who', 'AccountId32'], ['amount', 'u64']] },
    ReserveRepatriated: {
      index: 6,
      fields: [
        ['from', 'AccountId32'],
        ['to', 'AccountId32'],
        ['amount', 'u64'],
        ['destination_status', 'BalanceStatus'],
      ],
    },
    Deposit: { index: 7, fields: [['who', 'AccountId32'], ['amount', 'u64']] },
    Withdraw: { index: 8, fields: [['who', 'AccountId32'], ['amount', 'u64']] },
    Slashed: { index: 9, fields: [['who', 'AccountId32'], ['amount', 'u64']] },
    Minted: { index: 10, fields: [['who', 'AccountId32'], ['amount', 'u64']] },
    Burned: { index: 11, fields: [['who', 'AccountId32'], ['amount', 'u64']] },
    Suspended: { index: 12, fields: [['who', 'AccountId32'], ['amount', 'u64']] },
    Restored: { index: 13, fields: [['who', 'AccountId32'], ['amount', 'u64']] },
    Upgraded: { index: 14, fields: [['who', 'AccountId32']] },
    Issued: { index: 15, fields: [['amount', 'u64']] },
    Rescinded: { index: 16, fields: [['amount', 'u64']] },
    Locked: { index: 17, fields: [['who', 'AccountId32'], ['amount', 'u64']] },
    Unlocked: { index: 18, fields: [['who', 'AccountId32'], ['amount', 'u64']] },
    Frozen: { index: 19, fields: [['who', 'AccountId32'], ['amount', 'u64']] },
    Thawed: { index: 20, fields: [['who', 'AccountId32'], ['amount', 'u64']] },
    TotalIssuanceForced: { index: 21, fields: [['old', 'u64'], ['new', 'u64']] },
  },
  errors: {
    VestingBalance: 0,
    LiquidityRestrictions: 1,
    InsufficientBalance: 2,
    ExistentialDeposit: 3,
    Expendability: 4,
    ExistingVestingSchedule: 5,
    DeadAccount: 6,
    TooManyReserves: 7,
    TooManyHolds: 8,
    TooManyFreezes: 9,
    IssuanceDeactivated: 10,
    DeltaZero: 11,
  },
  storage: {
    TotalIssuance: { keys: [], value: 'u64', optional: false, fallback: '0x0000000000000000' },
    InactiveIssuance: { keys: [], value: 'u64', optional: false, fallback: '0x0000000000000000' },
    Locks: {
      keys: [['Blake2_128Concat', 'AccountId32']],
      value: 'WeakBoundedVec<BalanceLock>',
      optional: false,
      fallback: '0x00',
    },
    Reserves: {
      keys: [['Blake2_128Concat', 'AccountId32']],
      value: 'BoundedVec<ReserveData>',
      optional: false,
      fallback: '0x00',
    },
    Holds: {
      keys: [['Blake2_128Concat', 'AccountId32']],
      value: 'BoundedVec<HeldAmount>',
      optional: false,
      fallback: '0x00',
    },
    Freezes: {
      keys: [['Blake2_128Concat', 'AccountId32']],
      value: 'BoundedVec<FrozenAmount>',
      optional: false,
      fallback: '0x00',
    },
  },
  constants: {
    ExistentialDeposit: { type: 'u64', value: '0xf401000000000000' },
    MaxLocks: { type: 'u32', value: '0x32000000' },
    MaxReserves: { type: 'u32', value: '0x32000000' },
    MaxFreezes: { type: 'u32', value: '0x32000000' },
  },
} as const

Balances satisfies PalletSchema
