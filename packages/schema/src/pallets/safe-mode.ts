// Written by `pnpm schema` from the metadata of node-subtensor 424. What it takes is named in scripts/selection.ts.
// biome-ignore-all format: a table, an entry a line where it fits
import type { PalletSchema } from '../pallet-schema.ts'

export const SafeMode = {
  name: 'SafeMode',
  index: 20,
  storagePrefix: 'SafeMode',
  path: ['pallet_safe_mode', 'pallet'],
  params: { Call: ['T'], Event: ['T'], Error: ['T'] },
  calls: {},
  events: {
    Entered: { index: 0, fields: [['until', 'u32']] },
    Extended: { index: 1, fields: [['until', 'u32']] },
    Exited: { index: 2, fields: [['reason', 'ExitReason']] },
  },
  errors: {
    Entered: 0,
    Exited: 1,
    NotConfigured: 2,
    NoDeposit: 3,
    AlreadyDeposited: 4,
    CannotReleaseYet: 5,
    CurrencyError: 6,
  },
  storage: { EnteredUntil: { keys: [], value: 'u32', optional: true, fallback: '0x00' } },
  constants: {},
} as const

SafeMode satisfies PalletSchema
