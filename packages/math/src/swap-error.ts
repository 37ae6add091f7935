import { formatDecimal } from './decimal.ts'
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

const WEIGHTS = () =>
  [
    "The pool's weights would leave the range from 0.01 to 0.99.",
    'Use amounts that are closer to the price of the pool.',
  ] as const

/** Sentence and remedy of each refusal; `number` is one of its details as decimal text. */
const EXPLANATIONS: Record<
  SwapErrorCode,
  (
    number: (name: string) => string,
    has: (name: string) => boolean,
  ) => readonly [message: string, remedy: string]
> = {
  SwapInputTooLarge: () => [
    "The amount is more than 1000 times the pool's reserve.",
    'Use a smaller amount.',
  ],
  ReservesTooLow: (_, has) =>
    has('fee')
      ? [
          "The block author would get nothing for this sale's fee, so the chain refuses all of it.",
          'Sell more at once; what is worth less than about 2,000 rao of TAO cannot be sold.',
        ]
      : [
          'The pool is too empty to pay anything for this amount.',
          'Use another amount, or wait until the pool holds more.',
        ],
  PriceLimitExceeded: (number, has) =>
    has('fee')
      ? [
          "After this sale the price is below the chain's own limit for the sale of its fee, so the chain refuses all of it.",
          'Sell less, or wait until the pool holds more TAO.',
        ]
      : [
          `The price, ${number('price')} TAO per alpha, has already reached the limit of ${number('limitPrice')}.`,
          'Read the price again and allow a larger tolerance.',
        ],
  InsufficientLiquidity: () => ['The pool cannot take this amount.', 'Use a smaller amount.'],
  AmountTooLow: (number, has) =>
    has('worth')
      ? [
          `The amount would bring ${number('worth')} TAO, which is below the smallest the chain moves.`,
          `Use an amount that brings at least ${number('minimum')} TAO.`,
        ]
      : ['The amount is below the smallest the chain accepts.', `Use at least ${number('minimum')}.`],
  SlippageTooHigh: (number, has) => [
    has('limitPrice')
      ? `The whole amount would move the price beyond the limit of ${number('limitPrice')} TAO per alpha.`
      : `The whole amount is more than the chain moves at a limit of ${number('limit')} alpha for each alpha.`,
    `At most ${number('largest')} fits: use less, allow a larger tolerance, or fill what fits with the partial mode.`,
  ],
  InvalidValue: WEIGHTS,
  ReservesOutOfBalance: WEIGHTS,
  CannotBurnOrRecycleOnRootSubnet: () => [
    'Root stake cannot be burned.',
    'Burn the alpha of another subnet.',
  ],
}

/** What the chain would refuse, under the chain's own name for it as `code`. Details are in rao. */
export class SwapError extends StakeError {
  declare readonly code: SwapErrorCode

  constructor(code: SwapErrorCode, details: Record<string, bigint>, cause?: unknown) {
    const number = (name: string): string => formatDecimal(details[name] ?? 0n, 9).replace(/\.?0+$/, '')
    const [message, remedy] = EXPLANATIONS[code](number, (name) => details[name] !== undefined)
    super(code, message, { details, remedy, cause })
  }
}
