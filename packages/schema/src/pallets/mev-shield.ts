// Written by `pnpm schema` from the metadata of node-subtensor 424. What it takes is named in scripts/selection.ts.
// biome-ignore-all format: a table, an entry a line where it fits
import type { PalletSchema } from '../pallet-schema.ts'

export const MevShield = {
  name: 'MevShield',
  index: 30,
  storagePrefix: 'MevShield',
  path: ['pallet_shield', 'pallet'],
  params: { Call: ['T'], Event: ['T'], Error: ['T'] },
  calls: {
    announce_next_key: { index: 0, fields: [['enc_key', 'Option<BoundedVec<u8>>']] },
    submit_encrypted: { index: 1, fields: [['ciphertext', 'BoundedVec<u8>']] },
    store_encrypted: { index: 2, fields: [['encrypted_call', 'BoundedVec<u8>']] },
    set_max_pending_extrinsics_number: { index: 3, fields: [['value', 'u32']] },
    set_on_initialize_weight: { index: 4, fields: [['value', 'u64']] },
    set_stored_extrinsic_lifetime: { index: 5, fields: [['value', 'u32']] },
    set_max_extrinsic_weight: { index: 6, fields: [['value', 'u64']] },
  },
  events: {
    EncryptedSubmitted: { index: 0, fields: [['id', 'H256'], ['who', 'AccountId32']] },
    ExtrinsicStored: { index: 1, fields: [['index', 'u32'], ['who', 'AccountId32']] },
    ExtrinsicDecodeFailed: { index: 2, fields: [['index', 'u32']] },
    ExtrinsicDispatchFailed: { index: 3, fields: [['index', 'u32'], ['error', 'DispatchError']] },
    ExtrinsicDispatched: { index: 4, fields: [['index', 'u32']] },
    ExtrinsicExpired: { index: 5, fields: [['index', 'u32']] },
    ExtrinsicPostponed: { index: 6, fields: [['index', 'u32']] },
    MaxPendingExtrinsicsNumberSet: { index: 7, fields: [['value', 'u32']] },
    OnInitializeWeightSet: { index: 8, fields: [['value', 'u64']] },
    ExtrinsicLifetimeSet: { index: 9, fields: [['value', 'u32']] },
    MaxExtrinsicWeightSet: { index: 10, fields: [['value', 'u64']] },
    ExtrinsicWeightExceeded: { index: 11, fields: [['index', 'u32']] },
  },
  errors: { BadEncKeyLen: 0, Unreachable: 1, TooManyPendingExtrinsics: 2, WeightExceedsAbsoluteMax: 3 },
  storage: {
    CurrentKey: { keys: [], value: 'BoundedVec<u8>', optional: true, fallback: '0x00' },
    PendingKey: { keys: [], value: 'BoundedVec<u8>', optional: true, fallback: '0x00' },
    NextKey: { keys: [], value: 'BoundedVec<u8>', optional: true, fallback: '0x00' },
    AuthorKeys: {
      keys: [['Twox64Concat', 'Public']],
      value: 'BoundedVec<u8>',
      optional: true,
      fallback: '0x00',
    },
    PendingKeyExpiresAt: { keys: [], value: 'u32', optional: true, fallback: '0x00' },
    NextKeyExpiresAt: { keys: [], value: 'u32', optional: true, fallback: '0x00' },
    MaxPendingExtrinsicsLimit: { keys: [], value: 'u32', optional: false, fallback: '0x64000000' },
    ExtrinsicLifetime: { keys: [], value: 'u32', optional: false, fallback: '0x0a000000' },
    OnInitializeWeight: { keys: [], value: 'u64', optional: false, fallback: '0x0088526a74000000' },
    MaxExtrinsicWeight: { keys: [], value: 'u64', optional: false, fallback: '0x00743ba40b000000' },
    PendingExtrinsics: {
      keys: [['Identity', 'u32']],
      value: 'PendingExtrinsic',
      optional: true,
      fallback: '0x00',
    },
    CounterForPendingExtrinsics: { keys: [], value: 'u32', optional: false, fallback: '0x00000000' },
    NextPendingExtrinsicIndex: { keys: [], value: 'u32', optional: false, fallback: '0x00000000' },
  },
  constants: {},
} as const

MevShield satisfies PalletSchema
