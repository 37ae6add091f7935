import { decodeExtrinsic } from '../../chain/extrinsic.ts'
import { PoolError } from '../../chain/pool-error.ts'
import { inclusionFee } from '../../pallets/transaction-payment.ts'
import { dispatchInfo } from '../../runtime/calls.ts'
import { fromHex } from '../../scale/hex.ts'
import { RpcError } from '../json-rpc.ts'
import type { Methods, Params } from '../methods.ts'

/** `payment_*`: what an extrinsic would cost. Its signature is not looked at. */
export function paymentMethods(): Methods {
  return {
    calls: {
      payment_queryInfo(params) {
        const { call, fee } = priced(params)
        const { weight, class: dispatchClass } = dispatchInfo(call)
        const partialFee = fee.base_fee + fee.len_fee + fee.adjusted_weight_fee
        return {
          weight: { ref_time: Number(weight.ref_time), proof_size: Number(weight.proof_size) },
          class: dispatchClass.type.toLowerCase(),
          partialFee: partialFee.toString(),
        }
      },
      payment_queryFeeDetails(params) {
        const { fee } = priced(params)
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

function priced(params: Params) {
  const bytes = fromHex(params.hex(0, 'encoded_xt'))
  try {
    const { call, length } = decodeExtrinsic(bytes)
    return { call, fee: inclusionFee(call, length) }
  } catch (error) {
    if (error instanceof PoolError) throw new RpcError(1, 'Unable to decode.', error.data ?? error.message)
    throw error
  }
}
