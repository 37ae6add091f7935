import { askForKey } from '../account/ask-for-key.ts'
import { shortAddress } from '../widgets/labels.ts'
import { beside } from '../widgets/list.ts'
import type { Binding } from './bindings.ts'
import { noticeOf } from './notice.ts'
import { enter, type Room } from './room.ts'
import { roomNamed, roomOf, rooms } from './rooms.ts'
import type { State } from './state.ts'

/** The keys of the room that is shown, and of the way to the others. */
export function mainBindings(state: State): readonly Binding[] {
  const room = roomOf(state)
  // While a text is typed the room has all keys.
  if (room.typing?.(state)) return room.bindings(state)
  return [
    ...(state.session?.coldkey === undefined
      ? [
          {
            keys: ['a'],
            show: 'a',
            does: 'account',
            explains: 'enter the key phrase of your account',
            why: state.session ? undefined : 'The program is still starting.',
            act: () => askForKey(state, undefined),
          },
        ]
      : []),
    ...room.bindings(state),
    ...screenKeys(state),
    {
      keys: ['t'],
      show: 't',
      does: 'last trade',
      explains: 'what became of the last trade of this session',
      why: state.transactions.length === 0 ? 'Nothing was sent in this session yet.' : undefined,
      quiet: state.transactions.length === 0,
      act: () => [{ ...state, dialog: { kind: 'outcome', id: state.transactions.at(-1)?.id ?? '' } }],
    },
    ...copying(state, room),
    {
      keys: ['R'],
      show: 'R',
      does: 'refresh',
      explains: 'read the newest block again',
      quiet: true,
      act: () => [state, { type: 'refresh' }, ...(roomNamed(state.view).reads?.(state) ?? [])],
    },
  ]
}

/** The way to the other screens. */
export function screenKeys(state: State): readonly Binding[] {
  const room = roomOf(state)
  const digits = rooms.map((_, index) => String(index + 1))
  const next = beside(rooms, room, 1) ?? room
  return [
    {
      keys: ['Tab', 'Shift-Tab', '[', ']'],
      show: 'Tab',
      does: next.title.toLowerCase(),
      explains: 'the next screen; Shift-Tab or [ the one before',
      act: (key) => enter(state, beside(rooms, room, key === 'Shift-Tab' || key === '[' ? -1 : 1) ?? room),
    },
    {
      keys: digits,
      show: `1-${digits.length}`,
      does: 'screens',
      explains: rooms.map(({ title }) => title.toLowerCase()).join(', '),
      quiet: true,
      act: (key) => enter(state, rooms[Number(key) - 1] ?? room),
    },
  ]
}

/** Terminals that know the OSC 52 sequence put it on the clipboard, also through ssh; none says whether it did. */
function copying(state: State, room: Room): readonly Binding[] {
  if (!room.selectedText) return []
  const text = room.selectedText(state)
  const said = noticeOf(
    `Handed ${shortAddress(text ?? '')} to the terminal's clipboard (OSC 52).`,
    'good',
    state.now,
  )
  return [
    {
      keys: ['y'],
      show: 'y',
      does: 'copy',
      explains: 'copy the selected address, where the terminal allows it (OSC 52)',
      why: text === undefined ? 'Nothing is selected.' : undefined,
      quiet: true,
      act: () =>
        text === undefined
          ? [state]
          : [
              { ...state, notice: said },
              { type: 'copy', text },
            ],
    },
  ]
}
