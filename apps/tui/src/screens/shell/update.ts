import type { Failure } from '../../failure.ts'
import { remembered } from '../history/history.ts'
import { portfolioAtStart } from '../portfolio/selection.ts'
import { kept, refused } from '../settings/settings-state.ts'
import { heard } from '../trade/on-its-way.ts'
import { openTrade } from '../trade/open-trade.ts'
import { preferred } from '../trade/trade-state.ts'
import { isPending } from '../trade/transaction.ts'
import type { Key } from '../widgets/key.ts'
import { bindingsOf } from './bindings.ts'
import { type Notice, noticeOf } from './notice.ts'
import { roomNamed, roomOf, rooms } from './rooms.ts'
import {
  type Command,
  initialState,
  type Message,
  type SessionFacts,
  SMALLEST,
  type State,
  type Step,
} from './state.ts'
import { pasted, typed } from './typing.ts'

/** The one place where the screens change: what happened, and what is to be shown and done because of it. */
export function update(state: State, message: Message): Step {
  const [reached, ...commands] = changes(state, message)
  const changed = withoutPraise(reached, state)
  const following = changed.dialog || changed === state ? undefined : roomOf(changed).follow?.(changed)
  return following
    ? [following[0], ...commands, ...(following.slice(1) as Command[])]
    : [changed, ...commands]
}

function changes(state: State, message: Message): Step {
  switch (message.type) {
    case 'key':
      return press(message.key === 'q' ? state : withoutReason({ ...state, leaving: false }), message.key)
    case 'paste':
      return [(isTooSmall(state) ? undefined : pasted(state, message.text)) ?? state]
    case 'tick':
      return [withoutOldNotice({ ...state, now: message.now })]
    case 'resized':
      return [{ ...state, size: message.size }]
    case 'progress':
      return [{ ...state, progress: message.text }]
    case 'opened':
      return opened(state, message.session)
    case 'notConnected':
      return [settingRefused(state, message.failure)]
    case 'preferences':
      return [preferred({ ...state, preferences: message.preferences })]
    case 'background':
      return [{ ...state, background: message.background }]
    case 'live':
      return lived({ ...state, live: message.live }, state)
    case 'keyAccepted':
      return keyAccepted(state, message)
    case 'keyRefused':
      return state.dialog?.kind === 'key'
        ? [{ ...state, dialog: { ...state.dialog, failure: message.failure } }]
        : [settingRefused(state, message.failure)]
    case 'news':
      // The message ties the news to the room.
      return roomNamed(message.room).update?.(state, message.news as never) ?? [state]
    case 'submission':
    case 'sent':
    case 'reported':
    case 'runReported':
    case 'failed':
      return [heard(state, message)]
  }
}

export function isTooSmall({ size }: State): boolean {
  return size.columns < SMALLEST.columns || size.rows < SMALLEST.rows
}

function press(state: State, key: Key): Step {
  if (isTooSmall(state)) return key === 'q' || key === 'Ctrl-c' ? [state, { type: 'quit' }] : [state]
  const changed = typed(state, key)
  if (changed) return [changed]
  const binding = bindingsOf(state).find(({ keys }) => keys.includes(key))
  if (!binding) return [state]
  if (binding.why !== undefined) {
    return [{ ...state, notice: noticeOf(binding.why, 'plain', state.now) }]
  }
  return binding.act(key)
}

/** What was read and seen of one chain says nothing of another; what is under way on it is told. */
function opened(before: State, session: SessionFacts): Step {
  const state: State = before.session ? elsewhere(before, session) : { ...before, session }
  return [state, ...rooms.flatMap((room) => room.opens?.(state) ?? []), ...kept(before.settings)]
}

/** As at the start, with what belongs to the person and the terminal. */
function elsewhere(before: State, session: SessionFacts): State {
  const { size, now, view, background, preferences, plainSigns, commandHistory, settings, progress } = before
  const fresh = initialState(size, now)
  return {
    ...fresh,
    view: view === 'trade' || view === 'batch' ? fresh.view : view,
    background,
    preferences,
    plainSigns,
    commandHistory,
    settings: { ...fresh.settings, selected: settings.selected },
    progress,
    session,
    notice: leftNotice(before, session),
  }
}

/** What was sent on the network before goes on without being followed here. */
function leftNotice({ session, transactions, now }: State, { network }: SessionFacts): Notice {
  const pending = transactions.filter(isPending).length
  if (pending === 0) return noticeOf(`This is ${network}.`, 'good', now)
  const what = pending === 1 ? 'A trade' : `${pending} trades`
  const where = session?.embedded
    ? 'ended with that chain'
    : `${pending === 1 ? 'is' : 'are'} not final; its journal knows, and r of 6 follows there`
  return noticeOf(`This is ${network}. ${what} on ${session?.network} ${where}.`, 'bad', now)
}

/** Every reading is remembered, and the room that is shown reads what it needs beside it. */
function lived(state: State, before: State): Step {
  if (state.live?.snapshot === before.live?.snapshot) return [state]
  const read = { ...state, history: remembered(state.history, state.live, state.session?.coldkey) }
  return [read, ...(roomOf(read).reads?.(read) ?? [])]
}

/** The settings say why where it was typed; a notice says it elsewhere. */
function settingRefused(state: State, failure: Failure): State {
  const settings = refused(state.settings, failure)
  return state.view === 'settings' && !state.dialog
    ? { ...state, settings }
    : { ...state, settings, notice: noticeOf(failure.message, 'bad', state.now) }
}

function keyAccepted(
  state: State,
  { coldkey, canSign }: Pick<Extract<Message, { type: 'keyAccepted' }>, 'coldkey' | 'canSign'>,
): Step {
  if (!state.session) return [state]
  const { dialog } = state
  const another = state.session.coldkey !== coldkey
  const known: State = {
    ...state,
    session: { ...state.session, coldkey, canSign },
    settings: { ...state.settings, keeping: undefined, tried: undefined },
    // What was marked was another account's.
    ...(another && { portfolio: portfolioAtStart, marked: new Set() }),
  }
  if (dialog?.kind !== 'key') return [known, ...kept(state.settings)]
  return dialog.next ? openTrade(known, dialog.next) : [{ ...known, dialog: undefined }]
}

/** Why the last key did nothing is no news after the next one. */
function withoutReason(state: State): State {
  return state.notice?.tone === 'plain' ? { ...state, notice: undefined } : state
}

/** What went well does not hide the keys of a screen or a question that comes after it. */
function withoutPraise(state: State, before: State): State {
  const { notice, view, dialog } = state
  const another = view !== before.view || (dialog !== undefined && dialog.kind !== before.dialog?.kind)
  return another && notice?.tone === 'good' && notice === before.notice
    ? { ...state, notice: undefined }
    : state
}

function withoutOldNotice(state: State): State {
  return state.notice && state.notice.until <= state.now ? { ...state, notice: undefined } : state
}
