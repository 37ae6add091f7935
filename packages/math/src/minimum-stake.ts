import { Balance } from './balance.ts'
import { swapFeeFloor } from './fee.ts'
import { feeRateOf, type Pool } from './pool.ts'

/** The chain's `DefaultMinStake`, in rao of TAO, before the pool's fee. */
export const MINIMUM_STAKE_RAO = 2_000_000n

/**
 * The smallest TAO amount that `add_stake` takes on a pool: 2,000,000 rao plus the swap fee on them.
 *
 * @example
 * ```ts
 * import { Balance, minimumStake } from '@stake/math'
 * const pool = { curve: 'constantProduct', netuid: 1, tao: Balance.parse('1000'), alpha: Balance.parse('1500', 1), feeRate: 33 } as const
 * minimumStake(pool).toString() // => 0.002001007
 * ```
 */
export function minimumStake(pool: Pool): Balance {
  return Balance.fromRao(MINIMUM_STAKE_RAO + swapFeeFloor(MINIMUM_STAKE_RAO, feeRateOf(pool)))
}
