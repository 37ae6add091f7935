export { BalanceOutOfRange, InvalidAmount, InvalidNetuid, MixedTokens } from './amount-errors.ts'
export { Balance, type BalanceFormat } from './balance.ts'
export type { Curve, Reserves, Side, SwapFill, SwapOrder } from './curve.ts'
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
export { largestBuyWithin, largestSellWithin } from './largest-within-limit.ts'
export { limitPrice, ToleranceTooFine } from './limit-price.ts'
export { MINIMUM_STAKE_RAO, minimumStake } from './minimum-stake.ts'
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
export { changeStake, type SharePosition, sharesForDeposit, stakeOfShare } from './shares.ts'
export { type ErrorDetails, StakeError, type StakeErrorOptions } from './stake-error.ts'
export { SwapError, type SwapErrorCode } from './swap-error.ts'
export { InvalidTolerance, Tolerance, ToleranceNeedsUnit } from './tolerance.ts'
