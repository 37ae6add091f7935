import { askForKey } from '../account/ask-for-key.ts'
import type { Binding } from '../shell/bindings.ts'
import { isOffline, NO_CONNECTION } from '../shell/connection-word.ts'
import { noticeOf } from '../shell/notice.ts'
import type { Room } from '../shell/room.ts'
import type { State, Step } from '../shell/state.ts'
import type { Typing } from '../shell/typing.ts'
import { openConfirmation } from '../trade/confirmation.ts'
import { presetAfter, routes, tolerancePresets } from '../trade/trade-form.ts'
import { amountTyped } from '../widgets/amount-field.ts'
import type { Key } from '../widgets/key.ts'
import { beside, LIST_KEYS, moved } from '../widgets/list.ts'
import { pageOf } from '../widgets/page.ts'
import { fieldWith, type TextField } from '../widgets/text-field.ts'
import { Batch } from './batch-screen.tsx'
import {
  type BatchField,
  type BatchNews,
  type BatchState,
  batchActions,
  batchFields,
  currentWish,
  followBatch,
  markedPositions,
  openBatch,
  sameWish,
  togethers,
  wantedLegs,
} from './batch-state.ts'

export const batchRoom: Room<'batch'> = {
  view: 'batch',
  title: 'Batch',
  Body: Batch,
  bindings,
  typing,
  follow: followBatch,
  update,
}

const modes = ['strict', 'partial', 'unsafe'] as const

function bindings(state: State): readonly Binding[] {
  const { batch } = state
  if (batch.file) return fileBindings(state, batch.file)
  const { focus } = batch
  const here = batchFields(batch).includes(focus) ? focus : (batchFields(batch)[0] ?? 'legs')
  return [
    reviewing(state),
    ...fieldBindings(state, here),
    {
      keys: ['Tab', 'Shift-Tab', ...(here === 'legs' ? [] : ['Up', 'Down'])],
      show: 'Tab',
      does: 'next field',
      explains: 'next field; Shift-Tab goes back',
      act: (key) => goTo(state, here, key === 'Shift-Tab' || key === 'Up' ? -1 : 1),
    },
    {
      keys: ['f'],
      show: 'f',
      does: 'file',
      explains: 'load operations from a JSON file',
      why: state.session?.coldkey === undefined ? 'There is no account yet.' : undefined,
      act: () => [within(state, { file: fieldWith(''), refusal: undefined })],
    },
    leaving(state, here),
  ]
}

/** Esc leaves a field that is typed into, where digits are no screens; the marks go with the next one. */
function leaving(state: State, field: BatchField): Binding {
  const { batch } = state
  if (isTyped(field)) {
    return {
      keys: ['Escape'],
      show: 'Esc',
      does: 'leave field',
      act: () => [within(state, { focus: 'action' })],
    }
  }
  return {
    keys: ['Escape'],
    show: 'Esc',
    does: batch.given ? 'put away' : 'unmark',
    explains: batch.given ? 'forget these legs and go back to the marked positions' : 'take all marks away',
    quiet: !batch.given && state.marked.size === 0,
    act: () => [
      batch.given
        ? within(state, { given: undefined, focus: 'action', refusal: undefined })
        : { ...state, marked: new Set() },
    ],
  }
}

function reviewing(state: State): Binding {
  const { batch } = state
  const nothing = wantedLegs(state).length === 0
  return {
    keys: ['Enter'],
    show: 'Enter',
    does: 'review',
    explains: 'plan all of it at the newest block and review it; nothing is sent yet',
    why: !nothing
      ? undefined
      : markedPositions(state).length === 0
        ? 'Nothing is marked: space marks positions in the portfolio, f loads a file.'
        : batch.action === 'swap'
          ? 'Say by its number which subnet they go to.'
          : 'Say how much of each: a number, all, or 50%.',
    act: () => review(state),
  }
}

/** Plans what is wanted; only what can be planned as a whole leads on to the confirmation. */
function review(state: State): Step {
  const wish = currentWish(state)
  if (!wish || state.batch.asking) return [state]
  if (isOffline(state.live)) return [{ ...state, notice: noticeOf(NO_CONNECTION, 'plain', state.now) }]
  if (state.session && !state.session.canSign) return askForKey(state, undefined, state.session.coldkey)
  return [
    within(state, { asking: wish, refusal: undefined }),
    { type: 'wish', room: 'batch', wish: { type: 'ask', wish } },
  ]
}

