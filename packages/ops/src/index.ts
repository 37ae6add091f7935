export type { Alarm } from './alarm.ts'
export { type BatchOptions, batch } from './batch.ts'
export type { Entries, Entry } from './entries.ts'
export {
  AccountBusy,
  BatchTooLarge,
  EndpointsDisagree,
  FactsMissing,
  FeeTakesAlpha,
  HotkeyNotFound,
  InsufficientBalance,
  InsufficientStake,
  InvalidOperation,
  JournalUnusable,
  ModeUnavailable,
  NoMoveLimit,
  NoTao,
  NothingFits,
  NotInBestEffort,
  OperationKnown,
  PolicyRefusal,
  QuoteDisagrees,
  SellsWhatIsStaked,
  SubnetReplaced,
  SubnetUnavailable,
  UnstakeTooSmall,
  UselessLimit,
  WouldBeCut,
  WouldBeRefused,
  WrongChain,
  WrongSigner,
} from './errors.ts'
export type { Facts, Needs, Numbers } from './facts.ts'
export type { Following } from './follow.ts'
export { gather } from './gather.ts'
export { type HistoryFilter, history, type PastOperation } from './history.ts'
export {
  type HandedOutRecord,
  type InBlockRecord,
  type IntendedLeg,
  type IntentRecord,
  type Journal,
  type JournalCondition,
  type JournalRecord,
  type JournalTurn,
  memoryJournal,
  type NotSentRecord,
  type ResumedRecord,
  type SettledRecord,
  type SignedRecord,
} from './journal.ts'
export type { Kind, LegCalls, Place, Trade } from './kinds/kind.ts'
export {
  type BurnAlphaOperation,
  type ClaimRootOperation,
  DEFAULT_TOLERANCE,
  type MoveLikeOperation,
  type MoveOperation,
  type Operation,
  type OperationKind,
  type OperationOf,
  parseOperation,
  type RecycleAlphaOperation,
  type RegisterOperation,
  type Route,
  type SetAutoStakeOperation,
  type SetTakeOperation,
  type StakeBurnOperation,
  type StakeOperation,
  type SwapOperation,
  type TradeOperation,
  type TransferStakeOperation,
  type UnstakeAllOperation,
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
export { type Confirmation, type Judgement, type JudgeOptions, judge } from './policy/judge.ts'
export { POLICY_KINDS, parsePolicy, parsePolicyText } from './policy/parse-policy.ts'
export type { Limit, Policy, PolicyKind, SubnetLimits } from './policy/policy.ts'
export { PolicyUnreadable } from './policy/policy-unreadable.ts'
export type { Reservation } from './policy/reserve.ts'
export type { Spend } from './policy/spend.ts'
export {
  type Expected,
  type ExpectedSwap,
  filledPpb,
  type Preview,
  type PreviewOf,
  preview,
  type TradePreview,
  type Warning,
} from './preview.ts'
export { printPlan } from './print-plan.ts'
export type { LegState, Progress } from './progress.ts'
export type { Readable } from './readable.ts'
export type { EndPrice, FinalReport, Report } from './report.ts'
export { dropNotSent, type Resumed, resume } from './resume.ts'
export { run } from './run.ts'
export type { FinalRunReport, Form, RunReport, Totals } from './run-report.ts'
export type { Running, RunningLeg, RunOptions } from './running.ts'
export { parseSchedule, type Schedule, schedule } from './schedule.ts'
export type { PriceBand } from './schedule-band.ts'
export { ScheduleChanged } from './schedule-pieces.ts'
export type { ScheduleProgress, ScheduleState } from './schedule-progress.ts'
export type { RunningSchedule, ScheduleOptions, ScheduleReport } from './schedule-run.ts'
export { SECOND_SOURCE_ABOVE } from './second-source.ts'
export { type SequenceOptions, sequence } from './sequence.ts'
export { isStale, type Staleness } from './stale.ts'
export type { Advice, Explanation, LeftOut, StrategyTerms } from './strategies/advice.ts'
export {
  type Exit,
  type ExitData,
  type ExitLeg,
  type ExitTerms,
  exitEverything,
} from './strategies/exit-everything.ts'
export {
  type OptimalSplit,
  type OptimalSplitData,
  type OptimalSplitPart,
  type OptimalSplitTerms,
  optimalSplit,
} from './strategies/optimal-split.ts'
export {
  type Rebalance,
  type RebalanceData,
  type RebalanceRow,
  type RebalanceTarget,
  type RebalanceTerms,
  type RebalanceWay,
  rebalance,
  type Transfer,
  type WayCompared,
  type WayOutcome,
} from './strategies/rebalance.ts'
export {
  type SplitOverTime,
  type SplitOverTimeData,
  type SplitOverTimeTerms,
  splitOverTime,
} from './strategies/split-over-time.ts'
export {
  readSpreadNumbers,
  type Spread,
  type SpreadData,
  type SpreadNumbers,
  type SpreadPart,
  type SpreadTerms,
  spreadOverTopValidators,
  topSubnets,
} from './strategies/spread-over-top-validators.ts'
export {
  type LowestEmission,
  type LowestEmissionData,
  type LowestEmissionNumbers,
  type LowestEmissionPart,
  type LowestEmissionTerms,
  readEmissions,
  unstakeLowestEmission,
} from './strategies/unstake-lowest-emission.ts'
export { type World, worldOf } from './world.ts'
