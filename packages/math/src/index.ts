export { alphaNeededFor } from './alpha-needed.ts'
export { BalanceOutOfRange, InvalidAmount, InvalidNetuid, MixedTokens } from './amount-errors.ts'
export { amountFor, grossForNet, toleranceFor } from './amount-needed.ts'
export { afterAuthorSale } from './author-sale.ts'
export { Balance, type BalanceFormat } from './balance.ts'
export { type BestSplit, bestSplit, type SplitGoal, type SplitPart } from './best-split.ts'
export {
  type ChildkeyDividend,
  type ChildkeySplit,
  type HotkeyStake,
  type ParentStake,
  PROPORTION_ONE,
  proportionFromFraction,
  splitChildkeyDividend,
  splitRootAndAlpha,
} from './childkey.ts'
export type { Curve, Reserves, Side, SwapFill, SwapOrder } from './curve.ts'
export { type DividendSplit, distributeDividend } from './dividend.ts'
export { lengthFee, WEIGHT_FEE_PER_BILLION, weightFee } from './extrinsic-fee.ts'
export { swapFeeFloor, swapFeeOnNetFloor } from './fee.ts'
export {
  FIXED_MAX,
  FIXED_ONE,
  fixedDivFloor,
  fixedFromInteger,
  fixedMulFloor,
  fixedToIntegerFloor,
  mulDivCeil,
  mulDivFloor,
} from './fixed-point.ts'
export { InvalidArgument } from './invalid-argument.ts'
export { largestMoveWithin } from './largest-move-within.ts'
export { largestBuyWithin, largestSellWithin } from './largest-within-limit.ts'
export { legacyPool } from './legacy-pool.ts'
export { limitOrderPoolLimit } from './limit-order.ts'
export { limitPrice, ToleranceTooFine } from './limit-price.ts'
export { LOCK_RATE, type Lock, type LockTerms, rollLock } from './lock.ts'
export { MINIMUM_STAKE_RAO, minimumStake } from './minimum-stake.ts'
export { moveLimit, moveRatio } from './move-limit.ts'
export {
  type ProtectedMove,
  type ProtectedRoute,
  protectedRoute,
  protectMove,
  UnprotectedMove,
} from './move-protection.ts'
export { type MoveOptions, type MoveQuote, quoteMove } from './move-quote.ts'
export {
  type Leg,
  type LegOutcome,
  type Path,
  type PathOptions,
  simulatePath,
} from './path.ts'
export {
  type BalancerPool,
  type ConstantProductPool,
  curveOf,
  InvalidPool,
  type Pool,
  type StablePool,
  spotPrice,
  UnknownCurve,
} from './pool.ts'
export { powRatioScaledFloor } from './power.ts'
export { InvalidPrice, Price } from './price.ts'
export { type ProtectedQuote, protect } from './protection.ts'
export {
  DEFAULT_BUY_LIMIT,
  DEFAULT_SELL_LIMIT,
  type QuoteOptions,
  quoteBuy,
  quoteSell,
  type SwapQuote,
} from './quote.ts'
export { type RootClaim, type RootClaimState, rootClaim } from './root-claim.ts'
export { type RoundTrip, roundTrip } from './round-trip.ts'
export {
  InvalidSafeFloat,
  SAFE_FLOAT_ZERO,
  type SafeFloat,
  safeFloat,
  safeFloatAdd,
  safeFloatDiv,
  safeFloatFromFixed,
  safeFloatMulDiv,
  safeFloatSubtract,
  safeFloatToIntegerFloor,
} from './safe-float.ts'
export type { SafetyMode } from './safety-mode.ts'
export {
  changeStake,
  type SharePosition,
  sharesForDeposit,
  stakeOfShare,
  storedShare,
} from './shares.ts'
export { splitByWeights, splitEvenly } from './split.ts'
export { type ErrorDetails, StakeError, type StakeErrorOptions } from './stake-error.ts'
export { SwapError, type SwapErrorCode } from './swap-error.ts'
export {
  DEFAULT_TAKE,
  formatTake,
  type SimpleSplit,
  splitTake,
  splitTakeSimple,
  TAKE_ONE,
  type TakeSplit,
  takeFromFraction,
} from './take.ts'
export { InvalidTolerance, Tolerance, ToleranceNeedsUnit } from './tolerance.ts'
export { LARGEST_WEIGHT, SMALLEST_WEIGHT, weightAfterInjection, weightFromPrice } from './weights.ts'
export { type WorstLoss, worstLoss } from './worst-loss.ts'
