import type { Binding } from '../shell/bindings.ts'
import type { State, Step } from '../shell/state.ts'
import { beside } from '../widgets/list.ts'
import { confirmLayout } from './confirm-layout.ts'
import { type Confirmation, type ConfirmFocus, type Demand, focusOrder, isSatisfied } from './confirmation.ts'
import { withoutAmount } from './trade-state.ts'
import { startTransaction } from './transaction.ts'

/** The keys of the last question before a signature. */
export function confirmBindings(state: State, confirmation: Confirmation): readonly Binding[] {
  const { focus, demand } = confirmation
  const layout = confirmLayout(state, confirmation)
  const show = (changes: Partial<Confirmation>): Step => [
    { ...state, dialog: { kind: 'confirm', confirmation: { ...confirmation, ...changes } } },
  ]
  const move = (distance: 1 | -1): Step => {
    const next: ConfirmFocus = beside(focusOrder(confirmation), focus, distance) ?? 'cancel'
    return show({ focus: next })
  }
  const scroll = (distance: 1 | -1): Step => {
    const page = Math.max(1, layout.shown.length - 1)
    const top = Math.max(0, Math.min(layout.count - layout.shown.length, layout.top + distance * page))
    return show({
      top,
      seen: Math.max(confirmation.seen, layout.top + layout.shown.length, top + layout.shown.length),
    })
  }
  const back = (): Step => [{ ...state, dialog: undefined }]
  const letters = focus === 'typed' ? [] : ['h', 'j', 'k', 'l', 'Left', 'Right']
  const whyNot = layout.read
    ? isSatisfied(confirmation) || !demand
      ? undefined
      : `Type ${wantedOf(demand)} first.`
    : 'Read all of it first: PgDn shows the rest.'
  return [
    {
      keys: ['Enter'],
      show: 'Enter',
      does: { typed: 'next', cancel: 'cancel', yes: 'sign and send' }[focus],
      why: focus === 'yes' ? whyNot : undefined,
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
    ...(layout.below > 0 || layout.top > 0
      ? [
          {
            keys: ['PageDown', 'PageUp'],
            show: 'PgDn',
            does: 'the rest',
            explains: 'what there was no room for; PgUp back',
            act: (key: string) => scroll(key === 'PageUp' ? -1 : 1),
          },
        ]
      : []),
    { keys: ['Escape'], show: 'Esc', does: 'cancel', act: back },
  ]
}

/** What must be typed, without giving away what must be compared. */
export function wantedOf({ kind, text, reason }: Demand): string {
  return kind === 'ending' ? reason : text
}

/** The dialog is gone with the first Enter, so that a second one finds nothing to send. */
function send(state: State, { plan, form }: Confirmation): Step {
  const transaction = startTransaction(plan, form)
  // Operations of a file have ids of their own: what is known of them goes on here, and nothing is signed twice.
  const others = state.transactions.filter(({ id }) => id !== transaction.id)
  const left = state.view === 'trade' ? withoutAmount(state) : state
  return [
    {
      ...left,
      dialog: { kind: 'outcome', id: transaction.id, leg: 0 },
      transactions: [...others, transaction],
    },
    { type: 'run', plan, form },
  ]
}
