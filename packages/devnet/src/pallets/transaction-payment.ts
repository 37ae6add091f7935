import { lengthFee, weightFee } from '@stake/math'
import type { AccountId32, InclusionFee, RuntimeCall } from '@stake/schema'
import { dispatchInfo } from '../runtime/calls.ts'
import { blockWeights } from '../runtime/constants.ts'
import type { Context } from '../runtime/context.ts'
import { DispatchFailure } from '../runtime/dispatch-failure.ts'
import type { Storage } from '../runtime/storage.ts'
import { deposit, spendable, withdraw } from './balances.ts'
import { type AlphaPayment, alphaPayer, canPayInAlpha, payInAlpha } from './subtensor/alpha-fee.ts'

/**
 * The parts of an extrinsic's fee, in rao: the weight every extrinsic has, its encoded length, and the call's own
 * weight. The chain's multiplier is constantly one.
 */
export function inclusionFee(call: RuntimeCall, length: number): InclusionFee {
  return {
    base_fee: weightFee(blockWeights.per_class.normal.base_extrinsic.ref_time),
    len_fee: lengthFee(length),
    adjusted_weight_fee: weightFee(dispatchInfo(call).weight.ref_time),
  }
}

/** The whole fee of an extrinsic, tip included. */
export function feeOf(call: RuntimeCall, length: number, tip: bigint): bigint {
  const { base_fee, len_fee, adjusted_weight_fee } = inclusionFee(call, length)
  return base_fee + len_fee + adjusted_weight_fee + tip
}

/** Whether the fee can be taken: from free TAO keeping the account alive, else in alpha for the calls that allow it. */
export function canPayFee(storage: Storage, who: AccountId32, call: RuntimeCall, fee: bigint): boolean {
  return spendable(storage, who, 'keepAlive') >= fee || canPayInAlpha(storage, who, alphaPayer(call), fee)
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
    withdraw(context, who, fee, 'keepAlive')
    return { tao: fee }
  } catch (error) {
    if (!(error instanceof DispatchFailure)) throw error
    const payer = alphaPayer(call)
    return payer === undefined ? undefined : { alpha: payInAlpha(context, who, payer, fee) }
  }
}

/** Hands the fee to the block's author after the call ran, and says so. */
export function settleFee(
  context: Context,
  who: AccountId32,
  taken: TakenFee,
  fee: bigint,
  tip: bigint,
): void {
  if ('alpha' in taken)
    context.deposit('SubtensorModule', 'TransactionFeePaidWithAlpha', { who, ...taken.alpha })
  else deposit(context, context.author, taken.tao)
  context.deposit('TransactionPayment', 'TransactionFeePaid', { who, actual_fee: fee, tip })
}
