import type { AccountId32, CallArgs, RuntimeCall, Weight } from '@stake/schema'
import type { ServedCall, ServedPallet, UnservedCall } from '../scale/served-tables.ts'
import type { Context } from './context.ts'
import { badOrigin } from './dispatch-failure.ts'

/** Who a call comes from. */
export type Origin =
  | { readonly type: 'none' }
  | { readonly type: 'root' }
  | {
      readonly type: 'signed'
      readonly who: AccountId32
      /** What a proxy may call in the account's name, at any depth. Everything, where the account calls itself. */
      readonly allows?: (call: RuntimeCall) => boolean
    }

/** What a call turned out to cost, where that differs from what was announced. */
export interface PostDispatch {
  readonly weight?: Weight
  readonly paysFee?: false
}

/** One call of a pallet: what it costs and what it does. */
export interface DirectCall<Args> {
  weight(args: Args, weightOf: (call: RuntimeCall) => Weight): Weight
  /** False where the call is free. */
  readonly paysFee?: false
  /** Changes storage and deposits events; throws a `DispatchFailure` to fail. */
  dispatch(context: Context, origin: Origin, args: Args): void
}

/** Runs a call inside another: what it does is undone when it fails. */
export type RunCall = (origin: Origin, call: RuntimeCall) => PostDispatch

/** A call that runs others, which is why it knows its weight only afterwards. */
export interface WrappingCall<Args> {
  weight(args: Args, weightOf: (call: RuntimeCall) => Weight): Weight
  wrap(
    context: Context,
    origin: Origin,
    args: Args,
    run: RunCall,
    weightOf: (call: RuntimeCall) => Weight,
  ): PostDispatch
}

/** A call that knows only afterwards how much there was to do. */
export interface MeteredCall<Args> {
  weight(args: Args, weightOf: (call: RuntimeCall) => Weight): Weight
  /** As `dispatch`; returns what it turned out to cost. */
  meter(context: Context, origin: Origin, args: Args): PostDispatch
}

export type PalletCall<Args> = DirectCall<Args> | MeteredCall<Args> | WrappingCall<Args>

/** All calls of a pallet that the metadata offers, and none that it does not. */
export type PalletCalls<P extends ServedPallet> = {
  readonly [C in ServedCall<P>]: PalletCall<CallArgs<P, C>>
} & { readonly [C in UnservedCall<P>]?: never }

/** The signer, or `BadOrigin`. */
export function ensureSigned(origin: Origin): AccountId32 {
  if (origin.type !== 'signed') throw badOrigin()
  return origin.who
}

/** `BadOrigin` unless the call comes from the chain itself, by way of `Sudo`. */
export function ensureRoot(origin: Origin): void {
  if (origin.type !== 'root') throw badOrigin()
}
