import type { Binding } from '../shell/bindings.ts'
import type { KeyForm, State } from '../shell/state.ts'

/** The keys around the masked field of the key phrase. */
export function keyFormBindings(state: State, form: KeyForm): readonly Binding[] {
  return [
    {
      keys: ['Enter'],
      show: 'Enter',
      does: 'use this key',
      act: () => [state, { type: 'useKey', phrase: form.phrase.text, of: form.of }],
    },
    {
      keys: ['Escape'],
      show: 'Esc',
      does: 'back',
      act: () => [{ ...state, dialog: undefined }],
    },
  ]
}
