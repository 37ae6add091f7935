import { concatBytes } from '@noble/hashes/utils.js'
import { codecOf } from '../scale/codec.ts'
import type { Applied } from './block-execution.ts'
import { validityError } from './validity-error.ts'

const OK = 0
const ERR = 1

/** SCALE of what applying an extrinsic came to, as `ApplyExtrinsicResult`. */
export function encodeApplied(applied: Applied): Uint8Array {
  if (!applied.in)
    return concatBytes(
      Uint8Array.of(ERR),
      codecOf('TransactionValidityError').enc(validityError(applied.reason)),
    )
  if (applied.failure === undefined) return Uint8Array.of(OK, OK)
  return concatBytes(Uint8Array.of(OK, ERR), codecOf('DispatchError').enc(applied.failure))
}
