import {
  Balance,
  type BalancerPool,
  largestMoveWithin,
  moveLimit,
  protect,
  quoteMove,
  StakeError,
  Tolerance,
} from '@stake/math'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { parseOperation, preview } from '../src/index.ts'
import { ALICE, BOB, numbersOf, poolOf } from './numbers.ts'

const NIGHTLY = process.env.STAKE_NIGHTLY !== undefined
vi.setConfig({ testTimeout: NIGHTLY ? 600_000 : 30_000 })
const seed = Number(process.env.STAKE_SEED) || undefined
const runs = { numRuns: NIGHTLY ? 50_000 : 1_000, ...(seed !== undefined && { seed }) }

const reserves = fc.integer({ min: 1_000, max: 1_000_000 })
/** Equal ones too: of those strict lets something through. */
const weights = fc
  .oneof(fc.constant(50), fc.integer({ min: 45, max: 55 }))
  .map((hundredths) => BigInt(hundredths) * 10n ** 16n)
const pools = (netuid: number) =>
  fc
    .tuple(reserves, reserves, weights)
    .map(([tao, alpha, quoteWeight]) => poolOf(netuid, String(tao), String(alpha), { quoteWeight }))

/** What a move loses against both spot prices, fees apart, in parts per billion. */
function lossPpb(origin: BalancerPool, destination: BalancerPool, amount: Balance): bigint {
  const { sale, purchase, spent, received } = quoteMove(origin, destination, amount, { fees: false })
  if (!purchase) return 0n
  const given = spent.rao * sale.spotPrice.bits
  // Each of the two trades is rounded down to a rao.
  const taken = (received.rao + 1n) * purchase.spotPrice.bits + (1n << 64n)
  return given > taken ? ((given - taken) * 1_000_000_000n) / given : 0n
}

const wish = (amount: Balance, tolerance: string, route: 'direct' | 'protected') =>
  parseOperation({
    id: '1',
    kind: 'swap',
    coldkey: ALICE,
    hotkey: BOB,
    netuid: 1,
    toNetuid: 2,
    amount: amount.toString(),
    tolerance,
    route,
  })

const moves = fc.record({
  origin: pools(1),
  destination: pools(2),
  // Parts per million of the origin's alpha.
  part: fc.oneof(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 100_000 })),
  tolerance: fc.constantFrom('0.1%', '0.5%', '2%'),
})
const amountOf = (origin: BalancerPool, part: number) =>
  Balance.fromRao((origin.alpha.rao * BigInt(part)) / 1_000_000n, 1)

describe('with unequal weights', () => {
  test('strict never lets a loss beyond the tolerance through; the chain’s cap alone would', () => {
    let accepted = 0
    let naive = 0
    fc.assert(
      fc.property(moves, ({ origin, destination, part, tolerance }) => {
        const amount = amountOf(origin, part)
        const allowed = Tolerance.parse(tolerance).ppb
        const { chosen } = preview(wish(amount, tolerance, 'direct'), numbersOf([origin, destination]))
        if (chosen.result === 'full') {
          accepted++
          expect(lossPpb(origin, destination, amount)).toBeLessThanOrEqual(allowed)
          // Not even for the largest amount that the call would let through.
          const largest = Balance.min(chosen.largest ?? amount, Balance.fromRao(origin.alpha.rao * 1000n, 1))
          expect(lossPpb(origin, destination, largest)).toBeLessThanOrEqual(allowed)
        }
        if (chosen.refusal?.code === 'AmountTooLow') return
        // What a client does that trusts the cap.
        try {
          const cap = largestMoveWithin(
            origin,
            destination,
            moveLimit(origin, destination, Tolerance.parse(tolerance)),
          )
          if (amount.compare(cap) <= 0 && lossPpb(origin, destination, amount) > allowed) {
            naive++
            expect(chosen.result).toBe('refused')
            expect(chosen.refusal?.remedy).toContain('route `protected`')
          }
        } catch (error) {
          if (!(error instanceof StakeError)) throw error
        }
      }),
      runs,
    )
    expect(accepted).toBeGreaterThan(20)
    expect(naive).toBeGreaterThan(20)
  })

  test('the protected route keeps its promise whatever others trade before, or nothing happens', () => {
    let through = 0
    fc.assert(
      fc.property(
        moves,
        fc.integer({ min: -5_000, max: 5_000 }),
        fc.integer({ min: -5_000, max: 5_000 }),
        ({ origin, destination, part, tolerance }, here, there) => {
          const amount = amountOf(origin, Math.ceil(part / 20))
          const numbers = numbersOf([origin, destination])
          const shown = preview(wish(amount, tolerance, 'protected'), numbers)
          const { guaranteed, leastReceived, chosen } = shown as typeof shown & { guaranteed?: Balance }
          if (chosen.result === 'refused' || !guaranteed || !leastReceived) return
          // Reserves as others leave them; the limits are those of the plan.
          const sold = trade(shift(origin, here), 'sell', amount, chosen.limitPrice)
          if (!sold) return
          expect(sold.compare(guaranteed)).toBeGreaterThanOrEqual(0)
          const limit = shown.swaps[1]?.limitPrice
          const bought = trade(shift(destination, there), 'buy', guaranteed, limit)
          if (!bought) return
          through++
          expect(bought.compare(leastReceived)).toBeGreaterThanOrEqual(0)
        },
      ),
      runs,
    )
    expect(through).toBeGreaterThan(50)
  })
})

/** A pool whose TAO differs by so many parts per million, and its alpha the other way. */
function shift(pool: BalancerPool, parts: number): BalancerPool {
  const scaled = (rao: bigint, by: number) => (rao * BigInt(1_000_000 + by)) / 1_000_000n
  return {
    ...pool,
    tao: Balance.fromRao(scaled(pool.tao.rao, parts)),
    alpha: Balance.fromRao(scaled(pool.alpha.rao, -parts), pool.netuid),
  }
}

/** What a strict trade at a limit brings; undefined where the chain refuses it. */
function trade(
  pool: BalancerPool,
  side: 'buy' | 'sell',
  amount: Balance,
  limit: bigint | undefined,
): Balance | undefined {
  const { result, quote } = protect(pool, side, amount, 'strict', Tolerance.parse('1%'), limit)
  return result === 'full' ? quote?.received : undefined
}
