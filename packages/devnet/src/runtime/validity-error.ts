import type { TransactionValidityError } from '@stake/schema'
import type { InvalidReason } from '../chain/pool-error.ts'

const INVALID = {
  call: 'Call',
  payment: 'Payment',
  future: 'Future',
  stale: 'Stale',
  badProof: 'BadProof',
  ancientBirthBlock: 'AncientBirthBlock',
  exhaustsResources: 'ExhaustsResources',
  mandatoryValidation: 'MandatoryValidation',
  badSigner: 'BadSigner',
  unknownOrigin: 'UnknownOrigin',
} as const
const UNKNOWN = { cannotLookup: 'CannotLookup', noUnsignedValidator: 'NoUnsignedValidator' } as const

/** A reason as the runtime's own type has it. */
export function validityError(reason: InvalidReason): TransactionValidityError {
  if (typeof reason === 'object') return { type: 'Invalid', value: { type: 'Custom', value: reason.custom } }
  if (reason === 'cannotLookup' || reason === 'noUnsignedValidator')
    return { type: 'Unknown', value: { type: UNKNOWN[reason] } }
  return { type: 'Invalid', value: { type: INVALID[reason] } }
}
