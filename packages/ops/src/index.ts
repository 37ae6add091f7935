export {
  HotkeyNotFound,
  InsufficientBalance,
  InsufficientStake,
  InvalidOperation,
  JournalUnusable,
  OperationKnown,
  PolicyRefusal,
  QuoteDisagrees,
  SubnetReplaced,
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
export type { LegCalls, Trade } from './kinds/kind.ts'
export {
  DEFAULT_TOLERANCE,
  type Operation,
  type OperationKind,
  type OperationOf,
  parseOperation,
  type StakeOperation,
  type TradeOperation,
  type UnstakeOperation,
  WIDE_TOLERANCE,
} from './operation.ts'
export {
  type Leg,
  type Plan,
  type PlanOptions,
  plan,
  readSnapshotFor,
  type TradeLeg,
  type TradePlan,
} from './plan.ts'
export { type AmountJson, type LegJson, type PlanJson, planFromJson, planToJson } from './plan-json.ts'
export { judge, type Policy, parsePolicy } from './policy.ts'
export {
  type Expected,
  type Preview,
  type PreviewOf,
  preview,
  type TradePreview,
  type Warning,
} from './preview.ts'
export type { Report } from './report.ts'
export { type RunningLeg, type RunOptions, run } from './run.ts'
export { type World, worldOf } from './world.ts'
