import type { AccountId32, RuntimeCall } from '@stake/schema'
import { innerCalls } from '../chain/call-depth.ts'
import { isWrapper } from '../pallets/mev-shield/envelope.ts'
import { moduleError } from './dispatch-failure.ts'
import type { Origin } from './pallet-calls.ts'
import type { Storage } from './storage.ts'

/**
 * What no signer may call: a batch that directly holds another batch, and for a proxy what is beyond its rights
 * (`System.CallFiltered` both); anything but the swap itself while one of the signer's coldkey is announced, and
 * anything at all while it is disputed.
 */
export function ensureCallable(
  storage: Storage,
  { who, allows }: Extract<Origin, { readonly type: 'signed' }>,
  call: RuntimeCall,
): void {
  if (isBatch(call) && innerCalls(call).some(isBatch)) throw moduleError('System', 'CallFiltered')
  if (allows?.(call) === false) throw moduleError('System', 'CallFiltered')
  if (isSwapDisputed(storage, who)) throw moduleError('SubtensorModule', 'ColdkeySwapDisputed')
  if (isSwapAnnounced(storage, who) && !isOfSwap(call))
    throw moduleError('SubtensorModule', 'ColdkeySwapAnnounced')
}

function isBatch(call: RuntimeCall): boolean {
  return call.type === 'Utility' && 'calls' in call.value.value
}

/** Whether the call may be made while a swap of coldkeys is announced: it belongs to it, or is encrypted. */
export function isOfSwap(call: RuntimeCall): boolean {
  return isWrapper(call) || (call.type === 'SubtensorModule' && SWAP_CALLS.includes(call.value.type))
}

const SWAP_CALLS: readonly string[] = [
  'announce_coldkey_swap',
  'swap_coldkey_announced',
  'dispute_coldkey_swap',
  'clear_coldkey_swap_announcement',
]

export function isSwapAnnounced(storage: Storage, who: AccountId32): boolean {
  return storage.has('SubtensorModule', 'ColdkeySwapAnnouncements', who)
}

export function isSwapDisputed(storage: Storage, who: AccountId32): boolean {
  return storage.has('SubtensorModule', 'ColdkeySwapDisputes', who)
}
