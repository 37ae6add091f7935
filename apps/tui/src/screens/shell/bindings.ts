import { keyFormBindings } from '../account/key-form-keys.ts'
import { confirmBindings } from '../trade/confirm-keys.ts'
import { outcomeBindings } from '../trade/outcome-keys.ts'
import { isSigning } from '../trade/transaction.ts'
import type { Key } from '../widgets/key.ts'
import { commandBinding, commandBindings } from './command-keys.ts'
import { helpBindings, openHelp } from './help-keys.ts'
import { mainBindings, screenKeys } from './main-keys.ts'
import { noticeOf } from './notice.ts'
import type { State, Step } from './state.ts'
import { takesKey } from './typing.ts'

/** What some keys do right now. The bottom line, the list of keys and the keys themselves all read this. */
export interface Binding {
  readonly keys: readonly Key[]
  /** The keys as people know them. */
  readonly show: string
  /** What they do, in a word or two for the bottom line. */
  readonly does: string
  /** The same in the list of keys, where a word or two is not enough. */
  readonly explains?: string
  /** Why it cannot be done now. */
  readonly why?: string | undefined
  /** Left out of the bottom line. */
  readonly quiet?: boolean
  /** Stays in the bottom line where others go for want of room. */
  readonly stays?: boolean
  act(key: Key): Step
}

/** Every key that does something now, the most important ones first; those of a text field apart. */
export function bindingsOf(state: State): readonly Binding[] {
  if (state.command) return untyped(state, [...commandBindings(state, state.command), ...leaving(state)])
  return untyped(state, [...(state.help ? helpBindings(state) : screenBindings(state)), ...everywhere(state)])
}

/** Every key of the screen that the list of keys covers. */
export function coveredBindings(state: State): readonly Binding[] {
  return untyped({ ...state, help: undefined, command: undefined }, [
    ...screenBindings(state),
    ...everywhere(state),
  ])
}

function screenBindings(state: State): readonly Binding[] {
  switch (state.dialog?.kind) {
    case 'key':
      return keyFormBindings(state, state.dialog)
    case 'confirm':
      return confirmBindings(state, state.dialog.confirmation)
    case 'outcome':
      return [...outcomeBindings(state, state.dialog.id, state.dialog.leg), ...screenKeys(state)]
    default:
      return mainBindings(state)
  }
}

/** Valid on every screen, unless a text field takes the key. */
function everywhere(state: State): readonly Binding[] {
  return [
    {
      keys: ['?'],
      show: '?',
      does: 'keys',
      explains: 'all keys that are valid here',
      stays: true,
      act: () => [{ ...state, help: state.help ? undefined : openHelp }],
    },
    commandBinding(state),
    ...leaving(state),
  ]
}

function leaving(state: State): readonly Binding[] {
  return [
    { keys: ['q'], show: 'q', does: 'quit', stays: true, act: () => leave(state) },
    { keys: ['Ctrl-c'], show: 'Ctrl-C', does: 'quit', quiet: true, act: () => [state, { type: 'quit' }] },
  ]
}

/** Nothing is asked, unless a signature is being made at this moment: whether it was sent would not be known. */
function leave(state: State): Step {
  if (!state.transactions.some(isSigning) || state.leaving) return [state, { type: 'quit' }]
  const text = 'Something is being signed right now; q once more leaves all the same.'
  return [{ ...state, leaving: true, notice: noticeOf(text, 'plain', state.now) }]
}

/** Without what a text field takes as text, and without keys that something more important has already. */
function untyped(state: State, bindings: readonly Binding[]): readonly Binding[] {
  const free = bindings.filter(({ keys }) => !keys.every((key) => takesKey(state, key)))
  const taken = new Set<Key>()
  return free.flatMap((binding): readonly Binding[] => {
    const keys = binding.keys.filter((key) => !taken.has(key))
    for (const key of keys) taken.add(key)
    if (keys.length === 0) return []
    if (keys.length === binding.keys.length) return [binding]
    return [{ ...binding, keys, show: keys.join(' '), quiet: true }]
  })
}
