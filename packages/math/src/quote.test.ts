import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  input,
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

/** Whether a pool holds no more than there is of each token. */
const canExist = ({ tao, alpha }: Pool) => tao.rao <= SUPPLY && alpha.rao <= SUPPLY

/** A pool with an amount of up to a hundred reserves on one side. */
const trade = fc
  .record({ side, pool: swapPool, portion: magnitude(100n * 2n ** 32n) })
  .map(({ side, pool, portion }) => ({ side, pool, rao: (reserveIn(pool, side) * portion) >> 32n }))

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
      expect(q.rest.rao).toBe(rao - q.spent.rao)
      expect(q.limitHit || q.rest.isZero()).toBe(true)
      expect(reserveIn(q.after, side)).toBe(reserveIn(pool, side) + q.paidIn.rao)
      expect(reserveOut(q.after, side)).toBe(reserveOut(pool, side) - q.received.rao)
    })
  })

  const endsWithin = ({ side, endPrice }: SwapQuote, limitPrice: bigint) =>
    side === 'buy' ? endPrice.bits <= limitBits(limitPrice) : endPrice.bits >= limitBits(limitPrice)

  test('ends at or within its limit, unless it drained the pool', () => {
    holds([trade, u64], ({ side, pool, rao }, limitPrice) => {
      const q = quoted(side, pool, rao, { limitPrice })
      fc.pre(q !== undefined && canExist(q.after) && reserveOut(q.after, side) > 0n)
      expect(endsWithin(q, limitPrice)).toBe(true)
    })
  })

  test('in a pool larger than the supply it may pass the limit by the last rao paid out', () => {
    holds([trade, u64], ({ side, pool, rao }, limitPrice) => {
      const q = quoted(side, pool, rao, { limitPrice })
      fc.pre(q !== undefined && reserveOut(q.after, side) > 0n)
      const { tao, alpha } = q.after
      const less = Balance.fromRao(1n, side === 'buy' ? NETUID : 0)
      const before =
        side === 'buy' ? { ...q.after, alpha: alpha.add(less) } : { ...q.after, tao: tao.add(less) }
      expect(endsWithin({ ...q, endPrice: spotPrice(before) }, limitPrice)).toBe(true)
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

describe('without limit hit', () => {
  test('more in never gives less out', () => {
    holds([trade, u64], ({ side, pool, rao }, more) => {
      const [less, larger] = [quoted(side, pool, rao), quoted(side, pool, rao + (more % (rao + 1n)))]
      fc.pre(less !== undefined && larger !== undefined && !larger.limitHit)
      expect(larger.received.rao >= less.received.rao).toBe(true)
    })
  })

  test('a round trip never gains', () => {
    holds([trade], ({ side, pool, rao }) => {
      const there = quoted(side, pool, rao)
      fc.pre(there !== undefined && canExist(there.after))
      const back = quoted(side === 'buy' ? 'sell' : 'buy', there.after, there.received.rao)
      fc.pre(back !== undefined)
      expect(back.received.rao <= there.paidIn.rao).toBe(true)
    })
  })

  test('at equal weights the output is the ideal one rounded down, or a rao more', () => {
    holds([trade], ({ side, pool, rao }) => {
      fc.pre(pool.curve === 'constantProduct')
      const q = quoted(side, pool, rao)
      fc.pre(q !== undefined && !q.limitHit)
      const ideal = (reserveOut(pool, side) * q.paidIn.rao) / (reserveIn(pool, side) + q.paidIn.rao)
      expect(q.received.rao - ideal === 0n || q.received.rao - ideal === 1n).toBe(true)
    })
  })

  test('splitting an order in two never pays more, but for the rao of each leg', () => {
    holds([trade, fc.bigInt({ min: 0n, max: 2n ** 32n })], ({ side, pool, rao }, portion) => {
      const free = { ...pool, feeRate: 0 }
      const first = (rao * portion) >> 32n
      const whole = quoted(side, free, rao)
      const one = quoted(side, free, first)
      fc.pre(whole !== undefined && one !== undefined)
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
