import type { AccountId32, CallArgs, CallName, PalletName, Weight } from '@stake/schema'
import type { Context } from './context.ts'
import { badOrigin } from './dispatch-failure.ts'

/** Who a call comes from. */
export type Origin = { readonly type: 'none' } | { readonly type: 'signed'; readonly who: AccountId32 }

/** One call of a pallet: what it costs and what it does. */
export interface PalletCall<Args> {
  weight(args: Args): Weight
  /** Changes storage and deposits events; throws a `DispatchFailure` to fail. */
  dispatch(context: Context, origin: Origin, args: Args): void
}

/** All calls of a pallet that the metadata offers. */
export type PalletCalls<P extends PalletName> = { readonly [C in CallName<P>]: PalletCall<CallArgs<P, C>> }

/** The signer, or `BadOrigin`. */
export function ensureSigned(origin: Origin): AccountId32 {
  if (origin.type !== 'signed') throw badOrigin()
  return origin.who
}
