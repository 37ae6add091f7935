import { badOrigin } from '../runtime/dispatch-failure.ts'
import type { PalletCalls } from '../runtime/pallet-calls.ts'
import { benchmarked } from '../runtime/weight.ts'

/** The time of the block, set by its author as the first extrinsic. */
export const timestampCalls: PalletCalls<'Timestamp'> = {
  set: {
    weight: () => benchmarked(9_862_000n, 2, 1),
    dispatch(context, origin, { now }) {
      if (origin.type !== 'none') throw badOrigin()
      context.storage.put('Timestamp', 'Now', [], now)
    },
  },
}
