import { askForKey } from '../account/ask-for-key.ts'
import type { Binding } from '../shell/bindings.ts'
import { isOffline, NO_CONNECTION } from '../shell/connection-word.ts'
import { noticeOf } from '../shell/notice.ts'
import type { State, Step } from '../shell/state.ts'
import { type Choice, givenUp, kept, movedIn } from '../widgets/choice.ts'
import type { Key } from '../widgets/key.ts'
import { beside, LIST_KEYS, moved } from '../widgets/list.ts'
import { fieldWith } from '../widgets/text-field.ts'
import { fittingAmount } from './fitting.ts'
import { optionsOf } from './options.ts'
import {
  type ChoiceField,
  type FormField,
  fieldsOf,
  isChoice,
  isMove,
  missingField,
  modesOf,
  presetAfter,
  routes,
  type TradeForm,
  tolerancePresets,
  tradeKinds,
  withChoice,
  withKind,
} from './trade-form.ts'
import { currentDraft, withForm } from './trade-state.ts'

const wanted: Readonly<Record<FormField, string>> = {
  kind: 'Choose what to do first.',
  subnet: 'Choose a subnet first.',
  hotkey: 'Choose a validator first.',
  position: 'Choose a position first.',
  toColdkey: 'Say first which account it goes to.',
  toSubnet: 'Choose the subnet that it goes to first.',
  toHotkey: 'Choose the validator that it goes to first.',
  amount: 'Say how much first: a number, all, or 50%.',
  route: '',
  mode: '',
  tolerance: '',
}

/** The keys of the form. */
export function formBindings(state: State): readonly Binding[] {
  const { form } = state.trade
  const { focus } = form
  return [
    entering(state, form),
    ...(isChoice(focus) ? choosing(state, focus) : []),
    ...(focus === 'kind' ? kindKeys(state, form) : []),
    ...(focus === 'amount' ? amountPresets(state) : []),
    ...(focus === 'tolerance' ? toleranceKeys(state, form) : []),
    ...(focus === 'mode' ? [oneOf(state, 'mode', 'mode', modesOf(form), form.mode)] : []),
    ...(focus === 'route' ? [oneOf(state, 'route', 'route', routes, form.route)] : []),
    {
      keys: ['Tab', 'Shift-Tab', ...(isLine(focus) ? ['Up', 'Down'] : [])],
      show: 'Tab',
      does: 'next field',
      explains: 'next field; Shift-Tab goes back',
      act: (key) => goTo(state, neighbour(form, key === 'Shift-Tab' || key === 'Up' ? -1 : 1)),
    },
    ...(focus === 'amount' && !isMove(form.kind) ? [fitting(state)] : []),
    leaving(state, form),
  ]
}

/** Within a list Enter chooses; elsewhere it asks for the whole, as soon as all of it is there. */
function entering(state: State, form: TradeForm): Binding {
  const { focus } = form
  if (isChoice(focus)) {
    const next = neighbour(form, 1)
    return {
      keys: ['Enter'],
      show: 'Enter',
      does: 'choose',
      why: whyNotChosen(state, focus),
      act: () => goTo(state, next),
    }
  }
  if (focus === 'kind') {
    return {
      keys: ['Enter'],
      show: 'Enter',
      does: 'fill in',
      act: () => goTo(state, missingField(form) ?? 'amount'),
    }
  }
  return {
    keys: ['Enter'],
    show: 'Enter',
    does: 'review',
    explains: 'plan it at the newest block and review it; nothing is sent yet',
    act: () => review(state, form),
  }
}

function whyNotChosen(state: State, field: ChoiceField): string | undefined {
  const { value, typed } = state.trade.form[field]
  if (value !== undefined || (field === 'toSubnet' && typed.text === '')) return undefined
  if (typed.text !== '') return 'Nothing matches what is typed; Esc clears it.'
  return optionsOf(state, field).length > 0
    ? 'Move with ↑↓ or type to choose one; Tab goes on without.'
    : undefined
}

/** Plans what the form says; only what can be planned leads on to the confirmation. */
function review(state: State, form: TradeForm): Step {
  if (state.trade.planning) return [state]
  const missing = missingField(form)
  if (missing) {
    const [shown] = goTo(state, missing)
    return [{ ...shown, notice: noticeOf(wanted[missing], 'plain', state.now) }]
  }
  if (isOffline(state.live)) return [{ ...state, notice: noticeOf(NO_CONNECTION, 'plain', state.now) }]
  if (state.session && !state.session.canSign) return askForKey(state, undefined, state.session.coldkey)
  const draft = currentDraft(state)
  if (!draft) return [state]
  return [
    { ...state, trade: { ...state.trade, planning: draft, refusal: undefined } },
    { type: 'wish', room: 'trade', wish: { type: 'plan', draft } },
  ]
}

