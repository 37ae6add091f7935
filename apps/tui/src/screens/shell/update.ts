import { openConfirmation } from '../trade/confirmation.ts'
import { openTrade } from '../trade/open-trade.ts'
import { type Draft, draftOf, hotkeyChoices, sameDraft, type TradeForm } from '../trade/trade-form.ts'
import { advanced, isPending, type Transaction } from '../trade/transaction.ts'
import type { Key } from '../widgets/key.ts'
import { bindingsOf } from './bindings.ts'
import { endNotice, noticeOf } from './notice.ts'
import { roomNamed, roomOf } from './rooms.ts'
import { type Message, SMALLEST, type State, type Step } from './state.ts'
import { pasted, typed } from './typing.ts'

/** The one place where the screens change: what happened, and what is to be shown and done because of it. */
export function update(state: State, message: Message): Step {
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
      return [{ ...state, session: message.session }]
    case 'live':
      return lived({ ...state, live: message.live }, state)
    case 'keyAccepted':
      return keyAccepted(state, message.coldkey)
    case 'keyRefused':
      return state.dialog?.kind === 'key'
        ? [{ ...state, dialog: { ...state.dialog, failure: message.failure } }]
        : [state]
    case 'validators':
      return [inForm(state, (form) => withValidators(form, message))]
    case 'validatorsUnread': {
      const { netuid, failure } = message
      return [inForm(state, (form) => (form.netuid === netuid ? { ...form, unread: failure } : form))]
    }
    case 'estimated':
    case 'notEstimated':
      return [
        inForm(state, (form) =>
          sameDraft(draftOf(form), message.draft) ? { ...form, estimate: message } : form,
        ),
      ]
    case 'planned': {
      const form = planningOf(state, message.draft)
      const [leg] = message.plan.legs
      if (!form || !leg) return [state]
      const back = { ...form, planning: undefined }
      const confirmation = openConfirmation(back, message.plan, leg)
      return [{ ...state, dialog: { kind: 'confirm', confirmation } }]
    }
    case 'notPlanned': {
      const form = planningOf(state, message.draft)
      if (!form) return [state]
      const refused = { ...form, planning: undefined, refusal: message.failure }
      return [{ ...state, dialog: { kind: 'form', form: refused } }]
    }
    case 'submission':
      return [withTransaction(state, message.id, (transaction) => advanced(transaction, message.state))]
    case 'sent': {
      const { hash, lastBlock } = message
      return [withTransaction(state, message.id, (transaction) => ({ ...transaction, hash, lastBlock }))]
    }
    case 'news':
      // The message ties the news to the room.
      return roomNamed(message.room).update?.(state, message.news as never) ?? [state]
    case 'reported': {
      const { report } = message
      return [
        announced(
          withTransaction(state, message.id, (transaction) => ({ ...transaction, report })),
          message.id,
        ),
      ]
    }
    case 'failed': {
      const { failure } = message
      return [
        announced(
          withTransaction(state, message.id, (transaction) => ({ ...transaction, failure })),
          message.id,
        ),
      ]
    }
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

/** A new block is another chance to read what could not be read. */
function lived(state: State, before: State): Step {
  const { dialog } = state
  const newBlock = state.live?.snapshot?.block.hash !== before.live?.snapshot?.block.hash
  if (!newBlock) return [state]
  const reads = roomOf(state).reads?.(state) ?? []
  if (dialog?.kind !== 'form' || !dialog.form.unread) return [state, ...reads]
  return [
    inForm(state, (form) => ({ ...form, unread: undefined })),
    { type: 'readValidators', netuid: dialog.form.netuid },
    ...reads,
  ]
}

function keyAccepted(state: State, coldkey: string): Step {
  if (!state.session) return [state]
  const { dialog } = state
  const known: State = { ...state, session: { ...state.session, coldkey } }
  if (dialog?.kind !== 'key') return [known]
  return dialog.next ? openTrade(known, dialog.next) : [{ ...known, dialog: undefined }]
}

/** The first choice is the largest validator, until a person chooses. */
function withValidators(
  form: TradeForm,
  { netuid, validators }: Pick<Extract<Message, { type: 'validators' }>, 'netuid' | 'validators'>,
): TradeForm {
  if (form.kind !== 'stake' || form.netuid !== netuid) return form
  const read = { ...form, validators, unread: undefined }
  return { ...read, hotkey: form.hotkey ?? hotkeyChoices(read)[0] }
}

function inForm(state: State, change: (form: TradeForm) => TradeForm): State {
  if (state.dialog?.kind !== 'form') return state
  return { ...state, dialog: { kind: 'form', form: change(state.dialog.form) } }
}

/** The form that waits for this very plan; an answer to an older question is for nobody. */
function planningOf({ dialog }: State, draft: Draft): TradeForm | undefined {
  return dialog?.kind === 'form' && dialog.form.planning === draft ? dialog.form : undefined
}

function withTransaction(state: State, id: string, change: (transaction: Transaction) => Transaction): State {
  const transactions = state.transactions.map((transaction) =>
    transaction.id === id ? change(transaction) : transaction,
  )
  return { ...state, transactions }
}

/** Says how a trade ended when nobody is looking at it. */
function announced(state: State, id: string): State {
  const transaction = state.transactions.find((candidate) => candidate.id === id)
  const watched = state.dialog?.kind === 'outcome' && state.dialog.id === id
  return !transaction || watched || isPending(transaction)
    ? state
    : { ...state, notice: endNotice(transaction, state.now) }
}

/** Why the last key did nothing is no news after the next one. */
function withoutReason(state: State): State {
  return state.notice?.tone === 'plain' ? { ...state, notice: undefined } : state
}

function withoutOldNotice(state: State): State {
  return state.notice && state.notice.until <= state.now ? { ...state, notice: undefined } : state
}
