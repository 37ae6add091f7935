import type { Balance } from '@stake/math'
import type { Failure } from '../../failure.ts'

/** What positions earn by the last epoch of each subnet, and what leaving one costs the network. */
export interface Earnings {
  readonly block: number
  readonly coldkey: string
  /** A day's emission by position: alpha of its subnet; on root TAO, what its claims are worth. */
  readonly perDay: ReadonlyMap<string, Balance>
  /** The network's fee for an unstake; undefined where there is nothing to unstake. */
  readonly networkFee: Balance | undefined
}

/** What the room is told. */
export type PortfolioNews =
  | { readonly kind: 'earnings'; readonly earnings: Earnings }
  | { readonly kind: 'unread'; readonly failure: Failure }

/** What the room wishes for: both in one go. */
export interface PortfolioWish {
  readonly kind: 'earnings'
}
