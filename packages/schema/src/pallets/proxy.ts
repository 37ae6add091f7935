// Written by `pnpm schema` from the metadata of node-subtensor 424. What it takes is named in scripts/selection.ts.
// biome-ignore-all format: a table, an entry a line where it fits
import type { PalletSchema } from '../pallet-schema.ts'

export const ProxyPallet = {
  name: 'Proxy',
  index: 16,
  storagePrefix: 'Proxy',
  path: ['pallet_subtensor_proxy', 'pallet'],
  params: { Call: ['T'], Event: ['T'], Error: ['T'] },
  calls: {
    proxy: {
      index: 0,
      fields: [['real', 'MultiAddress'], ['force_proxy_type', 'Option<ProxyType>'], ['call', 'RuntimeCall']],
    },
    add_proxy: {
      index: 1,
      fields: [['delegate', 'MultiAddress'], ['proxy_type', 'ProxyType'], ['delay', 'u32']],
    },
    remove_proxy: {
      index: 2,
      fields: [['delegate', 'MultiAddress'], ['proxy_type', 'ProxyType'], ['delay', 'u32']],
    },
    remove_proxies: { index: 3, fields: [] },
    create_pure: { index: 4, fields: [['proxy_type', 'ProxyType'], ['delay', 'u32'], ['index', 'u16']] },
    kill_pure: {
      index: 5,
      fields: [
        ['spawner', 'MultiAddress'],
        ['proxy_type', 'ProxyType'],
        ['index', 'u16'],
        ['height', 'Compact<u32>'],
        ['ext_index', 'Compact<u32>'],
      ],
    },
    announce: { index: 6, fields: [['real', 'MultiAddress'], ['call_hash', 'H256']] },
    remove_announcement: { index: 7, fields: [['real', 'MultiAddress'], ['call_hash', 'H256']] },
    reject_announcement: { index: 8, fields: [['delegate', 'MultiAddress'], ['call_hash', 'H256']] },
    proxy_announced: {
      index: 9,
      fields: [
        ['delegate', 'MultiAddress'],
        ['real', 'MultiAddress'],
        ['force_proxy_type', 'Option<ProxyType>'],
        ['call', 'RuntimeCall'],
      ],
    },
    poke_deposit: { index: 10, fields: [] },
    set_real_pays_fee: { index: 11, fields: [['delegate', 'MultiAddress'], ['pays_fee', 'bool']] },
  },
  events: {
    ProxyExecuted: { index: 0, fields: [['result', 'Result<(), DispatchError>']] },
    PureCreated: {
      index: 1,
      fields: [
        ['pure', 'AccountId32'],
        ['who', 'AccountId32'],
        ['proxy_type', 'ProxyType'],
        ['disambiguation_index', 'u16'],
      ],
    },
    PureKilled: {
      index: 2,
      fields: [
        ['pure', 'AccountId32'],
        ['spawner', 'AccountId32'],
        ['proxy_type', 'ProxyType'],
        ['disambiguation_index', 'u16'],
      ],
    },
    Announced: {
      index: 3,
      fields: [['real', 'AccountId32'], ['proxy', 'AccountId32'], ['call_hash', 'H256']],
    },
    ProxyAdded: {
      index: 4,
      fields: [
        ['delegator', 'AccountId32'],
        ['delegatee', 'AccountId32'],
        ['proxy_type', 'ProxyType'],
        ['delay', 'u32'],
      ],
    },
    ProxyRemoved: {
      index: 5,
      fields: [
        ['delegator', 'AccountId32'],
        ['delegatee', 'AccountId32'],
        ['proxy_type', 'ProxyType'],
        ['delay', 'u32'],
      ],
    },
    DepositPoked: {
      index: 6,
      fields: [
        ['who', 'AccountId32'],
        ['kind', 'DepositKind'],
        ['old_deposit', 'u64'],
        ['new_deposit', 'u64'],
      ],
    },
    RealPaysFeeSet: {
      index: 7,
      fields: [['real', 'AccountId32'], ['delegate', 'AccountId32'], ['pays_fee', 'bool']],
    },
  },
  errors: {
    TooMany: 0,
    NotFound: 1,
    NotProxy: 2,
    Unproxyable: 3,
    Duplicate: 4,
    NoPermission: 5,
    Unannounced: 6,
    NoSelfProxy: 7,
    AnnouncementDepositInvariantViolated: 8,
    InvalidDerivedAccountId: 9,
  },
  storage: {
    Proxies: {
      keys: [['Twox64Concat', 'AccountId32']],
      value: '(BoundedVec<ProxyDefinition>, u64)',
      optional: false,
      fallback: '0x000000000000000000',
    },
    Announcements: {
      keys: [['Twox64Concat', 'AccountId32']],
      value: '(BoundedVec<Announcement>, u64)',
      optional: false,
      fallback: '0x000000000000000000',
    },
    LastCallResult: {
      keys: [['Twox64Concat', 'AccountId32']],
      value: 'Result<(), DispatchError>',
      optional: true,
      fallback: '0x00',
    },
    RealPaysFee: {
      keys: [['Twox64Concat', 'AccountId32'], ['Twox64Concat', 'AccountId32']],
      value: '()',
      optional: true,
      fallback: '0x00',
    },
  },
  constants: {
    ProxyDepositBase: { type: 'u64', value: '0x0087930300000000' },
    ProxyDepositFactor: { type: 'u64', value: '0x408af70100000000' },
    MaxProxies: { type: 'u32', value: '0x14000000' },
    MaxPending: { type: 'u32', value: '0x4b000000' },
    AnnouncementDepositBase: { type: 'u64', value: '0x0051250200000000' },
    AnnouncementDepositFactor: { type: 'u64', value: '0x00990d0400000000' },
  },
} as const

ProxyPallet satisfies PalletSchema
