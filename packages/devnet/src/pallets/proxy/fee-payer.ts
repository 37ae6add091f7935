import type { AccountId32, CallArgs, RuntimeCall } from '@stake/schema'
import { innerCalls } from '../../chain/call-depth.ts'
import type { Storage } from '../../runtime/storage.ts'
import { lookup } from '../balances.ts'

/**
 * Who pays for a transaction: its signer, or the account he acts for, if that said so of him. Where that account acts
 * for another in turn, by one call or a batch of calls for the same one, the other pays if it said so too.
 */
export function feePayer(storage: Storage, signer: AccountId32, call: RuntimeCall): AccountId32 {
  const proxied = proxyCallOf(call)
  if (proxied === undefined) return signer
  const outer = lookup(proxied.real)
  if (!paysFor(storage, outer, signer)) return signer
  const inner = realOf(proxied.call) ?? realOfAll(proxied.call)
  return inner !== undefined && paysFor(storage, inner, outer) ? inner : outer
}

/** Whether an account pays the fees of what this delegate does in its name. */
function paysFor(storage: Storage, real: AccountId32, delegate: AccountId32): boolean {
  return storage.has('Proxy', 'RealPaysFee', real, delegate)
}

function proxyCallOf(call: RuntimeCall): CallArgs<'Proxy', 'proxy'> | undefined {
  return call.type === 'Proxy' && call.value.type === 'proxy' ? call.value.value : undefined
}

function realOf(call: RuntimeCall): AccountId32 | undefined {
  const proxied = proxyCallOf(call)
  return proxied && lookup(proxied.real)
}

/** The one account that all calls of a batch are for. */
function realOfAll(call: RuntimeCall): AccountId32 | undefined {
  if (call.type !== 'Utility') return undefined
  const [first, ...others] = innerCalls(call).map(realOf)
  return others.every((real) => real === first) ? first : undefined
}
