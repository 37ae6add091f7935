import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  input,
  largeReserve,
  magnitude,
  NETUID,
  quoteWeight,
  reserve,
  reserveIn,
  reserveOut,
  SUPPLY,
  side,
  swapPool,
  u64,
} from '../test/arbitraries.ts'
import { exactPowerFloor } from '../test/exact-power.ts'
import { holds } from '../test/property.ts'
import { InvalidAmount, MixedTokens } from './amount-errors.ts'
import { Balance } from './balance.ts'
import type { Side } from './curve.ts'
import { FIXED_MAX } from './fixed-point.ts'
import { limitBits } from './limited-swap.ts'
import { type Pool, spotPrice } from './pool.ts'
import { type QuoteOptions, quoteBuy, quoteSell, type SwapQuote } from './quote.ts'
import { SwapError } from './swap-error.ts'

const alice = {
  curve: 'constantProduct',
  netuid: 1,
  tao: Balance.parse('1000'),
  alpha: Balance.parse('1500', 1),
  feeRate: 33,
} as const

const quote = (side: Side, pool: Pool, rao: bigint, options?: QuoteOptions): SwapQuote =>
  (side === 'buy' ? quoteBuy : quoteSell)(pool, input(side, rao), options)

/** The quote, or undefined where the chain would refuse. */
const quoted = (side: Side, pool: Pool, rao: bigint, options?: QuoteOptions): SwapQuote | undefined => {
  try {
    return quote(side, pool, rao, options)
  } catch (error) {
    if (error instanceof SwapError) return undefined
    throw error
  }
}

/** A pool with an amount of up to a hundred reserves on one side. */
const trade = fc
  .record({ side, pool: swapPool, portion: magnitude(100n * 2n ** 32n) })
  .map(({ side, pool, portion }) => ({ side, pool, rao: (reserveIn(pool, side) * portion) >> 32n }))

/** The same far beyond the supply, and more often near it: truncations show there. */
const largeTrade = fc
  .record({ trade, tao: largeReserve, alpha: largeReserve, portion: magnitude(1000n * 2n ** 32n) })
  .map(({ trade: { side, pool: small }, tao, alpha, portion }) => {
    const pool = { ...small, tao: Balance.fromRao(tao), alpha: Balance.fromRao(alpha, NETUID) }
    const rao = (reserveIn(pool, side) * portion) >> 32n
    return { side, pool, rao: rao < 2n ** 64n ? rao : 2n ** 64n - 1n }
  })

const supply = (netuid: number) => Balance.fromRao(SUPPLY, netuid)

/** The weights that a payout's power is made of, in parts of 1e18. */
const weights = (pool: Pool, side: Side): [bigint, bigint] => {
  const quoteWeight = pool.curve === 'balancer' ? pool.quoteWeight : 5n * 10n ** 17n
  const baseWeight = 10n ** 18n - quoteWeight
  return side === 'buy' ? [quoteWeight, baseWeight] : [baseWeight, quoteWeight]
}

describe("the seed's example: Alice stakes 100 TAO into 1000 TAO and 1500 alpha", () => {
  test('without fee', () => {
    const quote = quoteBuy(alice, Balance.parse('100'), { fees: false })
    expect(quote.received.toString()).toBe('136.363636363')
    expect(quote.fee.isZero()).toBe(true)
    expect(quote.spotPrice.format()).toBe('0.666666666')
    expect(quote.endPrice.format()).toBe('0.806666666')
    expect(quote.averagePrice.format()).toBe('0.733333333')
    expect(quote.after.tao.toString()).toBe('1100')
    expect(quote.after.alpha.toString()).toBe('1363.636363637')
  })

  test('with the fee of 33 / 65535', () => {
    const quote = quoteBuy(alice, Balance.parse('100'))
    expect(quote.fee.toString()).toBe('0.050354772')
    expect(quote.paidIn.toString()).toBe('99.949645228')
    // Exactly 136.301210234877…, which the documents round to …235; the chain rounds down.
    expect(quote.received.toString()).toBe('136.301210234')
  })
})

