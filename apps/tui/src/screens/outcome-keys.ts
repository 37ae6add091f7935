import type { Binding } from './bindings.ts'
import { positionKey } from './selection.ts'
import type { State, Step } from './state.ts'
import { isPending } from './transaction.ts'

/** The keys of the screen that says what became of a trade. */
export function outcomeBindings(state: State, id: string): readonly Binding[] {
  const transaction = state.transactions.find((candidate) => candidate.id === id)
  const leave = (): Step => [
    {
      ...state,
      dialog: undefined,
      view: 'portfolio',
      position: transaction ? positionKey(transaction.leg.operation) : state.position,
    },
  ]
  const pending = transaction !== undefined && isPending(transaction)
  return [
    {
      keys: ['Escape', ...(pending ? [] : ['Enter'])],
      show: pending ? 'Esc' : 'Enter',
      does: 'portfolio',
      explains: pending ? 'back to the portfolio; the trade goes on' : 'back to the portfolio',
      act: leave,
    },
  ]
}
