import { isPending } from '../trade/transaction.ts'
import type { State } from './state.ts'

/** How many are under way: what was said yes to here, and what is followed of an earlier session. */
export function pendingCount({ transactions, activity }: Pick<State, 'transactions' | 'activity'>): number {
  const own = new Set(transactions.flatMap(({ legs }) => legs.map(({ leg }) => leg.operation.id)))
  const followed = [...activity.following].filter(([id, { status }]) => status !== 'settled' && !own.has(id))
  return transactions.filter(isPending).length + followed.length
}
