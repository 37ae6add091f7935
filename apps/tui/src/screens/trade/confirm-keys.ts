import type { Binding } from '../shell/bindings.ts'
import type { State, Step } from '../shell/state.ts'
import { type Confirmation, type ConfirmFocus, focusOrder, isSatisfied } from './confirmation.ts'
import { startTransaction } from './transaction.ts'

/** The keys of the last question before a signature. */
export function confirmBindings(state: State, confirmation: Confirmation): readonly Binding[] {
  const { focus, demand } = confirmation
  const focused = (next: ConfirmFocus): Step => [
    { ...state, dialog: { kind: 'confirm', confirmation: { ...confirmation, focus: next } } },
  ]
  const move = (distance: 1 | -1): Step => {
    const order = focusOrder(confirmation)
    return focused(order[(order.indexOf(focus) + distance + order.length) % order.length] ?? 'cancel')
  }
  const back = (): Step => [{ ...state, dialog: { kind: 'form', form: confirmation.form } }]
  const letters = focus === 'typed' ? [] : ['h', 'j', 'k', 'l', 'Left', 'Right']
  return [
    {
      keys: ['Enter'],
      show: 'Enter',
      does: { typed: 'next', cancel: 'cancel', yes: 'sign and send' }[focus],
      why: focus === 'yes' && !isSatisfied(confirmation) ? `Type ${demand} first.` : undefined,
      act: () => {
        if (focus === 'cancel') return back()
        return focus === 'yes' ? send(state, confirmation) : move(1)
      },
    },
    {
      keys: ['Tab', 'Shift-Tab', 'Up', 'Down', ...letters],
      show: '←→',
      does: 'move',
      explains: 'move between the choices: arrows, Tab, h j k l',
      act: (key) => move(['Shift-Tab', 'Up', 'Left', 'h', 'k'].includes(key) ? -1 : 1),
    },
    { keys: ['Escape'], show: 'Esc', does: 'cancel', act: back },
  ]
}

/** The dialog is gone with the first Enter, so that a second one finds nothing to send. */
function send(state: State, { plan, leg }: Confirmation): Step {
  const transaction = startTransaction(leg)
  return [
    {
      ...state,
      dialog: { kind: 'outcome', id: transaction.id },
      transactions: [...state.transactions, transaction],
    },
    { type: 'run', plan },
  ]
}
