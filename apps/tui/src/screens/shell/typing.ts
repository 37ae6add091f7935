import type { Key } from '../widgets/key.ts'
import { edit, editsText, insert, type TextField } from '../widgets/text-field.ts'
import { roomOf } from './rooms.ts'
import type { State } from './state.ts'

/** The text field that has the keys now, and the state with another text in it. */
export interface Typing {
  readonly field: TextField
  /** Keys that no text of this field has in it; they keep their meaning. */
  readonly passes: readonly Key[]
  change(field: TextField): State
}

/** The state after a key typed into the field that has the focus; undefined where the key is not for a field. */
export function typed(state: State, key: Key): State | undefined {
  const typing = typingOf(state)
  if (!typing || !takesKey(state, key)) return undefined
  return typing.change(edit(typing.field, key))
}

/** Whether a field has the keys now and would take this one. */
export function takesKey(state: State, key: Key): boolean {
  const typing = typingOf(state)
  return typing !== undefined && editsText(key) && !typing.passes.includes(key)
}

/** The state after a pasted text; undefined where there is no field for it. */
export function pasted(state: State, text: string): State | undefined {
  const typing = typingOf(state)
  return typing?.change(insert(typing.field, text))
}

function typingOf(state: State): Typing | undefined {
  const { command, help, dialog } = state
  if (command) {
    return {
      field: command.field,
      passes: [],
      change: (field) => ({ ...state, command: { field, back: 0, refusal: undefined } }),
    }
  }
  if (help) {
    const { filter } = help
    if (!filter.typing) return undefined
    return {
      field: filter.field,
      passes: [],
      change: (field) => ({ ...state, help: { ...help, filter: { ...filter, field } } }),
    }
  }
  switch (dialog?.kind) {
    case 'key':
      return {
        field: dialog.phrase,
        passes: [],
        change: (phrase) => ({ ...state, dialog: { ...dialog, phrase, failure: undefined } }),
      }
    case 'confirm': {
      const { confirmation } = dialog
      if (confirmation.focus !== 'typed') return undefined
      return {
        field: confirmation.typed,
        passes: [],
        change: (typed) => ({
          ...state,
          dialog: { kind: 'confirm', confirmation: { ...confirmation, typed } },
        }),
      }
    }
    case 'outcome':
      return undefined
    case undefined:
      return roomOf(state).typing?.(state)
  }
}
