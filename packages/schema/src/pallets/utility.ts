// Written by `pnpm schema` from the metadata of node-subtensor 424. What it takes is named in scripts/selection.ts.
// biome-ignore-all format: a table, an entry a line where it fits
import type { PalletSchema } from '../pallet-schema.ts'

export const Utility = {
  name: 'Utility',
  index: 11,
  storagePrefix: null,
  path: ['pallet_subtensor_utility', 'pallet'],
  params: { Call: ['T'], Event: [], Error: ['T'] },
  calls: {
    batch: { index: 0, fields: [['calls', 'Vec<RuntimeCall>']] },
    batch_all: { index: 2, fields: [['calls', 'Vec<RuntimeCall>']] },
    force_batch: { index: 4, fields: [['calls', 'Vec<RuntimeCall>']] },
    as_derivative: { index: 1, fields: [['index', 'u16'], ['call', 'RuntimeCall']] },
    dispatch_as: { index: 3, fields: [['as_origin', 'OriginCaller'], ['call', 'RuntimeCall']] },
    with_weight: { index: 5, fields: [['call', 'RuntimeCall'], ['weight', 'Weight']] },
    if_else: { index: 6, fields: [['main', 'RuntimeCall'], ['fallback', 'RuntimeCall']] },
    dispatch_as_fallible: { index: 7, fields: [['as_origin', 'OriginCaller'], ['call', 'RuntimeCall']] },
  },
  events: {
    BatchInterrupted: { index: 0, fields: [['index', 'u32'], ['error', 'DispatchError']] },
    BatchCompleted: { index: 1, fields: [] },
    BatchCompletedWithErrors: { index: 2, fields: [] },
    ItemCompleted: { index: 3, fields: [] },
    ItemFailed: { index: 4, fields: [['error', 'DispatchError']] },
    DispatchedAs: { index: 5, fields: [['result', 'Result<(), DispatchError>']] },
    IfElseMainSuccess: { index: 6, fields: [] },
    IfElseFallbackCalled: { index: 7, fields: [['main_error', 'DispatchError']] },
  },
  errors: { TooManyCalls: 0, InvalidDerivedAccount: 1 },
  storage: {},
  constants: { batched_calls_limit: { type: 'u32', value: '0xaa2a0000' } },
} as const

Utility satisfies PalletSchema
