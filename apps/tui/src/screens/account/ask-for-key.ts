import type { State, Step } from '../shell/state.ts'
import type { FormStart } from '../trade/trade-form.ts'

/**
 * Asks for a key phrase, and then goes on to the form it is needed for.
 *
 * @param of - the account whose key is needed; any other is refused
 */
export function askForKey(state: State, next: FormStart | undefined, of?: string): Step {
  return [
    { ...state, dialog: { kind: 'key', phrase: { text: '', cursor: 0 }, failure: undefined, next, of } },
  ]
}
