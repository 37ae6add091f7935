import { lengthFee, weightFee } from '@stake/math'
import type { Hex } from '@stake/schema'
import { decodeExtrinsic, type Extrinsic, withLength } from '../chain/extrinsic.ts'
import { inclusionFee, partialFee } from '../pallets/transaction-payment.ts'
import { dispatchInfo } from '../runtime/calls.ts'
import { fromHex } from '../scale/hex.ts'
import type { RuntimeApi } from './runtime-api.ts'

/** Fees of an extrinsic whose signature nobody looks at. The length counted is the one given, as on the chain. */
export const transactionPaymentApi: RuntimeApi<'TransactionPaymentApi'> = {
  query_info(_, uxt, len) {
    const { call } = decoded(uxt)
    const { weight, class: dispatchClass } = dispatchInfo(call)
    return { weight, class: dispatchClass, partial_fee: partialFee(call, len) }
  },
  query_fee_details: (_, uxt, len) => ({ inclusion_fee: inclusionFee(decoded(uxt).call, len), tip: 0n }),
  query_weight_to_fee: (_, { ref_time }) => weightFee(ref_time),
  query_length_to_fee: (_, length) => lengthFee(length),
}

function decoded(uxt: Hex): Extrinsic {
  return decodeExtrinsic(withLength(fromHex(uxt)))
}
