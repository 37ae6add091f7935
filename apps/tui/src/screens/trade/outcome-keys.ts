import { positionKey } from '../portfolio/selection.ts'
import type { Binding } from '../shell/bindings.ts'
import { endNotice } from '../shell/notice.ts'
import type { State, Step } from '../shell/state.ts'
import { isPending } from './transaction.ts'

/** The keys of the screen that says what became of a trade. */
export function outcomeBindings(state: State, id: string): readonly Binding[] {
  const transaction = state.transactions.find((candidate) => candidate.id === id)
  // Who leaves at once, perhaps with a second Enter, still learns that it failed.
  const news = transaction && endNotice(transaction, state.now)
  const leave = (): Step => [
    {
      ...state,
      notice: news?.tone === 'bad' ? news : undefined,
      dialog: undefined,
      view: 'portfolio',
      portfolio: {
        ...state.portfolio,
        selected: transaction ? positionKey(transaction.leg.operation) : state.portfolio.selected,
      },
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
