import type { Position, Validator } from '@stake/chain'
import { safeText } from '../../safe-text.ts'
import { delegateNames } from '../delegates/delegate-names.ts'
import { positionKey } from '../portfolio/selection.ts'
import type { State } from '../shell/state.ts'
import { type Choice, matching, type Option, typedInto } from '../widgets/choice.ts'
import type { TextField } from '../widgets/text-field.ts'
import { type ChoiceField, netuidOf, positionOf, type TradeForm } from './trade-form.ts'

type ValueOf<F extends ChoiceField> = NonNullable<TradeForm[F]['value']>

/** What there is to choose from in a field. */
export function optionsOf(state: State, field: ChoiceField): readonly Option<ValueOf<ChoiceField>>[] {
  switch (field) {
    case 'subnet':
    case 'toSubnet':
      return subnetOptions(state, field)
    case 'position':
      return positionsOf(state).map((position) => ({
        value: positionKey(position),
        texts: [...subnetTexts(state, position.netuid), position.hotkey],
      }))
    case 'hotkey':
    case 'toHotkey':
      return validatorOptions(state)
    case 'toColdkey':
      return (state.trade.used?.coldkeys ?? []).map((value) => ({ value, texts: [value] }))
  }
}

/** The positions of the account, as the chain lists them. */
export function positionsOf({ live, session }: Pick<State, 'live' | 'session'>): readonly Position[] {
  return (live?.snapshot?.positions ?? []).filter(({ coldkey }) => coldkey === session?.coldkey)
}

function subnetOptions(state: State, field: 'subnet' | 'toSubnet'): readonly Option<number>[] {
  const { form } = state.trade
  // A swap goes elsewhere.
  const without = field === 'toSubnet' && form.kind === 'swap' ? netuidOf(form) : undefined
  return [...(state.live?.snapshot?.subnets.keys() ?? [])]
    .filter((netuid) => netuid !== without)
    .map((value) => ({ value, texts: subnetTexts(state, value) }))
}

function subnetTexts({ live }: State, netuid: number): readonly string[] {
  const subnet = live?.snapshot?.subnets.get(netuid)
  return subnet ? [String(netuid), safeText(subnet.name, 64), safeText(subnet.symbol, 8)] : [String(netuid)]
}

/** Validators first, the largest first; a move goes to another than it is with, where it stays on its subnet. */
export function validatorOptions(state: State): readonly Option<string>[] {
  const { form, validators } = state.trade
  const from = form.kind === 'move' ? positionOf(form) : undefined
  const without = from?.netuid === validators?.netuid ? from?.hotkey : undefined
  const names = delegateNames(state)
  const named = (hotkey: string): readonly string[] => {
    const name = names.get(hotkey)
    return name === undefined ? [] : [name]
  }
  return validatorsOf(state)
    .filter(({ hotkey }) => hotkey !== without)
    .map(({ hotkey }) => ({ value: hotkey, texts: [hotkey, ...named(hotkey)] }))
}

export function validatorsOf({ trade }: Pick<State, 'trade'>): readonly Validator[] {
  return [...(trade.validators?.list ?? [])].sort(
    (a, b) => Number(b.permit) - Number(a.permit) || b.stake.compare(a.stake) || a.uid - b.uid,
  )
}

/** Anything as long as this is meant as an address, whether it is one or not. */
const ADDRESS_LIKE = 40

/** A field after typing into it. A whole address need not be listed anywhere; whether it is one is found out. */
export function choiceTyped(state: State, field: ChoiceField, typed: TextField): TradeForm[ChoiceField] {
  const choice = state.trade.form[field] as Choice<ValueOf<ChoiceField>>
  const next = typedInto(choice, typed, optionsOf(state, field))
  const text = typed.text.trim()
  const address = field === 'hotkey' || field === 'toHotkey' || field === 'toColdkey'
  const chosen = next.value === undefined && address && text.length >= ADDRESS_LIKE ? text : next.value
  return { ...next, value: chosen } as TradeForm[ChoiceField]
}

/** The options in sight: those that match, and what is chosen although no list has it. */
export function shownOptions(state: State, field: ChoiceField): readonly Option<ValueOf<ChoiceField>>[] {
  const choice = state.trade.form[field] as Choice<ValueOf<ChoiceField>>
  const found = matching(choice, optionsOf(state, field))
  const { value } = choice
  const unlisted = value !== undefined && !found.some((option) => option.value === value)
  return unlisted ? [{ value, texts: [] }, ...found] : found
}
