import { Tolerance } from '@stake/math'
import type { TradeLeg, TradePlan } from '@stake/ops'
import { fieldWith, type TextField } from '../widgets/text-field.ts'
import type { TradeForm } from './trade-form.ts'

export type ConfirmFocus = 'typed' | 'cancel' | 'yes'

/** A plan that waits for a yes. */
export interface Confirmation {
  /** What to come back to. */
  readonly form: TradeForm
  readonly plan: TradePlan
  readonly leg: TradeLeg
  readonly focus: ConfirmFocus
  /** What must be typed before yes counts, and what was typed so far. */
  readonly demand: string | undefined
  readonly typed: TextField
}

export function openConfirmation(form: TradeForm, plan: TradePlan, leg: TradeLeg): Confirmation {
  return { form, plan, leg, focus: 'cancel', demand: demandOf(leg), typed: fieldWith('') }
}

/** Whether yes counts. */
export function isSatisfied({ demand, typed }: Confirmation): boolean {
  if (demand === undefined) return true
  const text = typed.text.trim()
  if (demand === 'unsafe') return text.toLowerCase() === demand
  try {
    return Tolerance.parse(text).ppb === Tolerance.parse(demand).ppb
  } catch {
    return false
  }
}

export function focusOrder({ demand }: Confirmation): readonly ConfirmFocus[] {
  return demand === undefined ? ['cancel', 'yes'] : ['typed', 'cancel', 'yes']
}

/** No limit is asked for by name; a wide one by its number. */
function demandOf({ warnings, tolerance }: TradeLeg): string | undefined {
  if (warnings.some(({ code }) => code === 'Unprotected')) return 'unsafe'
  return warnings.some(({ code }) => code === 'WideTolerance') ? tolerance.toString() : undefined
}
