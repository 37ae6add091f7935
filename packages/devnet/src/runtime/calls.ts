import type { DispatchClass, DispatchEventInfo, RuntimeCall } from '@stake/schema'
import { balancesCalls } from '../pallets/balances.ts'
import { subtensorCalls } from '../pallets/subtensor/calls.ts'
import { systemCalls } from '../pallets/system.ts'
import { timestampCalls } from '../pallets/timestamp.ts'
import type { Context } from './context.ts'
import type { Origin, PalletCall } from './pallet-calls.ts'

/** Every call of the runtime, by pallet. */
const calls = {
  System: systemCalls,
  Timestamp: timestampCalls,
  Balances: balancesCalls,
  SubtensorModule: subtensorCalls,
} as const

/** What a call weighs, its class, and whether it pays. Inherents are mandatory, all else is normal. */
export function dispatchInfo(call: RuntimeCall): DispatchEventInfo {
  const dispatchClass: DispatchClass['type'] = call.type === 'Timestamp' ? 'Mandatory' : 'Normal'
  return {
    weight: definitionOf(call).weight(argsOf(call)),
    class: { type: dispatchClass },
    pays_fee: { type: 'Yes' },
  }
}

/** Runs a call; throws a `DispatchFailure`. The caller rolls back. */
export function dispatch(context: Context, origin: Origin, call: RuntimeCall): void {
  definitionOf(call).dispatch(context, origin, argsOf(call))
}

function definitionOf(call: RuntimeCall): PalletCall<unknown> {
  const pallet: Readonly<Record<string, unknown>> = calls[call.type]
  return pallet[call.value.type] as PalletCall<unknown>
}

function argsOf(call: RuntimeCall): unknown {
  return call.value.value
}
