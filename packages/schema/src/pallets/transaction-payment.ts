// Written by `pnpm schema` from the metadata of node-subtensor 424. What it takes is named in scripts/selection.ts.
// biome-ignore-all format: a table, an entry a line where it fits
import type { PalletSchema } from '../pallet-schema.ts'

export const TransactionPayment = {
  name: 'TransactionPayment',
  index: 6,
  storagePrefix: 'TransactionPayment',
  path: ['pallet_transaction_payment', 'pallet'],
  params: { Call: [], Event: ['T'], Error: [] },
  calls: {},
  events: {
    TransactionFeePaid: { index: 0, fields: [['who', 'AccountId32'], ['actual_fee', 'u64'], ['tip', 'u64']] },
  },
  errors: {},
  storage: {
    NextFeeMultiplier: {
      keys: [],
      value: 'FixedU128',
      optional: false,
      fallback: '0x000064a7b3b6e00d0000000000000000',
    },
    StorageVersion: { keys: [], value: 'Releases', optional: false, fallback: '0x00' },
  },
  constants: { OperationalFeeMultiplier: { type: 'u8', value: '0x05' } },
} as const

TransactionPayment satisfies PalletSchema
