import type { SubnetGenesis } from '@stake/devnet'
import { Balance } from '@stake/math'
import fc from 'fast-check'

const NIGHTLY = process.env.STAKE_NIGHTLY !== undefined

/** Of all random numbers of a file: told by `STAKE_SEED`, else new, and printed where something fails. */
export const seed: number = Number(process.env.STAKE_SEED) || Math.floor(Math.random() * 2 ** 31)

/** How often a property is tried: by day, and at night. */
export function runs(usual: number, nightly: number): { numRuns: number; seed: number; endOnFailure: true } {
  return { numRuns: NIGHTLY ? nightly : usual, seed, endOnFailure: true }
}

/** The random part of a subnet: what its pool holds. */
export interface RandomPool {
  /** Rao. */
  readonly tao: bigint
  readonly alpha: bigint
  /** Parts of 1e18. */
  readonly quoteWeight: bigint
  /** Parts of 65535. */
  readonly feeRate: number
}

/** Each order of magnitude as likely as the others. */
function magnitudes(least: number, most: number): fc.Arbitrary<bigint> {
  return fc
    .tuple(fc.integer({ min: least, max: most }), fc.integer({ min: 100_000, max: 999_999 }))
    .map(([digits, lead]) => (BigInt(lead) * 10n ** BigInt(digits)) / 100_000n)
}

/** Pools of ten to ten million TAO; a quarter with equal weights, the others as emission leaves them, or wild. */
export const randomPool: fc.Arbitrary<RandomPool> = fc.record({
  tao: magnitudes(10, 15),
  alpha: magnitudes(10, 15),
  quoteWeight: fc.oneof(
    fc.constant(500_000_000_000_000_000n),
    fc.integer({ min: 30, max: 70 }).map((hundredths) => BigInt(hundredths) * 10n ** 16n),
    fc.bigInt({ min: 460_000_000_000_000_000n, max: 540_000_000_000_000_000n }),
    fc.bigInt({ min: 50_000_000_000_000_000n, max: 950_000_000_000_000_000n }),
  ),
  feeRate: fc.constantFrom(33, 33, 33, 0, 655),
})

/** So many pools, the same for the same seed. */
export function randomPools(count: number): RandomPool[] {
  return fc.sample(randomPool, { numRuns: count, seed })
}

export function subnetOf(netuid: number, { tao, alpha, quoteWeight, feeRate }: RandomPool): SubnetGenesis {
  return {
    netuid,
    name: `Random ${netuid}`,
    symbol: 'ρ',
    tao: Balance.fromRao(tao).toString(),
    alpha: Balance.fromRao(alpha).toString(),
    quoteWeight,
    feeRate,
  }
}

export const tolerances: fc.Arbitrary<string> = fc.constantFrom(
  '0.01%',
  '0.1%',
  '0.5%',
  '0.5%',
  '2%',
  '5%',
  '30%',
)
export const modes: fc.Arbitrary<'strict' | 'partial' | 'unsafe'> = fc.constantFrom(
  'strict',
  'partial',
  'unsafe',
)
/** A part of a reserve or of a position, in parts per billion: as many tiny ones as large ones. */
export const parts: fc.Arbitrary<bigint> = magnitudes(3, 8)
