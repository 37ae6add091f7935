import { ensureSigned, type PalletCalls } from '../../runtime/pallet-calls.ts'
import { benchmarked } from '../../runtime/weight.ts'
import { addStake, addStakeLimit } from './add-stake.ts'
import { addStakeBurn, burnAlpha, recycleAlpha } from './burn-alpha.ts'
import { coldkeySwapCalls } from './coldkey-swap.ts'
import { hotkeyCalls } from './hotkey-calls.ts'
import { lockCalls } from './locking.ts'
import { moveStake, swapStake, swapStakeLimit, transferStake } from './move-stake.ts'
import { childkeySettings, networkCalls } from './network-calls.ts'
import { registrationCalls } from './registration-calls.ts'
import { removeStake, removeStakeFullLimit, removeStakeLimit } from './remove-stake.ts'
import { rootClaimCalls } from './root-claim-calls.ts'
import { unstakeAll, unstakeAllAlpha } from './unstake-all.ts'

/** The calls of SubtensorModule, with the weights of its benchmarks. */
export const subtensorCalls: PalletCalls<'SubtensorModule'> = {
  add_stake: {
    weight: () => benchmarked(664_064_000n, 32, 16),
    dispatch: (context, origin, args) => void addStake(context, ensureSigned(origin), args),
  },
  add_stake_limit: {
    weight: () => benchmarked(853_005_000n, 32, 16),
    dispatch: (context, origin, args) => void addStakeLimit(context, ensureSigned(origin), args),
  },
  remove_stake: {
    weight: () => benchmarked(569_198_000n, 28, 13),
    dispatch: (context, origin, args) => removeStake(context, ensureSigned(origin), args),
  },
  remove_stake_limit: {
    weight: () => benchmarked(740_696_000n, 27, 13),
    dispatch: (context, origin, args) => removeStakeLimit(context, ensureSigned(origin), args),
  },
  remove_stake_full_limit: {
    weight: () => benchmarked(754_292_000n, 27, 13),
    dispatch: (context, origin, args) => removeStakeFullLimit(context, ensureSigned(origin), args),
  },
  // Never benchmarked: the pallet writes this weight by hand.
  unstake_all: {
    weight: () => benchmarked(28_830_000n, 6, 0),
    dispatch: (context, origin, args) => unstakeAll(context, ensureSigned(origin), args),
  },
  unstake_all_alpha: {
    weight: () => benchmarked(700_873_000n, 43, 25),
    dispatch: (context, origin, args) => unstakeAllAlpha(context, ensureSigned(origin), args),
  },
  move_stake: {
    weight: () => benchmarked(216_061_000n, 19, 7),
    dispatch: (context, origin, args) => moveStake(context, ensureSigned(origin), args),
  },
  transfer_stake: {
    weight: () => benchmarked(258_541_000n, 19, 6),
    dispatch: (context, origin, args) => transferStake(context, ensureSigned(origin), args),
  },
  swap_stake: {
    weight: () => benchmarked(742_019_000n, 47, 24),
    dispatch: (context, origin, args) => swapStake(context, ensureSigned(origin), args),
  },
  swap_stake_limit: {
    weight: () => benchmarked(944_515_000n, 47, 24),
    dispatch: (context, origin, args) => swapStakeLimit(context, ensureSigned(origin), args),
  },
  recycle_alpha: {
    weight: () => benchmarked(172_139_000n, 13, 6),
    dispatch: (context, origin, args) => recycleAlpha(context, ensureSigned(origin), args),
  },
  burn_alpha: {
    weight: () => benchmarked(168_964_000n, 12, 4),
    dispatch: (context, origin, args) => burnAlpha(context, ensureSigned(origin), args),
  },
  add_stake_burn: {
    weight: () => benchmarked(967_308_000n, 33, 17),
    dispatch: (context, origin, args) => addStakeBurn(context, ensureSigned(origin), args),
  },
  ...hotkeyCalls,
  ...registrationCalls,
  ...networkCalls,
  ...childkeySettings,
  ...rootClaimCalls,
  ...lockCalls,
  ...coldkeySwapCalls,
}
