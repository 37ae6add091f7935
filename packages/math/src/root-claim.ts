import { U64_MAX } from './fixed-point.ts'
import { checkBigint } from './invalid-argument.ts'

const I128_MAX = 2n ** 127n - 1n
const I128_MIN = -(2n ** 127n)
const U128_MAX = 2n ** 128n - 1n

/** What a coldkey has on root with one hotkey, and what that hotkey owes of one subnet. */
export interface RootClaimState {
  /** Alpha for each rao on root since ever: `RootClaimable[hotkey][netuid]`, I96F32 bits. */
  readonly rate: bigint
  /** The coldkey's stake on root with the hotkey, in rao. */
  readonly rootStake: bigint
  /** `RootClaimed[netuid, hotkey, coldkey]`, in alpha rao; also what counts as claimed since it was staked later. */
  readonly claimed: bigint
  /** `RootClaimableThreshold[netuid]`, I96F32 bits: less than this is not paid out. */
  readonly threshold: bigint
}

/** What a root staker is owed of one subnet. */
export interface RootClaim {
  /** Alpha rao, rounded down; 0 where more was claimed than is due. */
  readonly owed: bigint
  /** Whether a claim pays it out now: it reaches the threshold and is at least a rao. */
  readonly claimable: boolean
}

/**
 * What `claim_root` would pay of one subnet: `rate * rootStake - claimed`, compared with the threshold before it is
 * rounded down (pallet Subtensor, `get_root_owed_for_hotkey_coldkey_float`, I96F32 and saturating).
 *
 * @throws InvalidArgument
 * @example
 * ```ts
 * import { rootClaim } from '@stake/math'
 * const threshold = 500_000n << 32n
 * // A quarter of a rao of alpha for each of 40 TAO, of which 9 alpha were claimed.
 * const { owed } = rootClaim({ rate: 1n << 30n, rootStake: 40_000_000_000n, claimed: 9_000_000_000n, threshold })
 * owed // => 1000000000
 * ```
 */
export function rootClaim({ rate, rootStake, claimed, threshold }: RootClaimState): RootClaim {
  checkBigint('rate', rate, I128_MIN, I128_MAX)
  checkBigint('root stake', rootStake)
  checkBigint('claimed', claimed, 0n, U128_MAX)
  checkBigint('threshold', threshold, I128_MIN, I128_MAX)
  const owed = saturated(saturated(rate * rootStake) - saturated(claimed << 32n))
  const whole = owed > 0n ? owed >> 32n : 0n
  return {
    owed: whole > U64_MAX ? U64_MAX : whole,
    claimable: owed >= threshold && whole > 0n,
  }
}

function saturated(bits: bigint): bigint {
  if (bits > I128_MAX) return I128_MAX
  return bits < I128_MIN ? I128_MIN : bits
}
