import { concatBytes } from '@noble/hashes/utils.js'
import type { InvalidReason } from '../chain/pool-error.ts'
import { codecOf } from '../scale/codec.ts'
import type { Applied } from './block-execution.ts'

const OK = 0
const ERR = 1
const INVALID = 0
const UNKNOWN = 1
const CUSTOM = 7

/** The runtime's `InvalidTransaction` and `UnknownTransaction`: which of the two, and the variant. */
const VARIANTS: Readonly<Record<Exclude<InvalidReason, object>, readonly [number, number]>> = {
  call: [INVALID, 0],
  payment: [INVALID, 1],
  future: [INVALID, 2],
  stale: [INVALID, 3],
  badProof: [INVALID, 4],
  ancientBirthBlock: [INVALID, 5],
  exhaustsResources: [INVALID, 6],
  mandatoryValidation: [INVALID, 9],
  badSigner: [INVALID, 10],
  unknownOrigin: [INVALID, 12],
  cannotLookup: [UNKNOWN, 0],
  noUnsignedValidator: [UNKNOWN, 1],
}

/** SCALE of what applying an extrinsic came to, as `ApplyExtrinsicResult`. */
export function encodeApplied(applied: Applied): Uint8Array {
  if (!applied.in) {
    const { reason } = applied
    if (typeof reason === 'object') return Uint8Array.of(ERR, INVALID, CUSTOM, reason.custom)
    return Uint8Array.of(ERR, ...VARIANTS[reason])
  }
  if (applied.failure === undefined) return Uint8Array.of(OK, OK)
  return concatBytes(Uint8Array.of(OK, ERR), codecOf('DispatchError').enc(applied.failure))
}
