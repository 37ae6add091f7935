import type { State } from '../shell/state.ts'

/** A view of the state, computed once for each: the frame, the bottom line and every key ask for it in turn. */
export function onceAState<View>(view: (state: State) => View): (state: State) => View {
  const known = new WeakMap<State, { readonly view: View }>()
  return (state) => {
    const found = known.get(state) ?? { view: view(state) }
    known.set(state, found)
    return found.view
  }
}
