// Written by `pnpm schema` from the metadata of node-subtensor 424. What it takes is named in scripts/selection.ts.
// biome-ignore-all format: a table, an entry a line where it fits
import type { PalletSchema } from '../pallet-schema.ts'

export const System = {
  name: 'System',
  index: 0,
  storagePrefix: 'System',
  path: ['frame_system', 'pallet'],
  params: { Call: ['T'], Event: ['T'], Error: ['T'] },
  calls: {
    remark: { index: 0, fields: [['remark', 'Vec<u8>']] },
    remark_with_event: { index: 7, fields: [['remark', 'Vec<u8>']] },
  },
  events: {
    ExtrinsicSuccess: { index: 0, fields: [['dispatch_info', 'DispatchEventInfo']] },
    ExtrinsicFailed: {
      index: 1,
      fields: [['dispatch_error', 'DispatchError'], ['dispatch_info', 'DispatchEventInfo']],
    },
    CodeUpdated: { index: 2, fields: [] },
    NewAccount: { index: 3, fields: [['account', 'AccountId32']] },
    KilledAccount: { index: 4, fields: [['account', 'AccountId32']] },
    Remarked: { index: 5, fields: [['sender', 'AccountId32'], ['hash', 'H256']] },
  },
  errors: {
    InvalidSpecName: 0,
    SpecVersionNeedsToIncrease: 1,
    FailedToExtractRuntimeVersion: 2,
    NonDefaultComposite: 3,
    NonZeroRefCount: 4,
    CallFiltered: 5,
    MultiBlockMigrationsOngoing: 6,
    NothingAuthorized: 7,
    Unauthorized: 8,
  },
  storage: {
    Account: {
      keys: [['Blake2_128Concat', 'AccountId32']],
      value: 'AccountInfo',
      optional: false,
      fallback: '0x0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000080',
    },
    ExtrinsicCount: { keys: [], value: 'u32', optional: true, fallback: '0x00' },
    BlockWeight: { keys: [], value: 'PerDispatchClassWeight', optional: false, fallback: '0x000000000000' },
    BlockHash: {
      keys: [['Twox64Concat', 'u32']],
      value: 'H256',
      optional: false,
      fallback: '0x0000000000000000000000000000000000000000000000000000000000000000',
    },
    Number: { keys: [], value: 'u32', optional: false, fallback: '0x00000000' },
    ParentHash: {
      keys: [],
      value: 'H256',
      optional: false,
      fallback: '0x0000000000000000000000000000000000000000000000000000000000000000',
    },
    Digest: { keys: [], value: 'Digest', optional: false, fallback: '0x00' },
    Events: { keys: [], value: 'Vec<EventRecord>', optional: false, fallback: '0x00' },
    EventCount: { keys: [], value: 'u32', optional: false, fallback: '0x00000000' },
    LastRuntimeUpgrade: { keys: [], value: 'LastRuntimeUpgradeInfo', optional: true, fallback: '0x00' },
    ExecutionPhase: { keys: [], value: 'Phase', optional: true, fallback: '0x00' },
  },
  constants: {
    BlockWeights: {
      type: 'BlockWeights',
      value: '0xc2a0e766000b00409452a30313ffffffffffffffff2261c91900010bb837a1555d021366666666666666a6010b0030ef7dba0213ffffffffffffffbf0100002261c91900010bb847462a46031366666666666666e6010b00409452a30313ffffffffffffffff01070010a5d4e81300000000000000402261c91900000000',
    },
    BlockLength: { type: 'BlockLength', value: '0x000078000000a0000000a000' },
    BlockHashCount: { type: 'u32', value: '0x60090000' },
    DbWeight: { type: 'RuntimeDbWeight', value: '0x40787d010000000000e1f50500000000' },
    Version: {
      type: 'RuntimeVersion',
      value: '0x386e6f64652d73756274656e736f72386e6f64652d73756274656e736f7201000000a80100000100000060df6acb689907609b0500000037e397fc7c91f5e40200000040fe3ad401f8959a06000000fbc577b9d747efd601000000d2bc9897eed08f1503000000f78b278be53f454c02000000dd718d5cc53262d401000000ab3c0572291feb8b01000000ed99c5acb25eedf503000000bc9d89904f5b923f0100000037c8bb1350a9a2a804000000f3ff14d5ab52705903000000582211f65bb14b8906000000e65b00e46cedd0aa0200000068b66ba122c93fa70200000042e62be4a39e5b6001000000806df4ccaa9ed485010000008375104b299b74c5020000005d1fbfbe852f280701000000c6886e2f8e598b0a01000000c0de4984d112f3b401000000cbca25e39f14238702000000a8b093e6508d9e9c010000001c4585bd5c707202010000000100000001',
    },
    SS58Prefix: { type: 'u16', value: '0x2a00' },
  },
} as const

System satisfies PalletSchema
