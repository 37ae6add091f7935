import { askForKey } from '../account/ask-for-key.ts'
import type { State, Step } from '../shell/state.ts'
import { type FormStart, openForm } from './trade-form.ts'
import { follow, protection } from './trade-state.ts'

/** Opens the trade room with a form that knows what is known, or first asks for the key where there is no account. */
export function openTrade(state: State, start: FormStart): Step {
  if (state.session?.coldkey === undefined) return askForKey(state, start)
  const { trade, view } = state
  return follow({
    ...state,
    dialog: undefined,
    view: 'trade',
    trade: {
      ...trade,
      form: openForm({ ...protection(state), ...start }),
      cameFrom: view === 'trade' ? trade.cameFrom : view,
      // They are read anew: stakes change, and so does who validates.
      validators: undefined,
      planning: undefined,
      refusal: undefined,
    },
  })
}
