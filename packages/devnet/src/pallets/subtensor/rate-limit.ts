import type { AccountId32 } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import type { Storage } from '../../runtime/storage.ts'

/** Blocks between two settings of children of a hotkey on a subnet. */
const SET_CHILDREN_LIMIT = 150n

/** Kinds of transactions that a hotkey may send to a subnet only so often, by their number in storage. */
const KINDS = { setChildren: 0, setChildkeyTake: 1 } as const

type Kind = keyof typeof KINDS

/** Whether enough blocks have passed since the last of the kind; a first one always passes. */
export function passesRateLimit(storage: Storage, hotkey: AccountId32, netuid: number, kind: Kind): boolean {
  const last = storage.get('SubtensorModule', 'TransactionKeyLastBlock', hotkey, netuid, KINDS[kind])
  const limit =
    kind === 'setChildren' ? SET_CHILDREN_LIMIT : storage.get('SubtensorModule', 'TxChildkeyTakeRateLimit')
  return last === 0n || BigInt(storage.get('System', 'Number')) - last >= limit
}

export function stampRateLimit(context: Context, hotkey: AccountId32, netuid: number, kind: Kind): void {
  const now = BigInt(context.blockNumber)
  context.storage.put('SubtensorModule', 'TransactionKeyLastBlock', [hotkey, netuid, KINDS[kind]], now)
}
