import { StakeError } from './stake-error.ts'

/** The names the chain itself gives to a refused swap or stake (pallets Swap and SubtensorModule). */
export type SwapErrorCode =
  | 'SwapInputTooLarge'
  | 'ReservesTooLow'
  | 'PriceLimitExceeded'
  | 'InsufficientLiquidity'
  | 'AmountTooLow'
  | 'SlippageTooHigh'
  | 'InvalidValue'
  | 'ReservesOutOfBalance'
  | 'CannotBurnOrRecycleOnRootSubnet'

const WEIGHTS = [
  "The pool's weights would leave the range from 0.01 to 0.99.",
  'Use amounts that are closer to the price of the pool.',
] as const

const EXPLANATIONS: Record<SwapErrorCode, readonly [message: string, remedy: string]> = {
  SwapInputTooLarge: ["The amount is more than 1000 times the pool's reserve.", 'Use a smaller amount.'],
  ReservesTooLow: [
    'The pool is too empty to pay anything for this amount.',
    'Use another amount, or wait until the pool holds more.',
  ],
  PriceLimitExceeded: [
    'The price has already reached the limit, so nothing can be traded within it.',
    'Read the price again and allow a larger tolerance.',
  ],
  InsufficientLiquidity: ['The pool cannot take this amount.', 'Use a smaller amount.'],
  AmountTooLow: ['The amount is below the smallest the chain accepts.', 'Use a larger amount.'],
  SlippageTooHigh: [
    'The whole amount would move the price beyond the limit.',
    'Use less, allow a larger tolerance, or fill what fits with the partial mode.',
  ],
  InvalidValue: WEIGHTS,
  ReservesOutOfBalance: WEIGHTS,
  CannotBurnOrRecycleOnRootSubnet: ['Root stake cannot be burned.', 'Burn the alpha of another subnet.'],
}

/** What the chain would refuse, under the chain's own name for it as `code`. */
export class SwapError extends StakeError {
  declare readonly code: SwapErrorCode

  constructor(code: SwapErrorCode, details: Record<string, bigint>, cause?: unknown) {
    const [message, remedy] = EXPLANATIONS[code]
    super(code, message, { details, remedy, cause })
  }
}
