import { ensureSigned, type PalletCalls } from '../../runtime/pallet-calls.ts'
import { benchmarked } from '../../runtime/weight.ts'
import { addStake, addStakeLimit } from './add-stake.ts'
import { removeStake, removeStakeLimit } from './remove-stake.ts'

/** The calls of SubtensorModule, with the weights of its benchmarks. */
export const subtensorCalls: PalletCalls<'SubtensorModule'> = {
  add_stake: {
    weight: () => benchmarked(664_064_000n, 32, 16),
    dispatch: (context, origin, args) => addStake(context, ensureSigned(origin), args),
  },
  add_stake_limit: {
    weight: () => benchmarked(853_005_000n, 32, 16),
    dispatch: (context, origin, args) => addStakeLimit(context, ensureSigned(origin), args),
  },
  remove_stake: {
    weight: () => benchmarked(569_198_000n, 28, 13),
    dispatch: (context, origin, args) => removeStake(context, ensureSigned(origin), args),
  },
  remove_stake_limit: {
    weight: () => benchmarked(740_696_000n, 27, 13),
    dispatch: (context, origin, args) => removeStakeLimit(context, ensureSigned(origin), args),
  },
}
