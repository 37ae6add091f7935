import type { Failure } from '../../failure.ts'
import type { FormField } from './trade-form.ts'

/** A field of the form, or the form as a whole. */
export type Place = FormField | 'form'

export type Problems = Readonly<Partial<Record<Place, Failure>>>

/** Which field an error is about; what is about none of them is about the whole form. */
const fieldOfCode: Readonly<Record<string, FormField>> = {
  InvalidAddress: 'validator',
  HotKeyAccountNotExists: 'validator',
  InvalidAmount: 'amount',
  BalanceOutOfRange: 'amount',
  InsufficientBalance: 'amount',
  InsufficientStake: 'amount',
  StakeUnavailable: 'amount',
  AmountTooLow: 'amount',
  WouldBeCut: 'amount',
  InvalidTolerance: 'tolerance',
  ToleranceNeedsUnit: 'tolerance',
  ToleranceTooFine: 'tolerance',
}

/** Where a failure is shown. */
export function placeOf({ code }: Failure): Place {
  return fieldOfCode[code] ?? 'form'
}
