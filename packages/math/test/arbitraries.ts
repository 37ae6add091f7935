import fc from 'fast-check'
import { Balance, type Pool, type Side, Tolerance } from '../src/index.ts'

export const NETUID = 7

/** The whole u64, small and large numbers alike. */
export const u64: fc.Arbitrary<bigint> = magnitude(2n ** 64n - 1n)

/** 21 million tokens: there is never more TAO, nor more alpha of a subnet. */
export const SUPPLY: bigint = 21n * 10n ** 15n

/** Reserves from MinimumReserve, below which a pool pays nothing, to the whole supply. */
export const reserve: fc.Arbitrary<bigint> = magnitude(SUPPLY, 10n ** 6n)

/** Reserves up to the whole u64, half of them within a factor of ten of the supply or of the largest u64. */
export const largeReserve: fc.Arbitrary<bigint> = fc.oneof(
  magnitude(2n ** 64n - 1n, 10n ** 6n),
  fc.bigInt({ min: SUPPLY / 10n, max: SUPPLY }),
  fc.bigInt({ min: 2n ** 61n, max: 2n ** 64n - 1n }),
)

/** Parts of 65535, the chain's default, none and its maximum among them. */
export const feeRate: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, 33, 10_000),
  fc.integer({ min: 0, max: 10_000 }),
)

export const side: fc.Arbitrary<Side> = fc.constantFrom('buy', 'sell')

/** Weights on the TAO side from 0.01 to 0.99: of two to eighteen decimals, and close around one half. */
export const quoteWeight: fc.Arbitrary<bigint> = fc.oneof(
  fc.integer({ min: 1, max: 99 }).map((hundredths) => BigInt(hundredths) * 10n ** 16n),
  fc.integer({ min: 10, max: 990 }).map((thousandths) => BigInt(thousandths) * 10n ** 15n),
  fc.bigInt({ min: 10n ** 16n, max: 99n * 10n ** 16n }),
  fc.bigInt({ min: 4n * 10n ** 17n, max: 6n * 10n ** 17n }),
  magnitude(10n ** 16n).map((off) => 5n * 10n ** 17n + off),
)

export const swapPool: fc.Arbitrary<Exclude<Pool, { curve: 'stable' }>> = fc
  .record({ tao: reserve, alpha: reserve, feeRate, quoteWeight: fc.option(quoteWeight, { nil: undefined }) })
  .map(({ tao, alpha, feeRate, quoteWeight }) => {
    const pool = { netuid: NETUID, tao: Balance.fromRao(tao), alpha: Balance.fromRao(alpha, NETUID), feeRate }
    return quoteWeight === undefined
      ? { curve: 'constantProduct', ...pool }
      : { curve: 'balancer', ...pool, quoteWeight }
  })

export const tolerance: fc.Arbitrary<Tolerance> = fc
  .oneof(fc.constantFrom(5_000_000n, 20_000_000n, 50_000_000n), fc.bigInt({ min: 1n, max: 10n ** 9n - 1n }))
  .map(Tolerance.fromPpb)

/** The reserve that a trade pays into, in rao. */
export function reserveIn(pool: Pool, side: Side): bigint {
  return side === 'buy' ? pool.tao.rao : pool.alpha.rao
}

/** The reserve that a trade is paid from, in rao. */
export function reserveOut(pool: Pool, side: Side): bigint {
  return side === 'buy' ? pool.alpha.rao : pool.tao.rao
}

/** An amount of the token that a trade on this side pays with. */
export function input(side: Side, rao: bigint): Balance {
  return Balance.fromRao(rao, side === 'buy' ? 0 : NETUID)
}

/** Numbers of all sizes up to `max`: as many with few digits as with many. */
export function magnitude(max: bigint, min = 0n): fc.Arbitrary<bigint> {
  const bits = max.toString(2).length
  return fc
    .oneof(
      fc.integer({ min: 1, max: bits }).chain((size) => fc.bigInt({ min: 0n, max: 2n ** BigInt(size) - 1n })),
      fc.constantFrom(min, max),
    )
    .map((value) => (value < min ? min : value > max ? max : value))
}
