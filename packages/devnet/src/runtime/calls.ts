import type { DispatchClass, DispatchEventInfo, RuntimeCall, Weight } from '@stake/schema'
import { adminUtilsCalls } from '../pallets/admin-utils/calls.ts'
import { balancesCalls } from '../pallets/balances.ts'
import { limitOrdersCalls } from '../pallets/limit-orders/calls.ts'
import { mevShieldCalls } from '../pallets/mev-shield/calls.ts'
import { proxyCalls } from '../pallets/proxy/calls.ts'
import { subtensorCalls } from '../pallets/subtensor/calls.ts'
import { sudoCalls } from '../pallets/sudo.ts'
import { systemCalls } from '../pallets/system.ts'
import { timestampCalls } from '../pallets/timestamp.ts'
import { utilityCalls } from '../pallets/utility.ts'
import type { ServedCall, ServedPallet } from '../scale/served-tables.ts'
import { ensureCallable } from './call-filter.ts'
import type { Context } from './context.ts'
import type { Origin, PalletCall, PalletCalls, PostDispatch } from './pallet-calls.ts'

/** Pallets that have calls here. */
type CallablePallet = { [P in ServedPallet]: ServedCall<P> extends never ? never : P }[ServedPallet]

/** Every call of the runtime, by pallet. */
const calls: { readonly [P in CallablePallet]: PalletCalls<P> } = {
  System: systemCalls,
  Timestamp: timestampCalls,
  Balances: balancesCalls,
  SubtensorModule: subtensorCalls,
  Utility: utilityCalls,
  Sudo: sudoCalls,
  Proxy: proxyCalls,
  AdminUtils: adminUtilsCalls,
  MevShield: mevShieldCalls,
  LimitOrders: limitOrdersCalls,
}

/** What a call weighs, its class, and whether it pays. Inherents are mandatory, all else is normal. */
export function dispatchInfo(call: RuntimeCall): DispatchEventInfo {
  const dispatchClass: DispatchClass['type'] = isInherent(call) ? 'Mandatory' : 'Normal'
  const definition = definitionOf(call)
  return {
    weight: weightOf(call),
    class: { type: dispatchClass },
    pays_fee: { type: 'paysFee' in definition ? 'No' : 'Yes' },
  }
}

function isInherent(call: RuntimeCall): boolean {
  return call.type === 'Timestamp' || (call.type === 'MevShield' && call.value.type === 'announce_next_key')
}

/** Runs a call; throws a `DispatchFailure`. The caller rolls back. */
export function dispatch(context: Context, origin: Origin, call: RuntimeCall): PostDispatch {
  if (origin.type === 'signed') ensureCallable(context.storage, origin, call)
  const definition = definitionOf(call)
  if ('wrap' in definition)
    return definition.wrap(
      context,
      origin,
      argsOf(call),
      (inner, within) => context.transact(() => dispatch(context, inner, within)),
      weightOf,
    )
  if ('meter' in definition) return definition.meter(context, origin, argsOf(call))
  definition.dispatch(context, origin, argsOf(call))
  return AS_ANNOUNCED
}

const AS_ANNOUNCED: PostDispatch = {}

function weightOf(call: RuntimeCall): Weight {
  return definitionOf(call).weight(argsOf(call), weightOf)
}

function definitionOf(call: RuntimeCall): PalletCall<unknown> {
  // Nothing that is not served could be decoded.
  const pallet: Readonly<Record<string, unknown>> = calls[call.type as CallablePallet]
  return pallet[call.value.type] as PalletCall<unknown>
}

function argsOf(call: RuntimeCall): unknown {
  return call.value.value
}
