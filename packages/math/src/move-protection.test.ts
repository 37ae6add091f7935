import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alice, livePool, liveTolerance, part, share, stablePool } from '../test/market.ts'
import { holds, RUNS } from '../test/property.ts'
import { MixedTokens } from './amount-errors.ts'
import { afterAuthorSale } from './author-sale.ts'
import { Balance } from './balance.ts'
import { protectedRoute, protectMove, UnprotectedMove } from './move-protection.ts'
import { quoteMove } from './move-quote.ts'
import { InvalidPool, type Pool, UnknownCurve } from './pool.ts'
import { protect } from './protection.ts'
import { quoteBuy, quoteSell } from './quote.ts'
import { SwapError } from './swap-error.ts'
import { Tolerance } from './tolerance.ts'

const halfPercent = Tolerance.parse('0.5%')
const deep = { curve: 'balancer', feeRate: 33, tao: Balance.parse('100000') } as const
const pool = (netuid: number, percent: bigint) => ({
  ...deep,
  netuid,
  alpha: Balance.parse('100000', netuid),
  quoteWeight: percent * 10n ** 16n,
})
const alpha = (text: string) => Balance.parse(text, 1)
const codeOf = ({ refusal }: { refusal?: { code: string } }) => refusal?.code

/** What a move without its fee loses at least of its value at the spot prices, as a fraction: two rao are rounding. */
function loss(origin: Pool, destination: Pool, amount: Balance): number {
  const { received, free, spotRatio, sale } = quoteMove(origin, destination, amount, { fees: false })
  const price = Number(sale.spotPrice.bits) / 2 ** 64
  const value = Number(amount.rao) * price
  const kept =
    (Number(received.rao) + 1) * (price / (Number(spotRatio.bits) / 2 ** 64)) + Number(free.rao) + 1
  return 1 - kept / value
}

describe('at unequal weights', () => {
  test('what strict takes loses no more than the tolerance, and so does the largest the chain would take', () => {
    holds([livePool(1), livePool(2), liveTolerance, share], (origin, destination, tolerance, share) => {
      fc.pre(origin.quoteWeight !== destination.quoteWeight)
      const amount = Balance.fromRao(part(origin.alpha.rao / 100n, share) + 10n ** 10n, 1)
      const move = protectMove(origin, destination, amount, 'strict', tolerance)
      fc.pre(move.result === 'full' && move.worst !== undefined)
      const most = Number(tolerance.ppb) / 1e9
      for (const moved of [amount, move.worst.requested]) {
        expect(loss(origin, destination, moved)).toBeLessThan(most + 1e-8)
      }
    })
  })

  test("the chain's cap alone lets 4 and 14 percent through at half a percent", () => {
    const little = protectMove(pool(1, 50n), pool(2, 49n), alpha('1'), 'strict', halfPercent)
    expect([codeOf(little), little.worstLossPpb]).toEqual(['UnprotectedMove', 43_603_858n])
    const more = protectMove(pool(1, 52n), pool(2, 48n), alpha('1'), 'strict', halfPercent)
    expect([codeOf(more), more.worstLossPpb]).toEqual(['UnprotectedMove', 142_216_771n])
    expect(more.worst?.spent).toEqual(more.largest)
    expect(more.refusal).toBeInstanceOf(UnprotectedMove)
    expect(more.refusal?.message).toBe(
      'The limit of this move allows a loss of 0.5%, but lets 14.2216771% through.',
    )
  })

  test('or lets nothing through at all', () => {
    const move = protectMove(pool(1, 48n), pool(2, 52n), alpha('1'), 'strict', halfPercent)
    expect([codeOf(move), move.largest?.rao, move.worst, move.worstLossPpb]).toEqual([
      'SlippageTooHigh',
      0n,
      undefined,
      undefined,
    ])
  })
})

describe('at equal weights', () => {
  const [from, to] = [pool(1, 50n), pool(2, 50n)]

  test('strict takes what is within, and refuses one rao more', () => {
    const { largest } = protectMove(from, to, alpha('1'), 'strict', halfPercent)
    expect(largest?.toString()).toBe('251.256281407')
    const full = protectMove(from, to, alpha('251.256281407'), 'strict', halfPercent)
    expect([full.result, full.worstLossPpb]).toEqual(['full', 4_999_999n])
    expect(full.quote).toEqual(quoteMove(from, to, alpha('251.256281407')))
    expect(codeOf(protectMove(from, to, alpha('251.256281408'), 'strict', halfPercent))).toBe(
      'SlippageTooHigh',
    )
  })

  test('partial moves what is within', () => {
    const { result, quote } = protectMove(from, to, alpha('1000'), 'partial', halfPercent)
    expect([result, quote?.spent.toString()]).toEqual(['partial', '251.256281407'])
  })

  test('unsafe moves everything', () => {
    const { result, limit, quote } = protectMove(from, to, alpha('1000'), 'unsafe', halfPercent)
    expect([result, limit, quote?.spent.toString()]).toEqual(['full', undefined, '1000'])
  })

  test('a limit given in place of the tolerance is held to what it says itself', () => {
    const limited = (mode: 'strict' | 'partial', limit: bigint) =>
      protectMove(from, to, alpha('1'), mode, halfPercent, limit)
    expect(limited('strict', 900_000_000n)).toMatchObject({ result: 'full', worstLossPpb: 99_999_999n })
    expect(limited('strict', 0n).refusal?.message).toBe(
      'The limit of this move allows a loss of 100%, but lets 97.2139793% through.',
    )
    expect(codeOf(limited('partial', 0n))).toBe('UnprotectedMove')
    expect(codeOf(limited('strict', 10n ** 9n))).toBe('SlippageTooHigh')
  })

  test('partial bears up to twice of what the limit allows', () => {
    const lighter = { ...to, quoteWeight: 4999n * 10n ** 14n }
    const heavier = { ...to, quoteWeight: 498n * 10n ** 15n }
    const strict = protectMove(from, lighter, alpha('1'), 'strict', halfPercent)
    expect([codeOf(strict), strict.worstLossPpb]).toEqual(['UnprotectedMove', 5_397_382n])
    expect(protectMove(from, lighter, alpha('1'), 'partial', halfPercent).result).toBe('full')
    expect(codeOf(protectMove(from, heavier, alpha('1'), 'partial', halfPercent))).toBe('UnprotectedMove')
  })
})

