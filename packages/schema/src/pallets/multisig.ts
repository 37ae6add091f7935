// Written by `pnpm schema` from the metadata of node-subtensor 424. What it takes is named in scripts/selection.ts.
// biome-ignore-all format: a table, an entry a line where it fits
import type { PalletSchema } from '../pallet-schema.ts'

export const Multisig = {
  name: 'Multisig',
  index: 13,
  storagePrefix: 'Multisig',
  path: ['pallet_multisig', 'pallet'],
  params: { Call: ['T'], Event: ['T'], Error: ['T'] },
  calls: {
    as_multi_threshold_1: {
      index: 0,
      fields: [['other_signatories', 'Vec<AccountId32>'], ['call', 'RuntimeCall']],
    },
    as_multi: {
      index: 1,
      fields: [
        ['threshold', 'u16'],
        ['other_signatories', 'Vec<AccountId32>'],
        ['maybe_timepoint', 'Option<Timepoint>'],
        ['call', 'RuntimeCall'],
        ['max_weight', 'Weight'],
      ],
    },
    approve_as_multi: {
      index: 2,
      fields: [
        ['threshold', 'u16'],
        ['other_signatories', 'Vec<AccountId32>'],
        ['maybe_timepoint', 'Option<Timepoint>'],
        ['call_hash', '[u8; 32]'],
        ['max_weight', 'Weight'],
      ],
    },
    cancel_as_multi: {
      index: 3,
      fields: [
        ['threshold', 'u16'],
        ['other_signatories', 'Vec<AccountId32>'],
        ['timepoint', 'Timepoint'],
        ['call_hash', '[u8; 32]'],
      ],
    },
    poke_deposit: {
      index: 4,
      fields: [['threshold', 'u16'], ['other_signatories', 'Vec<AccountId32>'], ['call_hash', '[u8; 32]']],
    },
  },
  events: {
    NewMultisig: {
      index: 0,
      fields: [['approving', 'AccountId32'], ['multisig', 'AccountId32'], ['call_hash', '[u8; 32]']],
    },
    MultisigApproval: {
      index: 1,
      fields: [
        ['approving', 'AccountId32'],
        ['timepoint', 'Timepoint'],
        ['multisig', 'AccountId32'],
        ['call_hash', '[u8; 32]'],
      ],
    },
    MultisigExecuted: {
      index: 2,
      fields: [
        ['approving', 'AccountId32'],
        ['timepoint', 'Timepoint'],
        ['multisig', 'AccountId32'],
        ['call_hash', '[u8; 32]'],
        ['result', 'Result<(), DispatchError>'],
      ],
    },
    MultisigCancelled: {
      index: 3,
      fields: [
        ['cancelling', 'AccountId32'],
        ['timepoint', 'Timepoint'],
        ['multisig', 'AccountId32'],
        ['call_hash', '[u8; 32]'],
      ],
    },
    DepositPoked: {
      index: 4,
      fields: [
        ['who', 'AccountId32'],
        ['call_hash', '[u8; 32]'],
        ['old_deposit', 'u64'],
        ['new_deposit', 'u64'],
      ],
    },
  },
  errors: {
    MinimumThreshold: 0,
    AlreadyApproved: 1,
    NoApprovalsNeeded: 2,
    TooFewSignatories: 3,
    TooManySignatories: 4,
    SignatoriesOutOfOrder: 5,
    SenderInSignatories: 6,
    NotFound: 7,
    NotOwner: 8,
    NoTimepoint: 9,
    WrongTimepoint: 10,
    UnexpectedTimepoint: 11,
    MaxWeightTooLow: 12,
    AlreadyStored: 13,
  },
  storage: {
    Multisigs: {
      keys: [['Twox64Concat', 'AccountId32'], ['Blake2_128Concat', '[u8; 32]']],
      value: 'OpenMultisig',
      optional: true,
      fallback: '0x00',
    },
  },
  constants: {
    DepositBase: { type: 'u64', value: '0x0029de0700000000' },
    DepositFactor: { type: 'u64', value: '0x0048e80100000000' },
    MaxSignatories: { type: 'u32', value: '0x64000000' },
  },
} as const

Multisig satisfies PalletSchema
