import { lengthFee, weightFee } from '@stake/math'
import type { AccountId32, InclusionFee, RuntimeCall } from '@stake/schema'
import { dispatchInfo } from '../runtime/calls.ts'
import type { Context } from '../runtime/context.ts'
import { DispatchFailure } from '../runtime/dispatch-failure.ts'
import type { PostDispatch } from '../runtime/pallet-calls.ts'
import type { Storage } from '../runtime/storage.ts'
import { blockWeights } from '../runtime/weight.ts'
import { deposit, spendable, withdraw } from './balances.ts'
import { type AlphaPayment, alphaPayer, canPayInAlpha, payInAlpha } from './subtensor/alpha-fee.ts'

/**
 * The parts of an extrinsic's fee, in rao: the weight every extrinsic has, its encoded length, and the call's own
 * weight. The chain's multiplier is constantly one. Undefined for a call that is free.
 */
export function inclusionFee(call: RuntimeCall, length: number): InclusionFee | undefined {
  const { weight, pays_fee } = dispatchInfo(call)
  if (pays_fee.type === 'No') return undefined
  return {
    base_fee: weightFee(blockWeights.per_class.normal.base_extrinsic.ref_time),
    len_fee: lengthFee(length),
    adjusted_weight_fee: weightFee(weight.ref_time),
  }
}

/** What of a fee is given back after the call: the weight that was not used, or all but the tip of a call that was free. */
export function refundOf(
  call: RuntimeCall,
  { weight, paysFee }: PostDispatch,
  fee: bigint,
  tip: bigint,
): bigint {
  if (paysFee === false) return fee - tip
  const info = dispatchInfo(call)
  if (weight === undefined || info.pays_fee.type === 'No') return 0n
  const unused = weightFee(info.weight.ref_time) - weightFee(weight.ref_time)
  return unused > 0n ? unused : 0n
}

/** The fee of an extrinsic without its tip. */
export function partialFee(call: RuntimeCall, length: number): bigint {
  const parts = inclusionFee(call, length)
  return parts === undefined ? 0n : parts.base_fee + parts.len_fee + parts.adjusted_weight_fee
}

/** The whole fee of an extrinsic, tip included. */
export function feeOf(call: RuntimeCall, length: number, tip: bigint): bigint {
  return partialFee(call, length) + tip
}

/** Whether the fee can be taken: from free TAO keeping the account alive, else in alpha for the calls that allow it. */
export function canPayFee(storage: Storage, who: AccountId32, call: RuntimeCall, fee: bigint): boolean {
  return (
    spendable(storage, who, 'keepAlive') >= fee ||
    canPayInAlpha(storage, who, alphaPayer(storage, who, call), fee)
  )
}

/** What was taken before the call ran. */
export type TakenFee = { readonly tao: bigint } | { readonly alpha: AlphaPayment }

/** Takes the fee, whether or not the call will succeed. Undefined when it cannot be paid at all. */
export function takeFee(
  context: Context,
  who: AccountId32,
  call: RuntimeCall,
  fee: bigint,
): TakenFee | undefined {
  try {
    if (fee > 0n) withdraw(context, who, fee, 'keepAlive')
    return { tao: fee }
  } catch (error) {
    if (!(error instanceof DispatchFailure)) throw error
    const payer = alphaPayer(context.storage, who, call)
    return payer === undefined ? undefined : { alpha: payInAlpha(context, who, payer, fee) }
  }
}

/** A fee after the call ran. */
export interface SettledFee {
  readonly fee: bigint
  readonly tip: bigint
  /** What of the fee the call did not need. A fee in alpha is never given back. */
  readonly refund: bigint
}

/** Gives back what was too much, hands the rest of the fee to the block's author, and says so. */
export function settleFee(
  context: Context,
  who: AccountId32,
  taken: TakenFee,
  { fee, tip, refund }: SettledFee,
): void {
  if ('alpha' in taken)
    context.deposit('SubtensorModule', 'TransactionFeePaidWithAlpha', { who, ...taken.alpha })
  else {
    if (refund > 0n) deposit(context, who, refund)
    if (taken.tao > refund) deposit(context, context.author, taken.tao - refund)
  }
  const actual_fee = 'alpha' in taken ? fee : fee - refund
  context.deposit('TransactionPayment', 'TransactionFeePaid', { who, actual_fee, tip })
}
