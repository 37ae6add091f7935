import { type CallArgs, pallets, type RuntimeCall, type Weight } from '@stake/schema'
import { badOrigin, DispatchFailure, moduleError } from '../runtime/dispatch-failure.ts'
import type { Origin, PalletCalls, PostDispatch, RunCall } from '../runtime/pallet-calls.ts'
import { addWeights, benchmarked } from '../runtime/weight.ts'
import { codecOf } from '../scale/codec.ts'
import { fromHex } from '../scale/hex.ts'

/** The most calls one batch may hold: 10,922. */
const CALLS_LIMIT = codecOf('u32').dec(fromHex(pallets.Utility.constants.batched_calls_limit.value))

type Batch = CallArgs<'Utility', 'batch'>

/** What a batch of so many calls weighs beside the calls. */
const own = {
  batch: (count: number) => benchmarked(18_032_209n + 5_341_990n * BigInt(count), 2, 0),
  batch_all: (count: number) => benchmarked(19_625_062n + 6_185_139n * BigInt(count), 2, 0),
  force_batch: (count: number) => benchmarked(21_829_014n + 6_047_455n * BigInt(count), 2, 0),
} as const

function announced(kind: keyof typeof own) {
  return ({ calls }: Batch, weightOf: (call: RuntimeCall) => Weight): Weight =>
    calls.map(weightOf).reduce(addWeights, own[kind](calls.length))
}

/** Several calls in one extrinsic. Each sees what those before it left; a failing one is undone by itself. */
export const utilityCalls: PalletCalls<'Utility'> = {
  /** Stops at the first call that fails. What came before stays, and the extrinsic itself succeeds. */
  batch: {
    weight: announced('batch'),
    wrap(context, origin, { calls }, run, weightOf) {
      ensureBatchable(origin, calls)
      let inner = NOTHING
      for (const [index, call] of calls.entries()) {
        const { failure, weight } = attempt(run, origin, call, weightOf)
        inner = addWeights(inner, weight)
        if (failure !== undefined) {
          context.deposit('Utility', 'BatchInterrupted', { index, error: failure.error })
          return { weight: addWeights(inner, own.batch(index + 1)) }
        }
        context.deposit('Utility', 'ItemCompleted')
      }
      context.deposit('Utility', 'BatchCompleted')
      return { weight: addWeights(inner, own.batch(calls.length)) }
    },
  },
  /** All or nothing: the error of the first call that fails is the extrinsic's. */
  batch_all: {
    weight: announced('batch_all'),
    wrap(context, origin, { calls }, run, weightOf) {
      ensureBatchable(origin, calls)
      let inner = NOTHING
      for (const [index, call] of calls.entries()) {
        const { failure, weight } = attempt(run, origin, call, weightOf)
        inner = addWeights(inner, weight)
        if (failure !== undefined)
          throw failure.costing({ weight: addWeights(inner, own.batch_all(index + 1)) })
        context.deposit('Utility', 'ItemCompleted')
      }
      context.deposit('Utility', 'BatchCompleted')
      return { weight: addWeights(inner, own.batch_all(calls.length)) }
    },
  },
  /** Runs every call, whichever fail. */
  force_batch: {
    weight: announced('force_batch'),
    wrap(context, origin, { calls }, run, weightOf) {
      ensureBatchable(origin, calls)
      let inner = NOTHING
      let failed = false
      for (const call of calls) {
        const { failure, weight } = attempt(run, origin, call, weightOf)
        inner = addWeights(inner, weight)
        if (failure === undefined) context.deposit('Utility', 'ItemCompleted')
        else {
          failed = true
          context.deposit('Utility', 'ItemFailed', { error: failure.error })
        }
      }
      context.deposit('Utility', failed ? 'BatchCompletedWithErrors' : 'BatchCompleted')
      return { weight: addWeights(inner, own.force_batch(calls.length)) }
    },
  },
}

const NOTHING: Weight = { ref_time: 0n, proof_size: 0n }

function ensureBatchable(origin: Origin, calls: readonly RuntimeCall[]): void {
  if (origin.type === 'none') throw badOrigin()
  if (calls.length > CALLS_LIMIT) throw moduleError('Utility', 'TooManyCalls')
}

interface Attempt {
  readonly failure?: DispatchFailure
  /** What the call turned out to weigh. */
  readonly weight: Weight
}

function attempt(
  run: RunCall,
  origin: Origin,
  call: RuntimeCall,
  weightOf: (call: RuntimeCall) => Weight,
): Attempt {
  const actual = ({ weight }: PostDispatch) => weight ?? weightOf(call)
  try {
    return { weight: actual(run(origin, call)) }
  } catch (failure) {
    if (!(failure instanceof DispatchFailure)) throw failure
    return { failure, weight: actual(failure.post) }
  }
}
