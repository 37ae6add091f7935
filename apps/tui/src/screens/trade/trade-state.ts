import type { Snapshot, Validator } from '@stake/chain'
import type { Leg } from '@stake/ops'
import type { Failure } from '../../failure.ts'
import type { Command, State, Step, View } from '../shell/state.ts'
import { fieldWith } from '../widgets/text-field.ts'
import type { Assessment } from './assess.ts'
import type { Used } from './destinations.ts'
import { type Draft, sameDraft } from './draft.ts'
import { validatorOptions } from './options.ts'
import { draftOf, type FormStart, netuidOf, openForm, type TradeForm, toNetuidOf } from './trade-form.ts'

/** The trade room: one form, and what is known about what it asks for. */
export interface TradeState {
  readonly form: TradeForm
  /** The room it was opened from. */
  readonly cameFrom: View | undefined
  readonly validators: Validators | undefined
  /** Where stake went before; undefined until it was read. */
  readonly used: Used | undefined
  readonly assessed: Assessed | undefined
  readonly estimate: Estimate | undefined
  /** What is being planned for its estimate. */
  readonly estimating: Draft | undefined
  /** What is being planned after Enter. */
  readonly planning: Draft | undefined
  /** Why the last Enter did not lead on. */
  readonly refusal: Failure | undefined
}

/** Those of one subnet. */
export interface Validators {
  readonly netuid: number
  /** Undefined while they are read. */
  readonly list: readonly Validator[] | undefined
  /** Why they could not be read; the next block brings another attempt. */
  readonly failure: Failure | undefined
}

/** What a draft would do at the prices of one block. */
export interface Assessed {
  readonly draft: Draft
  readonly block: string
  readonly assessment: Assessment
}

/** What a plan of a draft says beyond that: the network's fee, more warnings, or why it would not be sent. */
export interface Estimate {
  readonly draft: Draft
  readonly block: string
  readonly leg: Leg | undefined
  readonly failure: Failure | undefined
}

export const tradeAtStart: TradeState = {
  form: { ...openForm({ kind: 'stake' }), focus: 'kind' },
  cameFrom: undefined,
  validators: undefined,
  used: undefined,
  assessed: undefined,
  estimate: undefined,
  estimating: undefined,
  planning: undefined,
  refusal: undefined,
}

/** The state with a form in which nothing was typed yet as this person's settings want it. */
export function preferred(state: State): State {
  const { form } = state.trade
  const begun = form.amount.text !== '' || netuidOf(form) !== undefined
  if (begun) return state
  const fresh = openForm({ kind: form.kind, ...protection(state) })
  return { ...state, trade: { ...state.trade, form: { ...fresh, focus: 'kind' } } }
}

/** What is asked for now. */
export function currentDraft({ trade, session }: Pick<State, 'trade' | 'session'>): Draft | undefined {
  return draftOf(trade.form, session?.coldkey)
}

/** The state with a changed form: the last refusal, and a plan on its way, were about something else. */
export function withForm(state: State, changes: Partial<TradeForm>): State {
  const form = { ...state.trade.form, ...changes }
  const asks = changes.focus === undefined || Object.keys(changes).length > 1
  const forgotten = asks ? { refusal: undefined, planning: undefined } : {}
  return { ...state, trade: { ...state.trade, ...forgotten, form } }
}

/** What was sent is not left in the form to be sent once more, nor the risk that was taken for it. */
export function withoutAmount(state: State): State {
  const { mode, tolerance } = openForm({ kind: state.trade.form.kind, ...protection(state) })
  const left = withForm(state, { amount: fieldWith(''), mode, tolerance, focus: 'kind' })
  // Where it went is known from now on.
  return { ...left, trade: { ...left.trade, used: undefined } }
}

/** How this person wants to be protected, as far as the settings say. */
export function protection({
  preferences: { mode, tolerance },
}: State): Pick<FormStart, 'mode' | 'tolerance'> {
  return { mode, tolerance }
}

