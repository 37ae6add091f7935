// Written by `pnpm schema` from the metadata of node-subtensor 424. What it takes is named in scripts/selection.ts.
// biome-ignore-all format: a table, an entry a line where it fits
import type { PalletSchema } from '../pallet-schema.ts'

export const Aura = {
  name: 'Aura',
  index: 3,
  storagePrefix: 'Aura',
  path: [],
  params: { Call: [], Event: [], Error: [] },
  calls: {},
  events: {},
  errors: {},
  storage: {},
  constants: { SlotDuration: { type: 'u64', value: '0xe02e000000000000' } },
} as const

Aura satisfies PalletSchema