describe('every quote', () => {
  test('accounts for each rao', () => {
    holds([trade, u64], ({ side, pool, rao }, limitPrice) => {
      const q = quoted(side, pool, rao, { limitPrice })
      fc.pre(q !== undefined)
      expect(q.spent.rao).toBe(q.paidIn.rao + q.fee.rao)
      expect(q.rest.rao).toBe(rao > q.spent.rao ? rao - q.spent.rao : 0n)
      if (!q.limitHit) expect(q.spent.rao).toBe(rao)
      expect(reserveIn(q.after, side)).toBe(reserveIn(pool, side) + q.paidIn.rao)
      expect(reserveOut(q.after, side)).toBe(reserveOut(pool, side) - q.received.rao)
    })
  })

  test('costs at least the spot price for its buyer and seller', () => {
    holds([trade], ({ side, pool, rao }) => {
      const q = quoted(side, { ...pool, feeRate: 0 }, rao)
      fc.pre(q !== undefined && !q.spent.isZero())
      // One rao of output more than the ideal formula is all that the chain's truncations can pay.
      const [spot, average] = [q.spotPrice.bits, q.averagePrice.bits]
      const slack = (1n << 64n) / (side === 'buy' ? 1n : q.spent.rao) + 1n
      if (side === 'sell') expect(average <= spot + slack).toBe(true)
      else expect(q.spent.rao << 64n >= spot * (q.received.rao - 1n)).toBe(true)
    })
  })
})

/** What two truncations to parts of 1e18 and of 2^64 can add to a payout, as a part of the reserve it comes from. */
const TRUNCATION = 1.06e-18

const exponent = (pool: Pool, side: Side) => {
  const [weight, other] = weights(pool, side)
  return Number(weight) / Number(other)
}

/** |exponent * ln(base)| of a trade; above 90 the chain's series is not a power any more. */
const logarithm = ({ pool, side, after }: SwapQuote) =>
  exponent(pool, side) * Math.log(Number(reserveIn(after, side)) / Number(reserveIn(pool, side)))

describe('within a limit', () => {
  /** Limits around the price, from a rao beyond it to a thousand times. */
  const limited = fc
    .record({ trade: largeTrade, beyond: magnitude(1000n * 2n ** 40n) })
    .map(({ trade: { side, pool, rao }, beyond }) => {
      const price = spotPrice(pool).rao
      const away = ((price * beyond) >> 40n) + 1n
      const limitPrice = side === 'buy' ? price + away : price - (away % (price + 1n))
      return { side, pool, rao, limitPrice: limitPrice < 2n ** 64n ? limitPrice : 2n ** 64n - 1n }
    })

  /** Bits of U64F64 by which a trade ended beyond its limit. */
  const crossedBy = ({ side, endPrice }: SwapQuote, limitPrice: bigint) =>
    Number(side === 'buy' ? endPrice.bits - limitBits(limitPrice) : limitBits(limitPrice) - endPrice.bits)

  test('it ends there or before, but for the roundings of price and payout', () => {
    holds([limited], ({ side, pool, rao, limitPrice }) => {
      const q = quoted(side, pool, rao, { limitPrice })
      fc.pre(q !== undefined && reserveOut(q.after, side) > 0n)
      const weights = side === 'buy' ? 1 / exponent(pool, side) : exponent(pool, side)
      // A price is rounded down three times: the weights' ratio, the reserves' ratio and their product.
      const roundings = ({ tao, alpha }: Pool) => weights + Number(tao.rao) / Number(alpha.rao) + 1
      const limit = Number(limitBits(limitPrice))
      const price = side === 'buy' ? (limit / Number(q.spotPrice.bits)) * roundings(pool) : roundings(q.after)
      const payout = (limit * TRUNCATION * Number(reserveOut(pool, side))) / Number(reserveOut(q.after, side))
      expect(crossedBy(q, limitPrice)).toBeLessThanOrEqual(price + payout)
    })
  })

  test('in a pool as on mainnet it never ends a whole rao beyond, as prices are reported', () => {
    holds([limited], ({ side, pool, rao, limitPrice }) => {
      const { tao, alpha } = pool
      fc.pre(tao.rao <= SUPPLY && alpha.rao <= SUPPLY && tao.rao <= alpha.rao * 1000n)
      fc.pre(exponent(pool, side) <= 1.5 && exponent(pool, side) >= 1 / 1.5)
      const q = quoted(side, pool, rao, { limitPrice })
      fc.pre(q !== undefined)
      expect(crossedBy(q, limitPrice)).toBeLessThan(2 ** 64 / 1e9)
      if (side === 'buy') expect(q.endPrice.rao <= limitPrice).toBe(true)
    })
  })

  test('a buy that drains the pool passes any limit', () => {
    // The power of a thousandth is below 1e-18 from an exponent of six, the quotient of the weights.
    const heavy = fc.bigInt({ min: 86n * 10n ** 16n, max: 90n * 10n ** 16n })
    const draining = fc.record({
      tao: magnitude(2n ** 53n, 10n ** 6n),
      alpha: reserve,
      weight: heavy,
      limit: u64,
    })
    holds([draining], ({ tao, alpha, weight, limit }) => {
      const pool = {
        curve: 'balancer' as const,
        netuid: NETUID,
        tao: Balance.fromRao(tao),
        alpha: Balance.fromRao(alpha, NETUID),
        feeRate: 0,
        quoteWeight: weight,
      }
      fc.pre(spotPrice(pool).bits < limitBits(limit))
      const q = quote('buy', pool, tao * 1000n, { limitPrice: limit })
      expect([q.limitHit, q.received.rao, q.after.alpha.rao, q.endPrice.bits]).toEqual([false, alpha, 0n, 0n])
    })
  })
})

