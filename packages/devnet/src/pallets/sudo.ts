import type { AccountId32, EventFields, RuntimeCall } from '@stake/schema'
import type { Context } from '../runtime/context.ts'
import { DispatchFailure, moduleError } from '../runtime/dispatch-failure.ts'
import { ensureSigned, type Origin, type PalletCalls, type RunCall } from '../runtime/pallet-calls.ts'
import type { Storage } from '../runtime/storage.ts'
import { addWeights, benchmarked } from '../runtime/weight.ts'
import { lookup } from './balances.ts'

/** One key may call in the name of the chain itself, or of anybody, for free. What it calls may fail: it is told so. */
export const sudoCalls: PalletCalls<'Sudo'> = {
  sudo: {
    weight: ({ call }, weightOf) => addWeights(benchmarked(11_000_000n, 2, 0), weightOf(call)),
    wrap(context, origin, { call }, run) {
      ensureSudo(context.storage, origin)
      context.deposit('Sudo', 'Sudid', { sudo_result: resultOf(run, { type: 'root' }, call) })
      return { paysFee: false }
    },
  },
  sudo_unchecked_weight: {
    weight: ({ weight }) => weight,
    wrap(context, origin, { call }, run) {
      ensureSudo(context.storage, origin)
      context.deposit('Sudo', 'Sudid', { sudo_result: resultOf(run, { type: 'root' }, call) })
      return { paysFee: false }
    },
  },
  sudo_as: {
    weight: ({ call }, weightOf) => addWeights(benchmarked(11_000_000n, 2, 0), weightOf(call)),
    wrap(context, origin, { who, call }, run) {
      ensureSudo(context.storage, origin)
      const as: Origin = { type: 'signed', who: lookup(who) }
      context.deposit('Sudo', 'SudoAsDone', { sudo_result: resultOf(run, as, call) })
      return { paysFee: false }
    },
  },
  set_key: {
    weight: () => benchmarked(10_000_000n, 1, 1),
    wrap(context, origin, args) {
      ensureSudo(context.storage, origin)
      const fresh = lookup(args.new)
      context.deposit('Sudo', 'KeyChanged', { old: keyOf(context), new: fresh })
      context.storage.put('Sudo', 'Key', [], fresh)
      return { paysFee: false }
    },
  },
  remove_key: {
    weight: () => benchmarked(9_000_000n, 1, 1),
    wrap(context, origin) {
      ensureSudo(context.storage, origin)
      context.deposit('Sudo', 'KeyRemoved')
      context.storage.remove('Sudo', 'Key')
      return { paysFee: false }
    },
  },
}

type SudoResult = EventFields<'Sudo', 'Sudid'>['sudo_result']

function keyOf({ storage }: Context): AccountId32 | undefined {
  return storage.get('Sudo', 'Key')
}

/** Root may do what the key may. */
function ensureSudo(storage: Storage, origin: Origin): void {
  if (origin.type === 'root') return
  if (ensureSigned(origin) !== storage.get('Sudo', 'Key')) throw moduleError('Sudo', 'RequireSudo')
}

function resultOf(run: RunCall, origin: Origin, call: RuntimeCall): SudoResult {
  try {
    run(origin, call)
    return { type: 'Ok', value: undefined }
  } catch (failure) {
    if (!(failure instanceof DispatchFailure)) throw failure
    return { type: 'Err', value: failure.error }
  }
}
