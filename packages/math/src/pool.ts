import { checkToken, shown } from './amount-errors.ts'
import type { Balance } from './balance.ts'
import { balancer, WEIGHT_ONE } from './balancer.ts'
import { constantProduct } from './constant-product.ts'
import type { Curve, Reserves } from './curve.ts'
import { FEE_RATE_ONE } from './fee.ts'
import { Price } from './price.ts'
import { stable } from './stable.ts'
import { StakeError } from './stake-error.ts'
import { LARGEST_WEIGHT, SMALLEST_WEIGHT } from './weights.ts'

/** Root and every subnet of mechanism 0: one to one, no fee. */
export interface StablePool {
  readonly curve: 'stable'
  readonly netuid: number
  readonly tao: Balance
  readonly alpha: Balance
}

/** A pool with equal weights. */
export interface ConstantProductPool {
  readonly curve: 'constantProduct'
  readonly netuid: number
  readonly tao: Balance
  readonly alpha: Balance
  /** Parts of 65535; the chain's default is 33. */
  readonly feeRate: number
}

/** A weighted pool, as on mainnet. */
export interface BalancerPool {
  readonly curve: 'balancer'
  readonly netuid: number
  readonly tao: Balance
  readonly alpha: Balance
  /** Parts of 65535; the chain's default is 33. */
  readonly feeRate: number
  /** Weight on the TAO side, parts of 1e18, 0.01 to 0.99. */
  readonly quoteWeight: bigint
}

/** A subnet's pool: its curve and its reserves, in which alpha is the token of `netuid`. */
export type Pool = StablePool | ConstantProductPool | BalancerPool

/** A pool that cannot exist on the chain. `code` is `InvalidPool`. */
export class InvalidPool extends StakeError {
  constructor(field: string, value: unknown, expected: string) {
    super('InvalidPool', `The pool's ${field} is ${String(value)}, but it must be ${expected}.`, {
      details: { field, value: String(value) },
      remedy: 'Read the pool again from the chain.',
    })
  }
}

/** A curve this package has no formulas for. `code` is `UnknownCurve`. */
export class UnknownCurve extends StakeError {
  constructor(curve: unknown) {
    super('UnknownCurve', `The pool's curve ${shown(curve)} is not known, so it is not quoted locally.`, {
      details: { curve: shown(curve) },
      remedy: "Ask the node's own simulation for this pool's quote, or update this package.",
    })
  }
}

/**
 * The curve of a pool, in bare rao, after the pool's fields were checked.
 *
 * @throws InvalidPool, MixedTokens, UnknownCurve
 * @example
 * ```ts
 * import { Balance, curveOf } from '@stake/math'
 * const pool = { curve: 'constantProduct', netuid: 1, tao: Balance.parse('1000'), alpha: Balance.parse('1500', 1), feeRate: 33 } as const
 * const order = { side: 'buy', reserves: { tao: 1_000n, alpha: 2_000_000n }, amount: 100n, limitPrice: 10n ** 9n, feeRate: 0 } as const
 * curveOf(pool).swap(order).received // => 181818
 * ```
 */
export function curveOf(pool: Pool): Curve {
  switch (pool?.curve) {
    case 'stable':
      checkTokens(pool)
      return stable
    case 'constantProduct':
      checkTokens(pool)
      checkFeeRate(pool.feeRate)
      return constantProduct
    case 'balancer':
      checkTokens(pool)
      checkFeeRate(pool.feeRate)
      checkWeight(pool.quoteWeight)
      // Equal weights are the constant product, whose powers are a quotient and a square root.
      return pool.quoteWeight === WEIGHT_ONE / 2n ? constantProduct : balancer(pool.quoteWeight)
    default:
      throw new UnknownCurve((pool as { curve: unknown } | undefined)?.curve)
  }
}

/** The pool's fee rate in parts of 65535; 0 for a stable pool. */
export function feeRateOf(pool: Pool): number {
  return pool.curve === 'stable' ? 0 : pool.feeRate
}

/** The pool's reserves in bare rao. */
export function reservesOf(pool: Pool): Reserves {
  return { tao: pool.tao.rao, alpha: pool.alpha.rao }
}

/**
 * The spot price: TAO per alpha for the smallest trade, `(w1 / w2) * (tao / alpha)` in U64F64, each step rounded down.
 * 0 when the pool holds no alpha, 1 for a stable pool.
 *
 * @throws InvalidPool, MixedTokens, UnknownCurve
 * @example
 * ```ts
 * import { Balance, spotPrice } from '@stake/math'
 * const pool = { curve: 'constantProduct', netuid: 1, tao: Balance.parse('1000'), alpha: Balance.parse('1500', 1), feeRate: 33 } as const
 * spotPrice(pool).format() // => 0.666666666
 * ```
 */
export function spotPrice(pool: Pool): Price {
  return Price.fromBits(curveOf(pool).price(reservesOf(pool)))
}

/** A move leads to another subnet. */
export function checkOtherSubnet(origin: Pool, destination: Pool): void {
  if (origin.netuid === destination.netuid) {
    throw new InvalidPool('netuid', destination.netuid, "another subnet's than the origin's")
  }
}

function checkTokens(pool: Pool): void {
  checkToken(0, pool.tao)
  checkToken(pool.netuid, pool.alpha)
}

function checkWeight(quoteWeight: bigint): void {
  if (typeof quoteWeight !== 'bigint' || quoteWeight < SMALLEST_WEIGHT || quoteWeight > LARGEST_WEIGHT) {
    throw new InvalidPool('quote weight', quoteWeight, 'a bigint from 0.01 to 0.99 in parts of 1e18')
  }
}

function checkFeeRate(feeRate: number): void {
  if (!Number.isInteger(feeRate) || feeRate < 0 || feeRate > FEE_RATE_ONE) {
    throw new InvalidPool('fee rate', feeRate, 'an integer from 0 to 65535')
  }
}
