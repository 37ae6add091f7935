import type { AccountId32, RuntimeCall } from '@stake/schema'
import { innerCalls } from '../chain/call-depth.ts'
import { moduleError } from './dispatch-failure.ts'
import type { Origin } from './pallet-calls.ts'
import type { Storage } from './storage.ts'

/**
 * What no signer may call: a batch that directly holds another batch, and for a proxy what is beyond its rights
 * (`System.CallFiltered` both); anything at all while a swap of the signer's coldkey is announced or disputed.
 */
export function ensureCallable(
  storage: Storage,
  { who, allows }: Extract<Origin, { readonly type: 'signed' }>,
  call: RuntimeCall,
): void {
  if (isBatch(call) && innerCalls(call).some(isBatch)) throw moduleError('System', 'CallFiltered')
  if (allows?.(call) === false) throw moduleError('System', 'CallFiltered')
  if (isSwapDisputed(storage, who)) throw moduleError('SubtensorModule', 'ColdkeySwapDisputed')
  if (isSwapAnnounced(storage, who)) throw moduleError('SubtensorModule', 'ColdkeySwapAnnounced')
}

function isBatch(call: RuntimeCall): boolean {
  return call.type === 'Utility' && 'calls' in call.value.value
}

export function isSwapAnnounced(storage: Storage, who: AccountId32): boolean {
  return storage.has('SubtensorModule', 'ColdkeySwapAnnouncements', who)
}

export function isSwapDisputed(storage: Storage, who: AccountId32): boolean {
  return storage.has('SubtensorModule', 'ColdkeySwapDisputes', who)
}
