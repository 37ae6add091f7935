import type { Failure } from '../../failure.ts'
import { type FormField, isMove, type TradeForm, takes } from './trade-form.ts'

/** A field of the form, or the form as a whole. */
export type Place = FormField | 'form'

const aboutTheAmount = [
  'InvalidAmount',
  'BalanceOutOfRange',
  'InsufficientBalance',
  'InsufficientStake',
  'StakeUnavailable',
  'AmountTooLow',
  'WouldBeCut',
]

const aboutTheTolerance = ['InvalidTolerance', 'ToleranceNeedsUnit', 'ToleranceTooFine']

/** Which field a failure is about; what is about none that can be seen is about the whole form. */
export function placeOf({ code, details }: Failure, form: TradeForm, fields: readonly FormField[]): Place {
  const place = wantedPlace(code, details, form)
  return place === 'form' || fields.includes(place) ? place : 'form'
}

function wantedPlace(code: string, details: Failure['details'], form: TradeForm): Place {
  if (aboutTheAmount.includes(code)) return 'amount'
  if (aboutTheTolerance.includes(code)) return 'tolerance'
  switch (code) {
    case 'InvalidAddress':
      return addressField(form)
    case 'HotKeyAccountNotExists':
      return takes(form.kind) ? 'toHotkey' : 'hotkey'
    case 'SubnetNotExists':
    case 'SubtokenDisabled':
      return details.netuid === String(form.toSubnet.value) && isMove(form.kind)
        ? 'toSubnet'
        : takes(form.kind)
          ? 'position'
          : 'subnet'
    case 'InvalidOperation':
      return (
        ({ amount: 'amount', toColdkey: 'toColdkey', toHotkey: 'toHotkey', toNetuid: 'toSubnet' } as const)[
          details.field ?? ''
        ] ?? 'form'
      )
    default:
      return 'form'
  }
}

function addressField({ kind }: TradeForm): Place {
  if (kind === 'transferStake') return 'toColdkey'
  return kind === 'move' ? 'toHotkey' : 'hotkey'
}