function fieldBindings(state: State, field: BatchField): readonly Binding[] {
  const { batch } = state
  switch (field) {
    case 'action':
      return [
        chooser(state, 'what to do', batchActions, batch.action, (action) => actionChanged(batch, action)),
      ]
    case 'route':
      return [chooser(state, 'route', routes, batch.route, (route) => ({ route }))]
    case 'mode':
      return [chooser(state, 'mode', modes, batch.mode, (mode) => ({ mode }))]
    case 'together':
      return [chooser(state, 'form', togethers, batch.together, (together) => ({ together }))]
    case 'amount':
      return [
        {
          keys: ['m', 'h'],
          show: 'm h',
          does: 'all, half',
          why: batch.action === 'stake' ? 'The TAO for each must be named.' : undefined,
          quiet: batch.action === 'stake',
          act: (key) => [
            within(state, { amount: fieldWith(key === 'm' ? 'all' : '50%'), refusal: undefined }),
          ],
        },
      ]
    case 'tolerance':
      return [
        {
          keys: ['+', '-'],
          show: '+ -',
          does: 'presets',
          explains: `tolerances people use: ${tolerancePresets.join(', ')}`,
          act: (key) => [
            within(state, {
              tolerance: fieldWith(presetAfter(batch.tolerance.text, key)),
              refusal: undefined,
            }),
          ],
        },
      ]
    case 'legs':
      return [
        {
          keys: LIST_KEYS,
          show: '↑↓',
          does: 'move',
          explains: 'move: arrows, j k, PgUp PgDn, g G',
          act: (key) => {
            const places = [...wantedLegs(state).keys()]
            return [within(state, { selected: moved(places, batch.selected, key, pageOf(state)) ?? 0 })]
          },
        },
      ]
    case 'toSubnet':
      return []
  }
}

/** An amount of TAO is none of alpha: it does not stay when the token changes. */
function actionChanged(batch: BatchState, action: BatchState['action']): Partial<BatchState> {
  if ((action === 'stake') === (batch.action === 'stake')) return { action }
  return { action, amount: fieldWith(action === 'stake' ? '' : 'all') }
}

function chooser<T extends string>(
  state: State,
  does: string,
  values: readonly T[],
  value: T,
  change: (value: T) => Partial<BatchState>,
): Binding {
  return {
    keys: ['Left', 'Right', 'h', 'l', ' '],
    show: '←→',
    does,
    explains: values.join(', '),
    act: (key) => {
      const next = beside(values, value, key === 'Left' || key === 'h' ? -1 : 1) ?? value
      return [within(state, { ...change(next), refusal: undefined })]
    },
  }
}

function goTo(state: State, from: BatchField, distance: 1 | -1): Step {
  return [within(state, { focus: beside(batchFields(state.batch), from, distance) ?? from })]
}

function fileBindings(state: State, file: TextField): readonly Binding[] {
  const coldkey = state.session?.coldkey ?? ''
  return [
    {
      keys: ['Enter'],
      show: 'Enter',
      does: 'load',
      why: file.text.trim() === '' ? 'Type the name of the file.' : undefined,
      act: () => [
        state,
        { type: 'wish', room: 'batch', wish: { type: 'read', file: file.text.trim(), coldkey } },
      ],
    },
    {
      keys: ['Escape'],
      show: 'Esc',
      does: 'back',
      act: () => [within(state, { file: undefined, refusal: undefined })],
    },
  ]
}

function isTyped(field: BatchField): field is 'amount' | 'tolerance' | 'toSubnet' {
  return field === 'amount' || field === 'tolerance' || field === 'toSubnet'
}

/** Keys that keep their meaning while a field is typed into. */
const PASSES: readonly Key[] = ['?', ':', 'f']

function typing(state: State): Typing | undefined {
  const { batch } = state
  if (batch.file) {
    return { field: batch.file, passes: [], change: (file) => within(state, { file, refusal: undefined }) }
  }
  const { focus } = batch
  if (batch.given || !isTyped(focus)) return undefined
  const own: readonly Key[] = { amount: ['m', 'h'], tolerance: ['+', '-'], toSubnet: [] }[focus]
  return {
    field: batch[focus],
    passes: [...PASSES, ...own],
    change: (field) => within(state, { [focus]: amountTyped(batch[focus], field), refusal: undefined }),
  }
}

function update(state: State, news: BatchNews): Step {
  const { batch } = state
  switch (news.type) {
    case 'planned':
      return [within(state, { planned: news.planned, planning: undefined })]
    case 'ready': {
      // An answer to an older question is for nobody.
      if (batch.asking !== news.wish) return [state]
      const asked = within(state, { asking: undefined })
      if (state.view !== 'batch' || state.dialog || !sameWish(news.wish, currentWish(state))) return [asked]
      const { plan, destinations } = news
      const form = plan.legs.length === 1 ? 'run' : news.wish.together
      const confirmation = openConfirmation({ plan, form, destinations })
      return [{ ...asked, help: undefined, dialog: { kind: 'confirm', confirmation } }]
    }
    case 'refused':
      return batch.asking === news.wish ? [within(state, { asking: undefined, refusal: news })] : [state]
    case 'read': {
      const { legs } = news.given
      const text = `${legs.length} ${legs.length === 1 ? 'operation' : 'operations'} loaded; nothing is sent before you say yes.`
      return [{ ...openBatch(state, news.given), notice: noticeOf(text, 'good', state.now) }]
    }
    case 'unread':
      return [within(state, { refusal: { failure: news.failure, wish: undefined, failing: undefined } })]
  }
}

function within(state: State, changes: Partial<BatchState>): State {
  return { ...state, batch: { ...state.batch, ...changes } }
}
