import type { ReactNode } from 'react'
import type { Binding } from './bindings.ts'
import type { Command, Message, News, State, Step, View } from './state.ts'
import type { Typing } from './typing.ts'

/** A screen with a tab of its own. What it remembers is a slice of the state under its name. */
export interface Room<V extends View = View> {
  readonly view: V
  readonly title: string
  /** The title where the terminal is narrow and another room is shown. @default title */
  readonly short?: string
  readonly Body: (props: { readonly state: State; readonly height: number }) => ReactNode
  /** What keys do in it, the most important ones first. */
  bindings(state: State): readonly Binding[]
  /** The text field in it that has the keys now. */
  typing?(state: State): Typing | undefined
  /** What is asked for once a session is there, and again when its account changes. */
  opens?(state: State): readonly Command[]
  /** What is read when it is shown, and again with every new block while it is. */
  reads?(state: State): readonly Command[]
  /** The address or hash that is selected, for the clipboard. */
  selectedText?(state: State): string | undefined
  /** What must be known for what is shown now, asked for as often as anything changes while it is. */
  follow?(state: State): Step
  /** The answers to its wishes. */
  update?(state: State, news: News[V]): Step
}

/** Shows a room, and has read what it shows. */
export function enter(state: State, room: Room): Step {
  const shown: State = { ...state, view: room.view, dialog: undefined }
  return [shown, ...(room.reads?.(shown) ?? [])]
}

/** The message of an answer to a room. */
export function newsFor<V extends View>(room: V, news: News[V]): Message {
  return { type: 'news', room, news } as Message
}
