import fc from 'fast-check'
import { Balance, type BalancerPool, type ConstantProductPool, type Pool, Tolerance } from '../src/index.ts'
import { SUPPLY } from './arbitraries.ts'

/** A pool of a size and weight as on the live chain: 100 to 10 million TAO, at most 21 million alpha. */
export function livePool(netuid: number): fc.Arbitrary<BalancerPool> {
  return fc
    .record({
      tao: fc.bigInt({ min: 10n ** 11n, max: 10n ** 16n }),
      perTao: fc.integer({ min: 100, max: 1_000_000 }),
      feeRate: fc.constantFrom(0, 33, 196, 655),
      quoteWeight: fc.oneof(
        fc.constant(5n * 10n ** 17n),
        fc.bigInt({ min: 3n * 10n ** 17n, max: 7n * 10n ** 17n }),
        fc.integer({ min: 30, max: 70 }).map((hundredths) => BigInt(hundredths) * 10n ** 16n),
      ),
    })
    .map(({ tao, perTao, feeRate, quoteWeight }) => ({
      curve: 'balancer',
      netuid,
      tao: Balance.fromRao(tao),
      alpha: Balance.min(
        Balance.fromRao((tao * BigInt(perTao)) / 1_000n, netuid),
        Balance.fromRao(SUPPLY, netuid),
      ),
      feeRate,
      quoteWeight,
    }))
}

/** Root, or any subnet of mechanism 0. */
export function stablePool(netuid: number): Pool {
  const amount = 10n ** 15n
  return { curve: 'stable', netuid, tao: Balance.fromRao(amount), alpha: Balance.fromRao(amount, netuid) }
}

/** From a tenth to 10 percent. */
export const liveTolerance: fc.Arbitrary<Tolerance> = fc
  .bigInt({ min: 1_000_000n, max: 100_000_000n })
  .map(Tolerance.fromPpb)

/** A part of an amount, from a millionth to all of it. */
export const share: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: 1, max: 1_000_000 }),
  fc.integer({ min: 1, max: 10_000 }),
)

/** `share` millionths of an amount. */
export function part(amount: bigint, share: number): bigint {
  return (amount * BigInt(share)) / 1_000_000n
}

/** The trading pools of the README and the seed: 1000 TAO and 1500 alpha. */
export const alice: ConstantProductPool = {
  curve: 'constantProduct',
  netuid: 1,
  tao: Balance.parse('1000'),
  alpha: Balance.parse('1500', 1),
  feeRate: 33,
}
