import type { Reserves } from './curve.ts'
import { saturatingSubtract } from './fixed-point.ts'
import { checkBigint } from './invalid-argument.ts'

const RAO_PER_TOKEN = 10n ** 9n

/**
 * The first pools of Bittensor (spec 233 to 277), for reading the past: tao times alpha stays the same, no fee, and
 * the limit price bounded the AVERAGE price of a trade. All amounts in rao, rounded down.
 *
 * @example
 * ```ts
 * import { legacyPool } from '@stake/math'
 * const reserves = { tao: 150_000_000_000n, alpha: 100_000_000_000n }
 * legacyPool.alphaFor(10_000_000_000n, reserves) // => 6250000000
 * legacyPool.largestBuy(6_000_000_000n, reserves) // => 450000000000
 * ```
 */
export const legacyPool = {
  /** Alpha for TAO; the chain's U110F18 may differ by 1. */
  alphaFor(paid: bigint, { tao, alpha }: Reserves): bigint {
    checkAll(paid, tao, alpha)
    return tao + paid === 0n ? 0n : (alpha * paid) / (tao + paid)
  },
  /** `floor(limit * alpha / 1e9) - tao`: the largest TAO amount under a limit price of rao per alpha. */
  largestBuy(limitPrice: bigint, { tao, alpha }: Reserves): bigint {
    checkAll(limitPrice, tao, alpha)
    return saturatingSubtract((limitPrice * alpha) / RAO_PER_TOKEN, tao)
  },
  /** `floor(tao * 1e9 / limit) - alpha`: the largest alpha amount under a limit price; 0 for no limit price. */
  largestSell(limitPrice: bigint, { tao, alpha }: Reserves): bigint {
    checkAll(limitPrice, tao, alpha)
    return limitPrice === 0n ? 0n : saturatingSubtract((tao * RAO_PER_TOKEN) / limitPrice, alpha)
  },
}

function checkAll(amount: bigint, tao: bigint, alpha: bigint): void {
  checkBigint('amount', amount)
  checkBigint('TAO reserve', tao)
  checkBigint('alpha reserve', alpha)
}
