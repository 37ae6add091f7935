import { decodeExtrinsic } from '../../chain/extrinsic.ts'
import { PoolError } from '../../chain/pool-error.ts'
import { inclusionFee, partialFee } from '../../pallets/transaction-payment.ts'
import { dispatchInfo } from '../../runtime/calls.ts'
import { fromHex } from '../../scale/hex.ts'
import { RpcError } from '../json-rpc.ts'
import type { Methods, Params } from '../methods.ts'

/** `payment_*`: what an extrinsic would cost. Its signature is not looked at. */
export function paymentMethods(): Methods {
  return {
    calls: {
      payment_queryInfo(params) {
        const { call, length } = priced(params, 'Unable to query dispatch info.')
        const { weight, class: dispatchClass } = dispatchInfo(call)
        return {
          weight: { ref_time: Number(weight.ref_time), proof_size: Number(weight.proof_size) },
          class: dispatchClass.type.toLowerCase(),
          partialFee: partialFee(call, length).toString(),
        }
      },
      payment_queryFeeDetails(params) {
        const { call, length } = priced(params, 'Unable to query fee details.')
        const fee = inclusionFee(call, length)
        if (fee === undefined) return { inclusionFee: null }
        return {
          inclusionFee: {
            baseFee: `0x${fee.base_fee.toString(16)}`,
            lenFee: `0x${fee.len_fee.toString(16)}`,
            adjustedWeightFee: `0x${fee.adjusted_weight_fee.toString(16)}`,
          },
        }
      },
    },
  }
}

function priced(params: Params, refusal: string) {
  const bytes = fromHex(params.hex(0, 'encoded_xt'))
  try {
    return decodeExtrinsic(bytes)
  } catch (error) {
    if (error instanceof PoolError) throw new RpcError(1, refusal, error.data ?? error.message)
    throw error
  }
}
