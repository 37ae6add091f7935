export {
  HotkeyNotFound,
  InsufficientBalance,
  InsufficientStake,
  InvalidOperation,
  JournalUnusable,
  OperationKnown,
  PolicyRefusal,
  QuoteDisagrees,
  SubnetUnavailable,
  UnstakeTooSmall,
  UselessLimit,
  WouldBeCut,
  WrongChain,
  WrongSigner,
} from './errors.ts'
export {
  type IntentRecord,
  type Journal,
  type JournalRecord,
  memoryJournal,
  type SettledRecord,
  type SignedRecord,
} from './journal.ts'
export {
  DEFAULT_TOLERANCE,
  type Operation,
  parseOperation,
  type StakeOperation,
  type UnstakeOperation,
  WIDE_TOLERANCE,
} from './operation.ts'
export { type Leg, type Plan, plan, readSnapshotFor } from './plan.ts'
export { judge, type Policy, parsePolicy } from './policy.ts'
export { type Preview, preview, type Warning } from './preview.ts'
export type { Report } from './report.ts'
export { type RunningLeg, type RunOptions, run } from './run.ts'