describe('the smallest move', () => {
  const of = (rao: bigint) =>
    protectMove(stablePool(9), pool(2, 50n), Balance.fromRao(rao, 9), 'strict', halfPercent)

  test('must bring more than the minimum stake', () => {
    expect(codeOf(of(2_000_000n))).toBe('AmountTooLow')
    expect(of(2_000_001n).result).toBe('full')
  })

  test('a sale that cannot be made is told as the chain tells it, with its reason', () => {
    const { refusal } = protectMove(alice, pool(2, 50n), Balance.fromRao(1n, 1), 'unsafe', halfPercent)
    expect(refusal).toMatchObject({ code: 'InsufficientLiquidity', cause: { code: 'ReservesTooLow' } })
  })
})

test('with a stable pool the limit is one on the price of the other, and protects', () => {
  const toRoot = protectMove(pool(1, 48n), stablePool(0), alpha('100'), 'strict', halfPercent)
  expect([toRoot.result, toRoot.worstLossPpb]).toEqual(['full', 2_504_348n])
  const fromRoot = protectMove(stablePool(0), pool(2, 52n), Balance.parse('100'), 'strict', halfPercent)
  expect([fromRoot.result, fromRoot.worstLossPpb]).toEqual(['full', 2_504_348n])
})

test('what is wrong with the question is thrown', () => {
  expect(() => protectMove(alice, alice, alpha('1'), 'strict', halfPercent)).toThrow(InvalidPool)
  expect(() => protectMove(alice, pool(2, 50n), Balance.parse('1'), 'strict', halfPercent)).toThrow(
    MixedTokens,
  )
  const unknown = { ...alice, curve: 'superellipse' } as unknown as Pool
  expect(() => protectMove(unknown, pool(2, 50n), alpha('1'), 'strict', halfPercent)).toThrow(UnknownCurve)
})

describe('the protected route', () => {
  test('stakes the TAO that its sale guarantees, and receives at least what it says', () => {
    holds(
      [livePool(1), livePool(2), liveTolerance, share, share, share],
      (origin, destination, tolerance, share, before, between) => {
        const amount = Balance.fromRao(part(origin.alpha.rao / 1_000n, share) + 10n ** 10n, 1)
        let route: ReturnType<typeof protectedRoute>
        try {
          route = protectedRoute(origin, destination, amount, tolerance)
        } catch (error) {
          expect((error as SwapError).code).toMatch(/SlippageTooHigh|AmountTooLow|ToleranceTooFine/)
          return
        }
        expect(route.guaranteed.add(route.free)).toEqual(route.sale.received)

        // Others trade on both pools before it.
        const sold = quoteSell(origin, Balance.fromRao(part(origin.alpha.rao / 50n, before) + 10n ** 7n, 1))
        const bought = quoteBuy(
          destination,
          Balance.fromRao(part(destination.tao.rao / 50n, between) + 10n ** 7n),
        )
        const sale = protect(afterAuthorSale(sold), 'sell', amount, 'strict', tolerance, route.saleLimit)
        const purchase = protect(
          bought.after,
          'buy',
          route.guaranteed,
          'strict',
          tolerance,
          route.purchaseLimit,
        )
        if (sale.quote) expect(sale.quote.received.rao + 2n >= route.guaranteed.rao).toBe(true)
        if (purchase.quote) expect(purchase.quote.received.rao + 2n >= route.leastReceived.rao).toBe(true)
      },
      RUNS / 3,
    )
  })

  test('is refused where a trade of it would be', () => {
    const route = (amount: string) => () => protectedRoute(alice, pool(2, 50n), alpha(amount), halfPercent)
    expect(route('100')).toThrow(SwapError)
    expect(route('1')).not.toThrow()
  })
})

test('refusals keep the order of the chain: the size of the move before what the destination could not take', () => {
  const tiny = { ...pool(2, 50n), tao: Balance.parse('0.1'), alpha: Balance.parse('0.1', 2) }
  const refusedAs = (amount: string, mode: 'strict' | 'unsafe') =>
    codeOf(protectMove(pool(1, 50n), tiny, alpha(amount), mode, halfPercent))
  expect(refusedAs('1000', 'unsafe')).toBe('SwapInputTooLarge')
  expect(refusedAs('1000', 'strict')).toBe('SlippageTooHigh')
})

test('a ratio too small for 64 bits lets nothing through', () => {
  const cheap = {
    ...pool(1, 50n),
    tao: Balance.fromRao(10n ** 14n),
    alpha: Balance.fromRao(10n ** 19n, 1),
  }
  const dear = { ...pool(2, 1n), tao: Balance.fromRao(2n ** 64n - 1n), alpha: Balance.fromRao(10n ** 6n, 2) }
  const move = protectMove(cheap, dear, Balance.fromRao(10n ** 18n, 1), 'partial', halfPercent, 1n)
  expect(move.quote?.spotRatio.bits).toBe(0n)
  expect([move.result, move.largest?.rao, move.quote?.spent.rao]).toEqual(['partial', 0n, 0n])
})
