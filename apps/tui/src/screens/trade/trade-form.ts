import type { Validator } from '@stake/chain'
import type { Balance, SafetyMode } from '@stake/math'
import type { Failure } from '../../failure.ts'
import { type Filter, matches, noFilter } from '../widgets/filter.ts'
import { fieldWith, type TextField } from '../widgets/text-field.ts'

export type TradeKind = 'stake' | 'unstake'
export type FormField = 'validator' | 'amount' | 'mode' | 'tolerance'

/** What the form begins with, and what it says where no limit is set. */
export const INITIAL_TOLERANCE = '0.5%'

export const safetyModes: readonly SafetyMode[] = ['strict', 'partial', 'unsafe']

/** What a form says so far, as typed: an Operation without its id, perhaps not yet a valid one. */
export interface Draft {
  readonly kind: TradeKind
  readonly coldkey: string
  readonly netuid: number
  readonly hotkey: string
  readonly amount: string
  readonly mode: SafetyMode
  readonly tolerance: string
}

/** What the network would take for a draft, or why it would not be sent. */
export interface Estimate {
  readonly draft: Draft
  readonly networkFee?: Balance
  readonly failure?: Failure
}

/** Staking on a subnet, or unstaking a position of it. */
export interface TradeForm {
  readonly kind: TradeKind
  readonly coldkey: string
  readonly netuid: number
  /** The validator's hotkey; undefined until one is known. */
  readonly hotkey: string | undefined
  readonly focus: FormField
  readonly amount: TextField
  readonly tolerance: TextField
  readonly mode: SafetyMode
  /** Those of the subnet, undefined while they are read. An unstake has its validator already. */
  readonly validators: readonly Validator[] | undefined
  /** Why they could not be read; the next block brings another attempt. */
  readonly unread: Failure | undefined
  readonly filter: Filter
  readonly estimate: Estimate | undefined
  /** The draft that is being planned, after Enter. */
  readonly planning: Draft | undefined
  /** Why the last Enter did not lead on. */
  readonly refusal: Failure | undefined
}

/** Where a form begins. */
export interface FormStart {
  readonly kind: TradeKind
  readonly netuid: number
  readonly hotkey: string | undefined
}

export function openForm({ kind, netuid, hotkey }: FormStart, coldkey: string): TradeForm {
  return {
    kind,
    coldkey,
    netuid,
    hotkey,
    focus: kind === 'unstake' || hotkey !== undefined ? 'amount' : 'validator',
    amount: fieldWith(''),
    tolerance: fieldWith(INITIAL_TOLERANCE),
    mode: 'strict',
    validators: undefined,
    unread: undefined,
    filter: noFilter,
    estimate: undefined,
    planning: undefined,
    refusal: undefined,
  }
}

/** The fields that can have the focus, from top to bottom. */
export function fieldsOf({ kind, mode }: TradeForm): readonly FormField[] {
  return [
    ...(kind === 'stake' ? (['validator'] as const) : []),
    'amount',
    'mode',
    ...(mode === 'unsafe' ? [] : (['tolerance'] as const)),
  ]
}

/** The field being typed into. */
export function typedField({ focus, filter }: TradeForm): 'amount' | 'tolerance' | 'filter' | undefined {
  if (focus === 'amount' || focus === 'tolerance') return focus
  return focus === 'validator' && filter.typing ? 'filter' : undefined
}

export function draftOf(form: TradeForm): Draft {
  const { kind, coldkey, netuid, hotkey = '', amount, mode, tolerance } = form
  return {
    kind,
    coldkey,
    netuid,
    hotkey,
    amount: amount.text.trim(),
    mode,
    tolerance: mode === 'unsafe' ? INITIAL_TOLERANCE : tolerance.text.trim(),
  }
}

export function sameDraft(a: Draft, b: Draft): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/**
 * The hotkeys to choose from: validators first, the largest first, narrowed by the filter. A whole address that is
 * none of them may be chosen too, or found to be none.
 */
export function hotkeyChoices({ validators, filter, hotkey }: TradeForm): readonly string[] {
  const listed = [...(validators ?? [])]
    .sort((a, b) => Number(b.permit) - Number(a.permit) || b.stake.compare(a.stake) || a.uid - b.uid)
    .map((validator) => validator.hotkey)
  const others = hotkey !== undefined && !listed.includes(hotkey) ? [hotkey] : []
  const shown = [...listed, ...others].filter((address) => matches(filter, address))
  const typed = filter.field.text.trim()
  return shown.length === 0 && typed.length >= 40 ? [typed] : shown
}