describe('without limit hit', () => {
  test('more in never gives less out, as long as the series is a power', () => {
    holds([trade, u64], ({ side, pool, rao }, more) => {
      const [less, larger] = [quoted(side, pool, rao), quoted(side, pool, rao + (more % (rao + 1n)))]
      fc.pre(less !== undefined && larger !== undefined && !larger.limitHit && logarithm(larger) <= 90)
      expect(larger.received.rao >= less.received.rao).toBe(true)
    })
  })

  test('the output is at least the ideal one rounded down, and above it at most what was truncated', () => {
    holds([largeTrade], ({ side, pool, rao }) => {
      const q = quoted(side, pool, rao)
      fc.pre(q !== undefined && !q.limitHit && logarithm(q) <= 90)
      const scale = 2n ** 200n
      const [weight, other] = weights(pool, side)
      const kept = exactPowerFloor(reserveIn(pool, side), reserveIn(q.after, side), weight, other, scale)
      fc.pre(kept !== undefined)
      const reserve = reserveOut(pool, side)
      const ideal = (reserve * (scale - kept - 1n)) / scale
      const above = q.received.rao - ideal
      expect(above >= 0n && above <= (reserve * 106n + 10n ** 20n - 1n) / 10n ** 20n).toBe(true)
    })
  })

  describe('a round trip', () => {
    const roundTrip = ({ side, pool, rao }: { side: Side; pool: Pool; rao: bigint }) => {
      const there = quoted(side, pool, rao)
      fc.pre(there !== undefined && reserveIn(there.after, side) < 2n ** 64n - 1n)
      const back = quoted(side === 'buy' ? 'sell' : 'buy', there.after, there.received.rao)
      fc.pre(back !== undefined)
      return { there, gain: back.received.rao - there.paidIn.rao }
    }

    test('never gains in a pool as on mainnet: up to the supply, at weights from 0.4 to 0.6', () => {
      holds([largeTrade], (trade) => {
        fc.pre(exponent(trade.pool, 'buy') <= 1.5 && exponent(trade.pool, 'buy') >= 1 / 1.5)
        const { there, gain } = roundTrip(trade)
        fc.pre(there.after.tao.rao <= SUPPLY && there.after.alpha.rao <= SUPPLY)
        expect(gain <= 0n).toBe(true)
      })
    })

    test('gains at most what both legs truncate, whatever the weights and reserves', () => {
      holds([largeTrade], (trade) => {
        const { there, gain } = roundTrip(trade)
        const { side, pool, after } = there
        const power = exponent(pool, side)
        const kept = (Number(reserveIn(pool, side)) / Number(reserveIn(after, side))) ** power
        fc.pre(kept > 1e-12)
        const legs = Number(reserveIn(pool, side)) / power / kept + Number(reserveIn(after, side))
        expect(Number(gain)).toBeLessThanOrEqual(legs * TRUNCATION)
      })
    })

    test('can gain two rao at a weight of 0.01', () => {
      const quoteWeight = 10n ** 16n
      const pool = {
        ...alice,
        curve: 'balancer',
        tao: supply(0),
        alpha: supply(1),
        feeRate: 0,
        quoteWeight,
      } as const
      const { received, after } = quoteBuy(pool, Balance.fromRao(14_551n))
      expect([received.rao, quoteSell(after, received).received.rao]).toEqual([147n, 14_553n])
    })
  })

  test('splitting an order in two never pays more, but for the rao of each leg', () => {
    holds([trade, fc.bigInt({ min: 0n, max: 2n ** 32n })], ({ side, pool, rao }, portion) => {
      const free = { ...pool, feeRate: 0 }
      const first = (rao * portion) >> 32n
      const whole = quoted(side, free, rao)
      const one = quoted(side, free, first)
      fc.pre(whole !== undefined && one !== undefined && logarithm(whole) <= 90)
      const two = quoted(side, one.after, rao - first)
      fc.pre(two !== undefined && !whole.limitHit && !one.limitHit && !two.limitHit)
      const difference = one.received.rao + two.received.rao - whole.received.rao
      expect(difference <= 2n).toBe(true)
    })
  })
})

