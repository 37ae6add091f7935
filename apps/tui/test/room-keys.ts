import type { Room } from '../src/screens/shell/room.ts'
import type { Command, State } from '../src/screens/shell/state.ts'
import type { Key } from '../src/screens/widgets/key.ts'
import { edit, editsText } from '../src/screens/widgets/text-field.ts'

/** The state after keys that a room takes, and what the last one had done. Refused keys throw with their reason. */
export function pressIn(
  room: Pick<Room, 'typing' | 'bindings'>,
  state: State,
  ...keys: readonly Key[]
): { readonly state: State; readonly commands: readonly Command[] } {
  let at: { readonly state: State; readonly commands: readonly Command[] } = { state, commands: [] }
  for (const key of keys) at = pressed(room, at.state, key)
  return at
}

function pressed(
  room: Pick<Room, 'typing' | 'bindings'>,
  state: State,
  key: Key,
): { readonly state: State; readonly commands: readonly Command[] } {
  const typing = room.typing?.(state)
  if (typing && editsText(key)) return { state: typing.change(edit(typing.field, key)), commands: [] }
  const binding = room.bindings(state).find(({ keys }) => keys.includes(key))
  if (!binding) throw new Error(`the key ${key} does nothing here`)
  if (binding.why !== undefined) throw new Error(binding.why)
  const [next, ...commands] = binding.act(key)
  return { state: next, commands }
}
