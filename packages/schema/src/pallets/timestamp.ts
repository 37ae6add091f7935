// Written by `pnpm schema` from the metadata of node-subtensor 424. What it takes is named in scripts/selection.ts.
// biome-ignore-all format: a table, an entry a line where it fits
import type { PalletSchema } from '../pallet-schema.ts'

export const Timestamp = {
  name: 'Timestamp',
  index: 2,
  storagePrefix: 'Timestamp',
  path: ['pallet_timestamp', 'pallet'],
  params: { Call: ['T'], Event: [], Error: [] },
  calls: { set: { index: 0, fields: [['now', 'Compact<u64>']] } },
  events: {},
  errors: {},
  storage: {
    Now: { keys: [], value: 'u64', optional: false, fallback: '0x0000000000000000' },
    DidUpdate: { keys: [], value: 'bool', optional: false, fallback: '0x00' },
  },
  constants: { MinimumPeriod: { type: 'u64', value: '0x7017000000000000' } },
} as const

Timestamp satisfies PalletSchema
