// Written by `pnpm schema` from the metadata of node-subtensor 424. What it takes is named in scripts/selection.ts.
// biome-ignore-all format: a table, an entry a line where it fits
import type { PalletSchema } from '../pallet-schema.ts'

export const Scheduler = {
  name: 'Scheduler',
  index: 15,
  storagePrefix: 'Scheduler',
  path: ['pallet_scheduler', 'pallet'],
  params: { Call: ['T'], Event: ['T'], Error: ['T'] },
  calls: {
    schedule: {
      index: 0,
      fields: [
        ['when', 'u32'],
        ['maybe_periodic', 'Option<(u32, u32)>'],
        ['priority', 'u8'],
        ['call', 'RuntimeCall'],
      ],
    },
    cancel: { index: 1, fields: [['when', 'u32'], ['index', 'u32']] },
    schedule_named: {
      index: 2,
      fields: [
        ['id', '[u8; 32]'],
        ['when', 'u32'],
        ['maybe_periodic', 'Option<(u32, u32)>'],
        ['priority', 'u8'],
        ['call', 'RuntimeCall'],
      ],
    },
    cancel_named: { index: 3, fields: [['id', '[u8; 32]']] },
    schedule_after: {
      index: 4,
      fields: [
        ['after', 'u32'],
        ['maybe_periodic', 'Option<(u32, u32)>'],
        ['priority', 'u8'],
        ['call', 'RuntimeCall'],
      ],
    },
    schedule_named_after: {
      index: 5,
      fields: [
        ['id', '[u8; 32]'],
        ['after', 'u32'],
        ['maybe_periodic', 'Option<(u32, u32)>'],
        ['priority', 'u8'],
        ['call', 'RuntimeCall'],
      ],
    },
    set_retry: { index: 6, fields: [['task', '(u32, u32)'], ['retries', 'u8'], ['period', 'u32']] },
    set_retry_named: { index: 7, fields: [['id', '[u8; 32]'], ['retries', 'u8'], ['period', 'u32']] },
    cancel_retry: { index: 8, fields: [['task', '(u32, u32)']] },
    cancel_retry_named: { index: 9, fields: [['id', '[u8; 32]']] },
  },
  events: {
    Scheduled: { index: 0, fields: [['when', 'u32'], ['index', 'u32']] },
    Canceled: { index: 1, fields: [['when', 'u32'], ['index', 'u32']] },
    Dispatched: {
      index: 2,
      fields: [['task', '(u32, u32)'], ['id', 'Option<[u8; 32]>'], ['result', 'Result<(), DispatchError>']],
    },
    RetrySet: {
      index: 3,
      fields: [['task', '(u32, u32)'], ['id', 'Option<[u8; 32]>'], ['period', 'u32'], ['retries', 'u8']],
    },
    RetryCancelled: { index: 4, fields: [['task', '(u32, u32)'], ['id', 'Option<[u8; 32]>']] },
    CallUnavailable: { index: 5, fields: [['task', '(u32, u32)'], ['id', 'Option<[u8; 32]>']] },
    PeriodicFailed: { index: 6, fields: [['task', '(u32, u32)'], ['id', 'Option<[u8; 32]>']] },
    RetryFailed: { index: 7, fields: [['task', '(u32, u32)'], ['id', 'Option<[u8; 32]>']] },
    PermanentlyOverweight: { index: 8, fields: [['task', '(u32, u32)'], ['id', 'Option<[u8; 32]>']] },
    AgendaIncomplete: { index: 9, fields: [['when', 'u32']] },
  },
  errors: { FailedToSchedule: 0, NotFound: 1, TargetBlockNumberInPast: 2, RescheduleNoChange: 3, Named: 4 },
  storage: {},
  constants: {},
} as const

Scheduler satisfies PalletSchema