describe('the order of checks', () => {
  const small = { ...alice, tao: Balance.fromRao(5n), alpha: Balance.fromRao(5n, 1) }

  test.each([
    ['SwapInputTooLarge', 'before all else', 5001n, { fees: false, limitPrice: 0n }],
    ['ReservesTooLow', 'before the limit', 5000n, { fees: false, limitPrice: 0n }],
  ] as const)('%s comes %s', (code, _place, rao, options) => {
    expect(() => quoteBuy(small, Balance.fromRao(rao), options)).toThrow(expect.objectContaining({ code }))
  })

  test('the limit must be strictly beyond the price', () => {
    const even = { ...alice, alpha: Balance.parse('1000', 1) }
    for (const attempt of [
      () => quoteBuy(even, Balance.parse('1'), { limitPrice: 10n ** 9n }),
      () => quoteSell(even, Balance.parse('1', 1), { limitPrice: 10n ** 9n }),
    ]) {
      expect(attempt).toThrow(expect.objectContaining({ code: 'PriceLimitExceeded' }))
    }
    expect(quoteBuy(even, Balance.parse('1'), { limitPrice: 10n ** 9n + 1n }).limitHit).toBe(true)
    expect(quoteSell(even, Balance.parse('1', 1), { limitPrice: 10n ** 9n - 1n }).limitHit).toBe(true)
  })

  test('an input for which nothing is paid is refused', () => {
    const dear = { ...alice, alpha: Balance.fromRao(2_000_000n, 1) }
    expect(() => quoteBuy(dear, Balance.fromRao(1n))).toThrow(
      expect.objectContaining({ code: 'ReservesTooLow' }),
    )
  })

  test('exactly a thousand reserves still pass, net of the fee', () => {
    const rao = alice.tao.rao * 1000n
    expect(quoteBuy(alice, Balance.fromRao(rao), { fees: false }).paidIn.rao).toBe(rao)
    expect(quoteBuy(alice, Balance.fromRao(rao + 1n)).paidIn.rao < rao).toBe(true)
  })
})

describe('nothing traded', () => {
  test('zero in, zero out, at the spot price', () => {
    holds([swapPool, side], (pool, side) => {
      const q = quoted(side, pool, 0n)
      fc.pre(q !== undefined)
      expect([q.spent.rao, q.received.rao, q.averagePrice.bits]).toEqual([0n, 0n, q.spotPrice.bits])
    })
  })

  test('a fee of everything is paid for nothing', () => {
    const q = quoteBuy({ ...alice, feeRate: 65535 }, Balance.parse('1'))
    expect([q.fee.toString(), q.paidIn.toString(), q.received.toString()]).toEqual(['1', '0', '0'])
    expect(q.averagePrice.bits).toBe(FIXED_MAX)
    expect(quoteSell({ ...alice, feeRate: 65535 }, Balance.parse('1', 1)).averagePrice.bits).toBe(0n)
  })
})

