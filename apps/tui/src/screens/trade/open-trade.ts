import { askForKey } from '../account/ask-for-key.ts'
import type { State, Step } from '../shell/state.ts'
import { type FormStart, openForm } from './trade-form.ts'

/** Opens a form, or first asks for the key where none is known. */
export function openTrade(state: State, start: FormStart): Step {
  const coldkey = state.session?.coldkey
  if (coldkey === undefined) return askForKey(state, start)
  const opened: State = { ...state, dialog: { kind: 'form', form: openForm(start, coldkey) } }
  return start.kind === 'stake' ? [opened, { type: 'readValidators', netuid: start.netuid }] : [opened]
}
