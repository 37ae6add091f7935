import type { Binding } from './bindings.ts'
import type { KeyForm, State } from './state.ts'

/** The keys around the masked field of the key phrase. */
export function keyFormBindings(state: State, form: KeyForm): readonly Binding[] {
  return [
    {
      keys: ['Enter'],
      show: 'Enter',
      does: 'use this key',
      act: () => [state, { type: 'useKey', phrase: form.phrase.text }],
    },
    {
      keys: ['Escape'],
      show: 'Esc',
      does: 'back',
      act: () => [{ ...state, dialog: undefined }],
    },
  ]
}
