import { Balance, Tolerance } from '@stake/math'
import type { Leg, Plan } from '@stake/ops'
import { valueAt } from '../../holdings.ts'
import { fieldWith, type TextField } from '../widgets/text-field.ts'
import type { Destination } from './destinations.ts'
import type { RunForm } from './transaction.ts'

export type ConfirmFocus = 'typed' | 'cancel' | 'yes'

/** A plan that waits for a yes. What is below stays as it is, and is come back to. */
export interface Confirmation {
  readonly plan: Plan
  readonly form: RunForm
  readonly destinations: readonly Destination[]
  readonly focus: ConfirmFocus
  /** What must be typed before yes counts, and what was typed so far. */
  readonly demand: Demand | undefined
  readonly typed: TextField
  /** The first line in sight where there is not room for all, and how many were in sight so far. */
  readonly top: number
  readonly seen: number
}

/** Something that must be typed, and why. */
export interface Demand {
  readonly kind: 'word' | 'tolerance' | 'amount' | 'ending'
  readonly text: string
  readonly reason: string
}

/** From this worth on a plan is large: its amount must be typed. */
export const LARGE = Balance.parse('100')

/** The end of an address that must be typed. */
const ENDING = 8

export function openConfirmation({
  plan,
  form,
  destinations,
}: Pick<Confirmation, 'plan' | 'form' | 'destinations'>): Confirmation {
  return {
    plan,
    form,
    destinations,
    focus: 'cancel',
    demand: demandOf(plan, destinations),
    typed: fieldWith(''),
    top: 0,
    seen: 0,
  }
}

/** Whether what was typed is what must be. */
export function isSatisfied({ demand, typed }: Pick<Confirmation, 'demand' | 'typed'>): boolean {
  if (demand === undefined) return true
  const text = typed.text.trim()
  try {
    switch (demand.kind) {
      case 'word':
        return text.toLowerCase() === demand.text
      case 'ending':
        return text === demand.text
      case 'tolerance':
        return Tolerance.parse(text).ppb === Tolerance.parse(demand.text).ppb
      case 'amount':
        return Balance.parse(text).equals(Balance.parse(demand.text))
    }
  } catch {
    return false
  }
}

export function focusOrder({ demand }: Confirmation): readonly ConfirmFocus[] {
  return demand === undefined ? ['cancel', 'yes'] : ['typed', 'cancel', 'yes']
}

/** The one thing that is most dangerous is asked for: no limit, a double of a known address, a wide limit, much. */
function demandOf({ legs }: Plan, destinations: readonly Destination[]): Demand | undefined {
  const warned = (code: Leg['warnings'][number]['code']) =>
    legs.find(({ warnings }) => warnings.some((warning) => warning.code === code))
  if (warned('Unprotected')) {
    return { kind: 'word', text: 'unsafe', reason: 'to trade at any price' }
  }
  const double = destinations.find(({ resembles }) => resembles !== undefined)
  if (double) {
    const text = double.address.slice(-ENDING)
    return { kind: 'ending', text, reason: `the last ${ENDING} letters of the address it goes to` }
  }
  const wide = warned('WideTolerance')
  if (wide?.tolerance) {
    return { kind: 'tolerance', text: wide.tolerance.toString(), reason: 'to allow it' }
  }
  const worth = legs.reduce((sum, leg) => sum.add(worthOf(leg)), Balance.zero())
  if (worth.compare(LARGE) < 0) return undefined
  const [only] = legs
  return legs.length === 1 && only
    ? { kind: 'amount', text: only.amount.toString(), reason: 'because it is much' }
    : {
        kind: 'word',
        text: String(legs.length),
        reason: `the number of operations, worth ${worth.format({ decimals: 2 })}`,
      }
}

/** What a leg takes, in TAO at the price of its subnet, rounded down. */
function worthOf({ amount, subnets }: Leg): Balance {
  if (amount.netuid === 0) return amount
  const price = subnets.find(({ netuid }) => netuid === amount.netuid)?.price
  return price ? valueAt(price, amount) : Balance.zero()
}
