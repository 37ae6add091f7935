import { isPending, type Transaction } from '../trade/transaction.ts'

/** One line in place of the keys, for a while. */
export interface Notice {
  readonly text: string
  readonly tone: 'good' | 'bad' | 'plain'
  /** Unix milliseconds at which it goes. */
  readonly until: number
}

/** How long a notice stays, in milliseconds. */
const NOTICE = 8_000

export function noticeOf(text: string, tone: Notice['tone'], now: number): Notice {
  return { text, tone, until: now + NOTICE }
}

/** How a trade ended, in one line; nothing while it has not. */
export function endNotice(transaction: Transaction, now: number): Notice | undefined {
  if (isPending(transaction)) return undefined
  const { report, failure, leg } = transaction
  const { kind, netuid } = leg.operation
  const what = `${kind === 'stake' ? 'The stake' : 'The unstake'} on subnet ${netuid}`
  const reason = failure?.message ?? report?.error?.message
  return reason === undefined
    ? noticeOf(`${what} is final; t shows it.`, 'good', now)
    : noticeOf(`${what}: ${reason}`, 'bad', now)
}
