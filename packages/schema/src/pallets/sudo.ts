// Written by `pnpm schema` from the metadata of node-subtensor 424. What it takes is named in scripts/selection.ts.
// biome-ignore-all format: a table, an entry a line where it fits
import type { PalletSchema } from '../pallet-schema.ts'

export const Sudo = {
  name: 'Sudo',
  index: 12,
  storagePrefix: 'Sudo',
  path: ['pallet_sudo', 'pallet'],
  params: { Call: ['T'], Event: ['T'], Error: ['T'] },
  calls: {
    sudo: { index: 0, fields: [['call', 'RuntimeCall']] },
    sudo_unchecked_weight: { index: 1, fields: [['call', 'RuntimeCall'], ['weight', 'Weight']] },
    set_key: { index: 2, fields: [['new', 'MultiAddress']] },
    sudo_as: { index: 3, fields: [['who', 'MultiAddress'], ['call', 'RuntimeCall']] },
    remove_key: { index: 4, fields: [] },
  },
  events: {
    Sudid: { index: 0, fields: [['sudo_result', 'Result<(), DispatchError>']] },
    KeyChanged: { index: 1, fields: [['old', 'Option<AccountId32>'], ['new', 'AccountId32']] },
    KeyRemoved: { index: 2, fields: [] },
    SudoAsDone: { index: 3, fields: [['sudo_result', 'Result<(), DispatchError>']] },
  },
  errors: { RequireSudo: 0 },
  storage: { Key: { keys: [], value: 'AccountId32', optional: true, fallback: '0x00' } },
  constants: {},
} as const

Sudo satisfies PalletSchema
