// Written by `pnpm schema` from the metadata of node-subtensor 424. What it takes is named in scripts/selection.ts.
// biome-ignore-all format: a table, an entry a line where it fits
import type { PalletSchema } from '../pallet-schema.ts'

export const Commitments = {
  name: 'Commitments',
  index: 18,
  storagePrefix: 'Commitments',
  path: ['pallet_commitments', 'pallet'],
  params: { Call: ['T'], Event: ['T'], Error: ['T'] },
  calls: {},
  events: {
    Commitment: { index: 0, fields: [['netuid', 'u16'], ['who', 'AccountId32']] },
    TimelockCommitment: {
      index: 1,
      fields: [['netuid', 'u16'], ['who', 'AccountId32'], ['reveal_round', 'u64']],
    },
    CommitmentRevealed: { index: 2, fields: [['netuid', 'u16'], ['who', 'AccountId32']] },
  },
  errors: {
    TooManyFieldsInCommitmentInfo: 0,
    AccountNotAllowedCommit: 1,
    SpaceLimitExceeded: 2,
    UnexpectedUnreserveLeftover: 3,
  },
  storage: {
    CommitmentOf: {
      keys: [['Identity', 'u16'], ['Twox64Concat', 'AccountId32']],
      value: 'Registration',
      optional: true,
      fallback: '0x00',
    },
    LastCommitment: {
      keys: [['Identity', 'u16'], ['Twox64Concat', 'AccountId32']],
      value: 'u32',
      optional: true,
      fallback: '0x00',
    },
    RevealedCommitments: {
      keys: [['Identity', 'u16'], ['Twox64Concat', 'AccountId32']],
      value: 'Vec<(Vec<u8>, u64)>',
      optional: true,
      fallback: '0x00',
    },
  },
  constants: {
    MaxFields: { type: 'u32', value: '0x03000000' },
    InitialDeposit: { type: 'u64', value: '0x0000000000000000' },
    FieldDeposit: { type: 'u64', value: '0x0000000000000000' },
  },
} as const

Commitments satisfies PalletSchema
