// Written by `pnpm schema` from the metadata of node-subtensor 424. What it takes is named in scripts/selection.ts.
// biome-ignore-all format: a table, an entry a line where it fits
import type { PalletSchema } from '../pallet-schema.ts'

export const Swap = {
  name: 'Swap',
  index: 28,
  storagePrefix: 'Swap',
  path: ['pallet_subtensor_swap', 'pallet', 'pallet'],
  params: { Call: ['T'], Event: ['T'], Error: ['T'] },
  calls: { set_fee_rate: { index: 0, fields: [['netuid', 'u16'], ['rate', 'u16']] } },
  events: { FeeRateSet: { index: 0, fields: [['netuid', 'u16'], ['rate', 'u16']] } },
  errors: {
    FeeRateTooHigh: 0,
    InsufficientInputAmount: 1,
    InsufficientLiquidity: 2,
    PriceLimitExceeded: 3,
    InsufficientBalance: 4,
    InvalidTickRange: 5,
    InvalidLiquidityValue: 6,
    ReservesTooLow: 7,
    MechanismDoesNotExist: 8,
    SubtokenDisabled: 9,
    ReservesOutOfBalance: 10,
    SwapInputTooLarge: 11,
    Deprecated: 12,
  },
  storage: {
    FeeRate: { keys: [['Twox64Concat', 'u16']], value: 'u16', optional: false, fallback: '0x2100' },
    SwapBalancer: {
      keys: [['Twox64Concat', 'u16']],
      value: 'Balancer',
      optional: false,
      fallback: '0x0000b2d3595bf006',
    },
    PalSwapInitialized: { keys: [['Twox64Concat', 'u16']], value: 'bool', optional: false, fallback: '0x00' },
  },
  constants: {
    ProtocolId: { type: 'PalletId', value: '0x74656e2f73776170' },
    MaxFeeRate: { type: 'u16', value: '0x1027' },
    MinimumLiquidity: { type: 'u64', value: '0xe803000000000000' },
    MinimumReserve: { type: 'NonZeroU64', value: '0x40420f0000000000' },
  },
} as const

Swap satisfies PalletSchema
