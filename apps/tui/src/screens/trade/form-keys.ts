import type { Binding } from '../shell/bindings.ts'
import type { State, Step } from '../shell/state.ts'
import { isFiltering, noFilter } from '../widgets/filter.ts'
import { LIST_KEYS, moved } from '../widgets/list.ts'
import {
  draftOf,
  type FormField,
  fieldsOf,
  hotkeyChoices,
  safetyModes,
  type TradeForm,
} from './trade-form.ts'

/** The keys of the stake and unstake forms. */
export function formBindings(state: State, form: TradeForm): readonly Binding[] {
  const show = (changes: Partial<TradeForm>): Step => [
    { ...state, dialog: { kind: 'form', form: { ...form, ...changes } } },
  ]
  if (form.focus === 'validator' && form.filter.typing) return filterBindings(form, show)
  const moves: Binding = {
    keys: ['Tab', 'Shift-Tab', ...(isLine(form.focus) ? ['Up', 'Down'] : [])],
    show: 'Tab',
    does: 'next field',
    explains: 'next field; Shift-Tab goes back',
    act: (key) => show({ focus: neighbour(form, key === 'Shift-Tab' || key === 'Up' ? -1 : 1) }),
  }
  return [
    form.focus === 'validator'
      ? { keys: ['Enter'], show: 'Enter', does: 'choose', act: () => show({ focus: 'amount' }) }
      : {
          keys: ['Enter'],
          show: 'Enter',
          does: 'review',
          explains: 'plan it at the newest block and review it; nothing is sent yet',
          act: () => review(state, form),
        },
    ...(form.focus === 'validator' ? validatorBindings(form, show) : []),
    ...(form.focus === 'mode' ? modeBindings(form, show) : []),
    moves,
    {
      keys: ['Escape'],
      show: 'Esc',
      does: 'back',
      act: () => (isFiltering(form.filter) ? show({ filter: noFilter }) : [{ ...state, dialog: undefined }]),
    },
  ]
}

/** Plans what the form says; only what can be planned leads on to the confirmation. */
function review(state: State, form: TradeForm): Step {
  if (form.planning) return [state]
  const draft = draftOf(form)
  return [
    { ...state, dialog: { kind: 'form', form: { ...form, planning: draft, refusal: undefined } } },
    { type: 'plan', draft },
  ]
}

function validatorBindings(form: TradeForm, show: (changes: Partial<TradeForm>) => Step): readonly Binding[] {
  return [
    {
      keys: LIST_KEYS,
      show: '↑↓',
      does: 'move',
      explains: 'move: arrows, j k, PgUp PgDn, g G',
      act: (key) => changed(show, { hotkey: moved(hotkeyChoices(form), form.hotkey, key, 5) }),
    },
    {
      keys: ['/'],
      show: '/',
      does: 'find',
      explains: 'find a validator by a part of its address, or paste the address of another',
      act: () => show({ filter: { ...form.filter, typing: true } }),
    },
  ]
}

function filterBindings(form: TradeForm, show: (changes: Partial<TradeForm>) => Step): readonly Binding[] {
  const { filter } = form
  return [
    {
      keys: ['Enter', 'Up', 'Down', 'Tab'],
      show: 'Enter',
      does: 'keep filter',
      act: () =>
        changed(show, {
          filter: { ...filter, typing: false },
          hotkey: moved(hotkeyChoices(form), form.hotkey, '', 1) ?? form.hotkey,
        }),
    },
    { keys: ['Escape'], show: 'Esc', does: 'clear filter', act: () => show({ filter: noFilter }) },
  ]
}

function modeBindings(form: TradeForm, show: (changes: Partial<TradeForm>) => Step): readonly Binding[] {
  const towards: Readonly<Record<string, string>> = { Left: 'Up', h: 'Up', Right: 'Down', l: 'Down' }
  return [
    {
      keys: [...LIST_KEYS, 'Left', 'Right', 'h', 'l', ' '],
      show: '↑↓',
      does: 'choose mode',
      act: (key) =>
        changed(show, {
          mode: moved(safetyModes, form.mode, towards[key] ?? key, 1) ?? form.mode,
        }),
    },
  ]
}

/** A change of what is asked for: the last refusal, and a plan on its way, are about something else. */
function changed(show: (changes: Partial<TradeForm>) => Step, changes: Partial<TradeForm>): Step {
  return show({ ...changes, refusal: undefined, planning: undefined })
}

/** Fields of one line leave the arrows free to move between fields. */
function isLine(field: FormField): boolean {
  return field === 'amount' || field === 'tolerance'
}

function neighbour(form: TradeForm, distance: 1 | -1): FormField {
  const fields = fieldsOf(form)
  const index = fields.indexOf(form.focus) + distance
  return fields[(index + fields.length) % fields.length] ?? form.focus
}
