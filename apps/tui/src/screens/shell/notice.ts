import { nounOf } from '../trade/leg-words.ts'
import { failedLegs, isPending, type Transaction } from '../trade/transaction.ts'

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
  const { legs, failure } = transaction
  const [only] = legs
  const failed = failedLegs(transaction)
  const what = legs.length === 1 && only ? nounOf(only.leg.operation) : `All ${legs.length} operations`
  if (failure) return noticeOf(`${what}: ${failure.message}`, 'bad', now)
  if (failed.length === 0) {
    return noticeOf(`${what} ${legs.length === 1 ? 'is' : 'are'} final; t shows it.`, 'good', now)
  }
  const reason = failed[0]?.report?.error?.message ?? 'not executed'
  return noticeOf(
    legs.length === 1 ? `${what}: ${reason}` : `${failed.length} of ${legs.length} failed: ${reason}`,
    'bad',
    now,
  )
}