/** Leaves the field for another; what was chosen in it is kept. */
function goTo(state: State, focus: FormField): Step {
  const { form } = state.trade
  const left = form.focus
  return [withForm(state, { ...(isChoice(left) && { [left]: kept<unknown>(form[left]) }), focus })]
}

function choosing(state: State, field: ChoiceField): readonly Binding[] {
  const choice = state.trade.form[field] as Choice<number | string>
  return [
    {
      keys: ['Up', 'Down', 'PageUp', 'PageDown'],
      show: '↑↓',
      does: 'move',
      explains: 'move in the list; type a part of a name, a number or an address to narrow it',
      act: (key) => [
        withForm(
          state,
          withChoice(state.trade.form, field, movedIn(choice, key, optionsOf(state, field), 5)),
        ),
      ],
    },
  ]
}

function kindKeys(state: State, form: TradeForm): readonly Binding[] {
  return [
    {
      keys: ['Left', 'Right', 'h', 'l', ' '],
      show: '←→',
      does: 'what to do',
      explains: 'stake, unstake, move, swap, transfer, burn',
      act: (key) => {
        const kind =
          moved(tradeKinds, form.kind, key === 'Left' || key === 'h' ? 'Up' : 'Down', 1) ?? form.kind
        return [withForm(state, withKind(form, kind))]
      },
    },
  ]
}

function amountPresets(state: State): readonly Binding[] {
  const presets: readonly (readonly [Key, string])[] = [
    ['h', '50%'],
    ['m', 'all'],
  ]
  return presets.map(([key, text]) => ({
    keys: [key],
    show: key,
    does: text,
    explains: `${text} of what there is`,
    act: () => [withForm(state, { amount: fieldWith(text) })],
  }))
}

function fitting(state: State): Binding {
  const fits = fittingAmount(state)
  return {
    keys: ['x'],
    show: 'x',
    does: 'what fits',
    explains: 'about as much as fits within the tolerance now',
    why: fits ? undefined : 'No limit bounds it: there is no largest amount.',
    quiet: fits === undefined,
    act: () => (fits ? [withForm(state, { amount: fieldWith(fits.toString()) })] : [state]),
  }
}

function toleranceKeys(state: State, form: TradeForm): readonly Binding[] {
  return [
    {
      keys: ['+', '-'],
      show: '+ -',
      does: 'presets',
      explains: `the next wider or narrower of ${tolerancePresets.join(', ')}`,
      act: (key) => [withForm(state, { tolerance: fieldWith(presetAfter(form.tolerance.text, key)) })],
    },
  ]
}

function oneOf<F extends 'mode' | 'route'>(
  state: State,
  field: F,
  name: string,
  values: readonly TradeForm[F][],
  value: TradeForm[F],
): Binding {
  const towards: Readonly<Record<string, Key>> = { Left: 'Up', h: 'Up', Right: 'Down', l: 'Down' }
  return {
    keys: [...LIST_KEYS, 'Left', 'Right', 'h', 'l', ' '],
    show: '↑↓',
    does: `choose ${name}`,
    act: (key) => {
      const next = key === ' ' ? beside(values, value, 1) : moved(values, value, towards[key] ?? key, 1)
      return [withForm(state, { [field]: next ?? value })]
    },
  }
}

/** Esc clears what was typed into a list, then goes back to where the form was opened from. */
function leaving(state: State, form: TradeForm): Binding {
  const { focus } = form
  if (isChoice(focus) && form[focus].typed.text !== '') {
    return {
      keys: ['Escape'],
      show: 'Esc',
      does: 'clear',
      act: () => [withForm(state, withChoice(form, focus, givenUp<number | string>(form[focus])))],
    }
  }
  const { cameFrom } = state.trade
  return {
    keys: ['Escape'],
    show: 'Esc',
    does: cameFrom ? 'back' : 'leave field',
    quiet: focus === 'kind' && !cameFrom,
    act: () => {
      const [left] = goTo(state, 'kind')
      return [
        cameFrom
          ? { ...left, view: cameFrom, trade: { ...left.trade, cameFrom: undefined, planning: undefined } }
          : left,
      ]
    },
  }
}

/** Fields of one line leave the arrows free to move between fields. */
function isLine(field: FormField): boolean {
  return field === 'amount' || field === 'tolerance' || field === 'kind'
}

function neighbour(form: TradeForm, distance: 1 | -1): FormField {
  return beside(fieldsOf(form), form.focus, distance) ?? form.focus
}