/** What was found out about the draft as it stands, though perhaps at the block before. */
export function knownOf(state: State): { readonly assessment?: Assessment; readonly estimate?: Estimate } {
  const draft = currentDraft(state)
  const { assessed, estimate } = state.trade
  return {
    ...(draft && assessed && sameDraft(assessed.draft, draft) && { assessment: assessed.assessment }),
    ...(draft && estimate && sameDraft(estimate.draft, draft) && { estimate }),
  }
}

/** Has read, quoted and estimated what the form asks for, as often as it or the newest block changes. */
export function follow(state: State): Step {
  const commands: Command[] = []
  let trade = state.trade
  const wish = (wish: TradeWish) => commands.push({ type: 'wish', room: 'trade', wish })
  const netuid = validatorsWanted(trade.form)
  if (netuid !== undefined && trade.validators?.netuid !== netuid) {
    trade = { ...trade, validators: { netuid, list: undefined, failure: undefined } }
    wish({ type: 'readValidators', netuid })
  }
  const coldkey = state.session?.coldkey
  if (trade.form.kind === 'transferStake' && coldkey !== undefined && trade.used?.coldkey !== coldkey) {
    trade = { ...trade, used: { coldkey, coldkeys: [], hotkeys: [] } }
    wish({ type: 'readUsed', coldkey })
  }
  const draft = currentDraft(state)
  const snapshot = state.live?.snapshot
  if (draft && snapshot) {
    const { assessed, estimate, estimating } = trade
    const current = isCurrent(assessed, draft, snapshot)
    if (!current) wish({ type: 'assess', draft })
    else if (isWorthPlanning(assessed, draft) && !estimating && !isCurrent(estimate, draft, snapshot)) {
      trade = { ...trade, estimating: draft }
      wish({ type: 'estimate', draft })
    }
  }
  return [trade === state.trade ? state : { ...state, trade }, ...commands]
}

/** What the room wishes for. */
export type TradeWish =
  | { readonly type: 'readValidators'; readonly netuid: number }
  | { readonly type: 'readUsed'; readonly coldkey: string }
  | { readonly type: 'assess'; readonly draft: Draft }
  | { readonly type: 'estimate'; readonly draft: Draft }
  | { readonly type: 'plan'; readonly draft: Draft }

function isCurrent(
  known: { readonly draft: Draft; readonly block: string } | undefined,
  draft: Draft,
  { block }: Snapshot,
): known is NonNullable<typeof known> {
  return known !== undefined && known.block === block.hash && sameDraft(known.draft, draft)
}

/** What cannot even be read is not asked about; the plan may name a better reason than the pool's refusal. */
function isWorthPlanning(assessed: Assessed | undefined, draft: Draft): boolean {
  return 'amount' in draft && draft.amount !== '' && assessed?.assessment.preview !== undefined
}

/** The subnet whose validators there are to choose from, once it is decided on. */
export function validatorsWanted(form: TradeForm): number | undefined {
  const { kind, focus } = form
  if (kind === 'stake' || kind === 'stakeBurn') return focus === 'subnet' ? undefined : netuidOf(form)
  if (kind !== 'move' || focus === 'toSubnet' || focus === 'position') return undefined
  return toNetuidOf(form)
}

/** The first choice is the largest validator, until a person chooses. */
export function withValidators(state: State, netuid: number, list: readonly Validator[]): State {
  const { trade } = state
  if (trade.validators?.netuid !== netuid) return state
  const read: State = { ...state, trade: { ...trade, validators: { netuid, list, failure: undefined } } }
  const { kind, hotkey } = trade.form
  if (kind === 'move' || hotkey.value !== undefined || hotkey.typed.text !== '') return read
  const [first] = validatorOptions(read)
  return first
    ? {
        ...read,
        trade: {
          ...read.trade,
          form: { ...trade.form, hotkey: { ...hotkey, value: first.value, before: first.value } },
        },
      }
    : read
}
