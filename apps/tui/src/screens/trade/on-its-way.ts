import { endNotice } from '../shell/notice.ts'
import type { Message, State } from '../shell/state.ts'
import { advanced, isPending, type Transaction, withLeg } from './transaction.ts'

type News = Extract<Message, { readonly type: 'submission' | 'sent' | 'reported' | 'runReported' | 'failed' }>

/** The state after something was heard of what was sent; how it ended is announced where nobody is looking. */
export function heard(state: State, message: News): State {
  const before = state.transactions.find(({ id }) => id === message.id)
  if (!before) return state
  const after = transactionAfter(before, message)
  const transactions = state.transactions.map((each) => (each === before ? after : each))
  const known = { ...state, transactions }
  const watched = state.dialog?.kind === 'outcome' && state.dialog.id === message.id
  const ended = isPending(before) && !isPending(after)
  return ended && !watched ? { ...known, notice: endNotice(after, state.now) } : known
}

function transactionAfter(transaction: Transaction, message: News): Transaction {
  switch (message.type) {
    case 'submission':
      return withLeg(transaction, message.leg, (leg) => advanced(leg, message.state))
    case 'sent': {
      const { hash, lastBlock } = message
      return withLeg(transaction, message.leg, (leg) => ({ ...leg, hash, lastBlock }))
    }
    case 'reported':
      return withLeg(transaction, message.leg, (leg) => ({ ...leg, report: message.report }))
    case 'runReported':
      return { ...transaction, report: message.report }
    case 'failed':
      return { ...transaction, failure: message.failure, unsigned: message.unsigned }
  }
}