describe('the quirks', () => {
  test('a limited buy never takes more than 17.446744 reserves', () => {
    const quote = quoteBuy(alice, Balance.parse('900000'), { limitPrice: 300_000n * 10n ** 9n })
    expect(quote.limitHit).toBe(true)
    expect(quote.paidIn.toString()).toBe('17446.744073709')
  })

  test('a buy that drains the pool passes any limit', () => {
    const pool = { ...alice, curve: 'balancer', quoteWeight: 900_000_000_000_000_000n } as const
    const quote = quoteBuy(pool, Balance.parse('500000'), { limitPrice: 10n ** 9n })
    expect(quote.limitHit).toBe(false)
    expect(quote.after.alpha.isZero()).toBe(true)
    expect(quote.received.equals(alice.alpha)).toBe(true)
    expect(quote.endPrice.bits).toBe(0n)
  })

  test('a limit fill can take more than was asked for, where the payout is beyond 18 digits', () => {
    const quoteWeight = 10n ** 16n
    const tao = Balance.fromRao(2n ** 61n)
    const pool = {
      ...alice,
      curve: 'balancer',
      tao,
      alpha: Balance.fromRao(10n ** 6n, 1),
      feeRate: 0,
      quoteWeight,
    } as const
    const quote = quoteSell(pool, Balance.fromRao(519_912n, 1))
    expect([quote.limitHit, quote.spent.rao, quote.rest.rao]).toEqual([true, 598_028n, 0n])
  })

  test('plain trades stop at the widest limits', () => {
    const dear = { ...alice, tao: Balance.parse('1000000'), alpha: Balance.parse('10', 1) }
    expect(quoteBuy(dear, Balance.parse('10000000')).limitHit).toBe(true)
    const cheap = { ...alice, tao: Balance.parse('1'), alpha: Balance.parse('10000', 1) }
    expect(quoteSell(cheap, Balance.parse('9000000', 1)).limitHit).toBe(true)
  })
})

describe('the stable pool', () => {
  const stable = fc.record({ tao: reserve, alpha: reserve }).map(({ tao, alpha }) => ({
    curve: 'stable' as const,
    netuid: NETUID,
    tao: Balance.fromRao(tao),
    alpha: Balance.fromRao(alpha, NETUID),
  }))

  test('trades one to one, without fee, whatever the limit', () => {
    holds([stable, side, u64, u64], (pool, side, rao, limitPrice) => {
      const q = quote(side, pool, rao, { limitPrice })
      expect([q.received.rao, q.fee.rao, q.rest.rao, q.limitHit]).toEqual([rao, 0n, 0n, false])
      expect([q.spotPrice.format(), q.endPrice.format()]).toEqual(['1.000000000', '1.000000000'])
    })
  })
})

describe('bad input', () => {
  test('mixed tokens are refused', () => {
    holds([swapPool, fc.integer({ min: 1, max: 65535 }), u64], (pool, netuid, rao) => {
      expect(() => quoteBuy(pool, Balance.fromRao(rao, netuid))).toThrow(MixedTokens)
      fc.pre(netuid !== NETUID)
      expect(() => quoteSell(pool, Balance.fromRao(rao, netuid))).toThrow(MixedTokens)
      expect(() => quoteSell(pool, Balance.fromRao(rao))).toThrow(MixedTokens)
    })
  })

  test.each([-1n, 2n ** 64n, 5 as unknown as bigint])('a limit price of %s is refused', (limitPrice) => {
    expect(() => quoteBuy(alice, Balance.parse('1'), { limitPrice })).toThrow(InvalidAmount)
  })

  test('every weight from 0.01 to 0.99 is quoted', () => {
    holds([quoteWeight, side], (quoteWeight, side) => {
      const pool = { ...alice, netuid: NETUID, alpha: Balance.parse('1500', NETUID) }
      const q = quote(side, { ...pool, curve: 'balancer', quoteWeight }, 10n ** 9n)
      expect(q.received.isZero()).toBe(false)
    })
  })
})
